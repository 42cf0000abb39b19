"""Find Debian's chromium, and start it so that it asks for nothing but the pages under test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_or_skip() -> Any:
    """Return Playwright; skip the test, or the file that asks while it is read, where it or the browser is missing."""
    found = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed", allow_module_level=True)
    return found


@contextmanager
def another_page(page: Any) -> Iterator[None]:
    """Wait until another page is there: pages write into the history, which by itself counts as navigating."""
    with page.expect_event("load"):
        yield


def go_on(page: Any, button: Any) -> None:
    """Press what leads to another page, and wait until that page is there: a click alone does not wait for it."""
    with another_page(page):
        button.click()
