"""A page carries the rules that it uses: none that could find something on it is missing, and no other weighs on it."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.web.headers import protect
from surveyapp.web.looks import EMPTY, Looks, OnPage, dress_pages, policy_with

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
.seek li{color:pink}
@media (min-width:40rem){.never{margin:0}p{margin:1px}}
@media print{.never{margin:0}}
"""
PAGE = f"""<html lang="vi"><head>{EMPTY}</head><body><p class="lead opt">x</p><input type="radio">
<div class="tongues"><a lang="ko">한국어</a></div><bdi lang="zh-Hans">简体中文</bdi></body></html>"""


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
    for absent in ("h6", "gone", ".never .opt", "checkbox", "print", ".seek", ":lang(ko)", "--never"):
        assert absent not in style
    assert ":root{--ink:#000;--last:1px}@media (prefers-color-scheme:dark){:root{--ink:#fff;}}" in style


def test_what_a_script_makes_and_may_open_counts_as_there() -> None:
    assert ".seek li" in dressed(PAGE.replace("<p ", "<p data-type-ahead "))
    hidden = '<template data-html="&lt;input type=&#34;checkbox&#34;&gt;"></template></body>'
    assert "input[type=checkbox]" in dressed(PAGE.replace("</body>", hidden))


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
