"""Look at served pages in chromium: what axe finds, what is wider than the screen, and what is too small to press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from surveyapp.web.looks import Looks, OnPage

SMALL, WIDE = 320, 1280
"""1280 pixels at 400 % zoom are 320."""
SMALLEST_TARGET = 44
SCHEMES: Final = ("light", "dark")
COLOURS: Final = ["color-contrast", "link-in-text-block"]
COLOUR_SCHEMES: Final[tuple[tuple[Literal["light", "dark"], list[str]], ...]] = (("light", []), ("dark", COLOURS))
"""Each with the rules that it alone is judged by; an empty list is all of them."""
"""The rules whose outcome may differ between two colour schemes of one page."""
MEASURE: Final = """(least) => {
  const found = [], seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
  const name = (e) => `<${e.tagName.toLowerCase()} ${e.name || e.className || e.id}> ${e.innerText?.slice(0, 40)}`;
  if (document.documentElement.scrollWidth > innerWidth) {
    const out = ({left, right}) => left < -1 || right > innerWidth + 1;
    const all = [...document.querySelectorAll("main *, header *")];
    const wide = all.filter((e) => seen(e) && out(e.getBoundingClientRect()));
    found.push(`wider than the screen: ${wide.map(name).join(", ")}`);
  }
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=option]")) {
    if (e.type === "hidden" || e.matches(".skip, .twin, [aria-hidden=true] *") || !seen(e)) continue;
    const target = e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e;
    const {width, height} = target.getBoundingClientRect();
    if (Math.min(height, width) < least - 0.5) found.push(`${width.toFixed(1)} x ${height.toFixed(1)}: ${name(e)}`);
  }
  for (const e of document.querySelectorAll("main *, header *"))
    if (seen(e) && getComputedStyle(e).overflow === "hidden" && getComputedStyle(e).clipPath === "none" &&
        e.scrollHeight > e.clientHeight + 1) found.push(`cut: ${name(e)}`);
  return found;
}"""
CUT_WORDS: Final = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), never = /^[\\p{M}。、，．）」』！？：；ー々ๆฯ!?;:,.)]/u;
  const passed = ".unseen, .unseen *, .skip, .twin, select, .code, .written, thead, .peek";
  const parts = (language, granularity, text) => [...new Intl.Segmenter(language, {granularity}).segment(text)];
  for (let node; (node = walker.nextNode());) {
    const text = node.data, host = node.parentElement;
    if (!text.trim() || !host.checkVisibility() || host.closest(passed)) continue;
    const language = host.closest("[lang]").lang, freely = /^(zh|ja)/.test(language);
    const starts = new Set(parts(language, "word", text).map((word) => word.index));
    let before = null;
    for (const {index, segment} of parts(language, "grapheme", text)) {
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const box = range.getClientRects()[0];
      if (!box?.width) continue;
      const anew = before !== null && box.top > before + 4, around = text.slice(Math.max(0, index - 12), index + 12);
      if (anew && !freely && !starts.has(index)) found.push(`cut before ${segment}: ${around}`);
      if (anew && never.test(segment)) found.push(`begins with ${segment}: ${around}`);
      before = box.top;
    }
  }
  return found;
}"""
SPACE: Final = """(wide) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}" +
    "p{margin-block-end:2em!important}");
  document.adoptedStyleSheets = wide ? [sheet] : [];
}"""
"""The spacing of text that a reader may set (WCAG 1.4.12)."""
RUN_AXE: Final = """async (rules) => {
  const options = {resultTypes: ["violations"]};
  if (rules.length) options.runOnly = {type: "rule", values: rules};
  const {violations} = await axe.run(document, options);
  return violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].failureSummary.slice(0, 200)}`);
}"""


STATES: Final = r":not\(:has\(:[^)]*\)\)|:has\(:[^)]*\)|::[\w-]+|:(hover|focus-visible|focus|checked|disabled)\b"
FINDS: Final = """([selectors, states]) =>
  selectors.filter((selector) => document.querySelector(selector.replace(new RegExp(states, "g"), "") || "*"))"""


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text()


def problems_of(page: Any, *, widths: tuple[int, ...] = (SMALL,)) -> Iterator[str]:
    """Yield what is wrong with the page that is open, in both colour schemes, at each width."""
    page.evaluate(axe())
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in COLOUR_SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield from (f"{width} {scheme}: {found}" for found in page.evaluate(RUN_AXE, rules))
        yield from (f"{width}: {found}" for found in page.evaluate(MEASURE, SMALLEST_TARGET))
        page.evaluate(SPACE, True)
        yield from (f"{width}, text spaced: {found}" for found in page.evaluate(MEASURE, SMALLEST_TARGET))
        page.evaluate(SPACE, False)


def unstyled(page: Any, html: str, looks: Looks) -> list[str]:
    """Return the selectors that find something on the open page, of rules that the page was sent without.

    The closed list of languages of a first page gets the fonts of its names with the whole sheet.
    """
    there = OnPage.of(html)
    absent = [one for one in selectors(looks) if not there.may_hold(one) and ":lang" not in one]
    found: list[str] = page.evaluate(FINDS, [absent, STATES])
    return found


def selectors(looks: Looks) -> Iterator[str]:
    """Yield every selector of a sheet, those in its media queries too."""
    for head, body in looks.rules:
        yield from selectors(Looks(body)) if head.startswith("@") else re.split(r",(?![^()]*\))", head)


def cut_words(page: Any) -> list[str]:
    """Return where a line of the open page begins inside a word, or with a sign that no line may begin with.

    Chinese and Japanese may break inside a word; words of Khmer, Lao and Thai are those of the browser's dictionary.
    """
    found: list[str] = page.evaluate(CUT_WORDS)
    return found


def widths_of(html: str) -> tuple[int, ...]:
    """Return the widths at which a page is laid out differently."""
    return (SMALL, WIDE) if '<body class="wide">' in html else (SMALL,)


class Showing:
    """Show pages that were fetched elsewhere as if the server had just sent them."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.html = page, address, ""
        self.pattern = f"{address}/shown/*"
        page.route(self.pattern, lambda route: route.fulfill(body=self.html, content_type="text/html"))

    def show(self, name: str, html: str) -> None:
        self.html = html
        self.page.goto(f"{self.address}/shown/{abs(hash(name))}")

    def stop(self) -> None:
        self.page.unroute(self.pattern)
