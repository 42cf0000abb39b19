"""Take the power from a tablet, and search what its browser left on the disk for what somebody typed."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from tests.chromium import CHROMIUM, SWITCHES
from tests.patience import wait_until
from tests.respondent.kiosk.tablet import to_the_last_page

WORDS, MAIL, OTHER = "qzxjvkwords", "wqjzkv.person@vqzkx.example", "xzqkvjbyboat"
"""What is typed into free text, together with an address in it, and into the box beside "other"."""


def switched_on(driver: Any, profile: Path) -> Any:
    return driver.chromium.launch_persistent_context(str(profile), executable_path=CHROMIUM, args=SWITCHES)


def kill_browser(profile: Path) -> None:
    """Take the power from the browser that keeps its things in this folder, and wait until none of it writes."""
    groups = {
        os.getpgid(int(one.name)) for one in _processes() if f"--user-data-dir={profile}".encode() in _command_of(one)
    }
    assert groups and os.getpgid(0) not in groups
    for group in groups:
        os.killpg(group, signal.SIGKILL)
    wait_until(lambda: not any(_is_alive_in(one, groups) for one in _processes()), "the end of the browser")


def begin_and_type(page: Any, language: str = "en") -> None:
    """Begin an interview of the small survey, and type into everything that takes words."""
    to_the_last_page(page, language)
    page.locator("[name=GO][value=other]").check()
    page.locator("[name=GO_other]").fill(OTHER)
    page.locator("[name=GO][value=yes]").check()
    page.locator("[name=WHICH][value=b]").check()
    page.locator("[name=WORDS]").fill(f"{WORDS} {MAIL}")


def traces_in(profile: Path) -> list[str]:
    """Return the files of a browser that is dead in which something typed is found."""
    typed = [one.encode(coding) for one in (WORDS, MAIL, OTHER) for coding in ("utf-8", "utf-16-le")]
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    assert len(files) > 20
    return [str(file) for file in files if any(trace in file.read_bytes() for trace in typed)]


def _processes() -> list[Path]:
    return [one for one in Path("/proc").iterdir() if one.name.isdigit()]


def _command_of(process: Path) -> bytes:
    with contextlib.suppress(OSError):
        return (process / "cmdline").read_bytes()
    return b""


def _is_alive_in(process: Path, groups: set[int]) -> bool:
    with contextlib.suppress(OSError):
        state, _, group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
        return state not in "ZX" and int(group) in groups
    return False
