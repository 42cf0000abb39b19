"""Weigh and time the bundled instrument's pages on a cheap phone: 400 kbit/s, 400 ms a round trip, a quarter of a CPU.

The profile, the way of counting and the peers' figures are those of `pageload.mjs` in the shared bench: a page as the
browser's own tools see it, without the handshakes of a first connection. Counted is everything that is asked for,
headers and what nobody waits for included: the deferred script, and the sheets that further pages give to be kept.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.chromium import CHROMIUM, SWITCHES, another_page
from tests.respondent.serving import Served, serving
from tests.respondent.walking import FILL, address_in, answer, persona, read_page

LANGUAGES: Final = ("vi", "ar", "km", "zh-Hans")
LATENCY, BYTES_A_SECOND, SLOWER = 400, 50_000, 4
WATCH: Final = """(() => {
  window.__shift = 0;
  new PerformanceObserver((seen) => { for (const one of seen.getEntries()) window.__shift += one.value; })
    .observe({type: "layout-shift", buffered: true});
})()"""
SEEN: Final = """() => ({
  painted: performance.getEntriesByType("paint").find((one) => one.name === "first-contentful-paint")?.startTime ?? NaN,
  shift: window.__shift,
})"""
KINDS: Final = ("Document", "Script")
PEERS: Final = (
    "LimeSurvey 6.4.2: first page 832 KB in 28 requests, painted after 8.9 s; a bare page paints after 0.53 s"
)


@dataclass
class Load:
    """One page as it came: bytes by what was asked for, when it was painted, and how much moved after that."""

    sizes: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    painted: float = 0.0
    shift: float = 0.0
    asked: str = ""

    @property
    def kilobytes(self) -> float:
        return sum(self.sizes.values()) / 1024


class Phone:
    """A browser that is slowed down, and counts."""

    def __init__(self, browser: Any, language: str) -> None:
        self.page = browser.new_context(
            viewport={"width": 360, "height": 640},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale=language,
        ).new_page()
        self.page.add_init_script(WATCH)
        self.tools = self.page.context.new_cdp_session(self.page)
        self.tools.send("Network.enable")
        speed = {"latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        self.tools.send("Network.emulateNetworkConditions", {"offline": False, **speed})
        self.tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self.kinds: dict[str, str] = {}
        self.cached: set[str] = set()
        self.load = Load()
        self.under_way: set[str] = set()
        self.tools.on("Network.requestWillBeSent", self._asked)
        self.tools.on("Network.loadingFailed", lambda seen: self.under_way.discard(seen["requestId"]))
        self.tools.on("Network.requestServedFromCache", lambda seen: self.cached.add(seen["requestId"]))
        self.tools.on("Network.responseReceived", self._received)
        self.tools.on("Network.loadingFinished", self._finished)

    def _asked(self, seen: Any) -> None:
        self.kinds[seen["requestId"]] = seen["type"]
        self.under_way.add(seen["requestId"])

    def _received(self, seen: Any) -> None:
        if seen["response"].get("fromDiskCache") or seen["response"].get("fromPrefetchCache"):
            self.cached.add(seen["requestId"])

    def _finished(self, seen: Any) -> None:
        self.under_way.discard(seen["requestId"])
        if seen["requestId"] not in self.cached:
            kind = self.kinds.get(seen["requestId"], "Other")
            self.load.sizes[kind] = self.load.sizes.get(kind, 0) + int(seen["encodedDataLength"])
            self.load.requests += 1

    def measure(self, go: Any) -> Load:
        """Do what leads to a page, and return how it came."""
        self.load = Load()
        go()
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(600)
        while self.under_way:
            self.page.wait_for_timeout(600)
        seen = self.page.evaluate(SEEN)
        self.load.painted, self.load.shift = seen["painted"] / 1000, seen["shift"]
        questions = read_page(self.page.content()).fieldsets
        self.load.asked = questions[0].question if questions else "end"
        return self.load


def walked(served: Served, browser: Any, language: str, pages: int) -> list[Load]:
    """Return the first page and those that follow, with what the browser keeps kept."""
    phone, person = Phone(browser, language), persona(11)
    loads = [phone.measure(lambda: phone.page.goto(served.address + address_in(language)))]
    for _ in range(pages):
        shown = read_page(phone.page.content())
        if shown.outcome is not None:
            break
        given = [pair for fieldset in shown.fieldsets for pair in answer(person, fieldset)]

        def go(given: list[tuple[str, str]] = given) -> None:
            phone.page.evaluate(FILL, given)
            with another_page(phone.page):
                phone.page.evaluate("document.querySelector('button.go').click()")

        loads.append(phone.measure(go))
    phone.page.context.close()
    return loads


def line(language: str, loads: Sequence[Load]) -> str:
    """Say what one language's walk weighed and took."""
    first, later = loads[0], loads[1:]
    heaviest = max(later, key=lambda load: load.kilobytes)
    median = statistics.median(load.kilobytes for load in later)
    return (
        f"{language:8} {first.kilobytes:6.1f} KB {first.requests:2} requests {first.painted:6.2f} s"
        f" | {', '.join(f'{first.sizes.get(kind, 0) / 1024:.1f}' for kind in KINDS)} KB"
        f" | {sum(load.sizes.get('Stylesheet', 0) > 0 for load in later)}"
        f" | {median:4.1f}, {heaviest.kilobytes:4.1f} KB ({heaviest.asked})"
        f"  {statistics.median(load.painted for load in later):5.2f}, {max(load.painted for load in later):5.2f} s"
        f" | {max(load.shift for load in loads):.3f}"
    )


def main(arguments: list[str]) -> None:
    """Walk some pages in each language and print a line each, with the peers' figures below."""
    parser = argparse.ArgumentParser(prog="pages", description=__doc__)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--pages", type=int, default=12, help="further pages after the first")
    wanted = parser.parse_args(arguments)
    if CHROMIUM is None:
        print("pages: not run, chromium is not installed")
        return
    from playwright.sync_api import sync_playwright

    print(f"pages on a cheap phone, {time.strftime('%Y-%m-%d')}: further pages as median, worst")
    print(
        "language  first page (<= 14 KB, 2 requests, 1.0 s) | page, script (<= 10)"
        " | pages that give a sheet | further with it (<= 6 KB, 0.65 s) | shift (0)"
    )
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for language in wanted.languages:
            print(line(language, walked(served, browser, language, wanted.pages)), flush=True)
        browser.close()
    print(PEERS)
