"""Serve a small survey at a kiosk to every test here that does not serve its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.respondent.kiosk.fielding import SMALL
from tests.respondent.kiosk.serving import Kiosk, empty, serving_kiosk


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kiosk, Any]]:
    with serving_kiosk(tmp_path_factory.mktemp("station"), SMALL) as served:
        yield served


@pytest.fixture(scope="module")
def app(serving: tuple[Kiosk, Any]) -> Any:
    return serving[1]


@pytest.fixture
def kiosk(serving: tuple[Kiosk, Any]) -> Kiosk:
    return empty(serving[0])


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    yield context.new_page()
    context.close()
