"""Serve a small survey at a kiosk to every test here that does not serve its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.patience import LONGEST
from tests.respondent.kiosk.fielding import SMALL
from tests.respondent.kiosk.serving import Kiosk, serving_kiosk


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Kiosk, Any]]:
    """Serve each test from a store of its own: what a tablet still sends when its test ends reaches no other."""
    with serving_kiosk(tmp_path, SMALL) as served:
        yield served


@pytest.fixture
def app(serving: tuple[Kiosk, Any]) -> Any:
    return serving[1]


@pytest.fixture
def kiosk(serving: tuple[Kiosk, Any]) -> Kiosk:
    return serving[0]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    context.set_default_timeout(1000 * LONGEST)
    yield context.new_page()
    context.close()
