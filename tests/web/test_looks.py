"""A page carries the rules that it uses: none that could find something on it is missing, and no other weighs on it."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.web.headers import protect
from surveyapp.web.looks import EMPTY, Looks, OnPage, dress_pages, of_every_language, policy_with, short

SHEET = """
:root{--ink:#000;--never:#fff;
--last:1px}
@media (prefers-color-scheme:dark){:root{--ink:#fff;--never:#000}}
:lang(zh){line-break:strict}
:lang(zh-Hans),:lang(ko){color:red}
p,h6{margin:0}
.opt:has(.never){color:var(--ink)}
.opt:hover,.gone:hover{border:var(--last)}
.never .opt{color:blue}
input[type=radio]{color:green}
input[type=checkbox]{color:green}
.held li{color:pink}
@media (min-width:40rem){.never{margin:0}p{margin:1px}}
@media print{.never{margin:0}}
@keyframes come{from{opacity:0}}
@keyframes go{to{opacity:0}}
.opt i{animation:come 1s}
.never{animation:go 1s}
b.lead{margin:0}
.lead:has(~.lead){margin:2px}
.opt:has(~.opt){margin:3px}
:dir(rtl)>p{margin:4px}
"""
PAGE = f"""<html lang="vi"><head>{EMPTY}</head><body><p class="lead opt">x</p><p class="opt"><input type="radio">
<details class="lang"><a lang="ko">한국어</a></details><bdi lang="zh-Hans">简体中文</bdi></body></html>"""


def dressed(page: str = PAGE) -> str:
    return Looks(SHEET).dress(page).partition("<style>")[2].partition("</style>")[0]


def test_a_page_carries_the_rules_that_may_find_something_on_it() -> None:
    style = dressed()
    for rule in (
        ":lang(zh){line-break:strict}",
        ":lang(zh-Hans){color:red}",
        "p{margin:0}",
        ".opt:has(.never){color:var(--ink)}",
        ".opt:hover{border:var(--last)}",
        "input[type=radio]{color:green}",
        "@media (min-width:40rem){p{margin:1px}}",
    ):
        assert rule in style


def test_what_is_not_on_the_page_is_not_in_its_looks() -> None:
    style = dressed()
    for absent in ("h6", "gone", ".never .opt", "checkbox", "print", ".held", ":lang(ko)", "--never", "b.lead"):
        assert absent not in style
    assert ":root{--ink:#000;--last:1px}@media (prefers-color-scheme:dark){:root{--ink:#fff;}}" in style
    assert "2px" not in style and "3px" in style, "what stands beside another only where there are two"
    assert "4px" not in style and "4px" in dressed(PAGE.replace("<html ", '<html dir="rtl" '))


def test_steps_of_an_animation_go_along_with_who_goes_through_them() -> None:
    assert "@keyframes come{from{opacity:0}}" in dressed(PAGE.replace("x</p>", "<i>x</i></p>"))
    assert "@keyframes" not in dressed()


def test_what_a_script_makes_and_may_open_counts_as_there() -> None:
    assert ".held li" in dressed(PAGE.replace("<p ", "<p data-ranking "))
    hidden = '<template data-html="&lt;input type=&#34;checkbox&#34;&gt;"></template></body>'
    assert "input[type=checkbox]" in dressed(PAGE.replace("</body>", hidden))


def test_what_the_page_s_own_language_says_is_not_said_for_all_before() -> None:
    looks = Looks(":root{--a:1;--b:2;--c:3}:lang(vi){--a:4}:lang(zh){--b:5}p{margin:var(--a) var(--b) var(--c)}")
    assert ":root{--b:2;--c:3}:lang(vi){--a:4}:lang(zh){--b:5}" in looks.dress(PAGE)
    kept = Looks(":lang(vi){--a:4}:lang(vi){--a:5}p{margin:var(--a)}")
    assert ":lang(vi){--a:4}" in kept.dress(PAGE)


def test_sheets_are_written_short_with_one_name_for_a_value_in_all_of_them() -> None:
    first, second = short(
        (":root{--ink:#000;--gap:1rem}@media x{:root{--ink:#fff}}", "p{color:var(--ink);margin:var(--gap)}")
    )
    assert (first, second) == (":root{--a:#000;}@media x{:root{--a:#fff}}", "p{color:var(--a);margin:1rem}")


def test_what_holds_in_one_language_is_told_from_what_holds_in_all() -> None:
    sheet = "p,:lang(ja) h1{margin:0}@media x{:lang(ko){a:b}}h2{margin:1px}"
    assert of_every_language(sheet) == "p{margin:0}h2{margin:1px}"
    assert of_every_language(sheet, wanted=False) == ":lang(ja) h1{margin:0}@media x{:lang(ko){a:b}}"


def test_a_page_that_needs_nothing_carries_no_style() -> None:
    assert Looks(".never{margin:0}").dress(PAGE) == PAGE.replace(EMPTY, "")
    assert Looks(SHEET).dress("<p>no head</p>") == "<p>no head</p>"


def test_the_policy_of_a_page_names_the_style_it_carries() -> None:
    app = Flask("looks")
    protect(app)
    dress_pages(app, Looks(SHEET))
    app.add_url_rule("/dressed", "dressed", lambda: PAGE)
    app.add_url_rule("/bare", "bare", lambda: PAGE.replace(EMPTY, ""))
    client = app.test_client()
    answer = client.get("/dressed")
    assert f"<style>{dressed()}</style>" in answer.text
    assert answer.headers["Content-Security-Policy"] == policy_with(dressed())
    assert "sha256" not in client.get("/bare").headers["Content-Security-Policy"]


NAMES = st.sampled_from(["a", "b", "c"])


@given(st.sets(NAMES), st.lists(NAMES, min_size=1, max_size=3), st.sampled_from([" ", ">", "+", "~"]))
def test_a_selector_of_classes_may_find_something_only_if_all_are_there(
    there: set[str], names: list[str], between: str
) -> None:
    page = f'<p class="{" ".join(there)}">'
    selector = between.join(f".{name}" for name in names)
    assert OnPage.of(page).may_hold(selector) == there.issuperset(names)
    assert OnPage.of(page).may_hold(f"p:not(.{names[0]})")
