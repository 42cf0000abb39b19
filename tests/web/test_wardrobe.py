"""A browser is given the next sheet to keep with a page that is light enough, and a page carries what was not given."""

from __future__ import annotations

import random

from surveyapp.web.looks import EMPTY
from surveyapp.web.wardrobe import Wardrobe

SHEETS = {
    "page.css": ":root{--ink:#000;--gap:1rem}@media x{:root{--ink:#fff}}:lang(vi){--ink:#111}p{color:var(--ink)}",
    "bar.css": ".bar{margin:var(--gap)}.never{margin:0}",
    "rare.css": ".grid{margin:0}.never{margin:0}",
}
WARDROBE = Wardrobe(SHEETS, kept=("page.css", "bar.css"))
PAGE = f'<html lang="vi"><head>{EMPTY}</head><body><p class="bar grid">x</p></body></html>'


def dressed(given: int, page: str = PAGE, *, once: bool = False) -> tuple[str, int]:
    return WARDROBE.dress(page, given, lambda name: f"/static/{name}", once=once)


def test_a_page_carries_what_its_browser_was_not_given_and_is_given_the_next() -> None:
    page, given = dressed(0)
    assert ":root{" in page and "p{color:var(--a)}.bar{margin:1rem}.grid{margin:0}" in page
    assert page.count("<link") == 1 and '<link rel="stylesheet" href="/static/page.css" media="print"></head>' in page
    assert given == 1


def test_what_was_given_is_left_out_but_for_what_one_language_says() -> None:
    page, given = dressed(1)
    assert "<style>:lang(vi){--a:#111}.bar{margin:1rem}.grid{margin:0}</style>" in page
    assert "bar.css" in page and given == 2
    page, given = dressed(2)
    assert "<style>:lang(vi){--a:#111}.grid{margin:0}</style>" in page
    assert "<link" not in page and given == 2


def test_a_heavy_page_gives_nothing() -> None:
    heavy = PAGE.replace("x</p>", f"{random.Random(1).randbytes(5000).hex()}</p>")
    page, given = dressed(0, heavy)
    assert given == 0 and "<link" not in page and ".bar{" in page


def test_what_is_served_to_be_kept_holds_in_every_language() -> None:
    assert WARDROBE.served == {
        "page.css": ":root{--a:#000;}@media x{:root{--a:#fff}}p{color:var(--a)}",
        "bar.css": ".bar{margin:1rem}.never{margin:0}",
    }


def test_a_list_gives_a_sheet_if_it_has_room_as_it_goes_out() -> None:
    drawn = random.Random(2)
    listed = "".join(f"<option value={drawn.randrange(10**6)}>country {drawn.randrange(10**5)}" for _ in range(900))
    sizes = [
        size for size in range(15_000, 30_000, 100) if dressed(0, PAGE.replace("x</p>", f"{listed[:size]}</p>"))[1]
    ]
    largest = PAGE.replace("x</p>", f"{listed[: max(sizes)]}</p>")
    assert len(sizes) < 150, "the largest has no room"
    assert dressed(0, largest)[1] == 1
    assert dressed(0, largest, once=True)[1] == 0, "what goes out once is not compressed hardest"
