"""Find Debian's chromium, and start it so that it asks for nothing but the pages under test."""

import shutil
from typing import Any

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


def go_on(page: Any, button: Any) -> None:
    """Press what leads to another page, and wait until that page is there: a click alone does not wait for it."""
    with page.expect_navigation():
        button.click()
