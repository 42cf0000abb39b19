"""Serve the surveys and open chromium for as long as a promise is held to its figure."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.serving import Served, serving


@contextmanager
def opened() -> Iterator[tuple[Served, Any]]:
    """Yield what is served and a browser."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield served, browser
        browser.close()


def within(seconds: float, things: Iterable[str]) -> Iterator[str]:
    """Yield things until the time is up, and say which were left."""
    end = time.monotonic() + seconds
    left = list(things)
    while left and time.monotonic() < end:
        yield left.pop(0)
    if left:
        print(f"The time was up before: {', '.join(left)}")
