"""Browse without JavaScript: read a page's form as a browser would, fill it, press one of its buttons.

Every page that is read is also checked as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from tests.respondent.survey import ANSWERS

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
ENDS_BY_ITSELF = {"li", "option"}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Read(HTMLParser):
    """What one page holds: the controls of its form as (name, value), its buttons, ids and text."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    controls: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    pointed: set[str] = field(default_factory=set)
    outcome: str | None = None
    questions: list[str] = field(default_factory=list)
    language: str = ""
    direction: str = ""
    words: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _select: str = ""
    _area: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute stands twice in <{tag}>"
        assert "style" not in given and not any(name.startswith("on") for name in given), "inline style or script"
        if tag in ENDS_BY_ITSELF and self._open[-1] == tag:
            self._open.pop()
        if tag not in VOID:
            self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        for name in POINTERS:
            self.pointed.update(given.get(name, "").split())
        if given.get("href", "").startswith("#"):
            self.pointed.add(given["href"][1:])
        getattr(self, f"_see_{tag}", lambda _: None)(given)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] in ENDS_BY_ITSELF - {tag}:
            self._open.pop()
        assert self._open and self._open[-1] == tag, f"</{tag}> closes <{self._open[-1:]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "textarea":
            self._fill(self._area, data.removeprefix("\n"))
        elif data.strip() and self._open[-1] == "style":
            assert not self.styles, "more than the one sheet that a first page carries"
            self.styles.append(data)
        elif data.strip():
            assert self._open[-1] != "script", "inline script"
            self.words.append(data.strip())

    def _see_html(self, given: Mapping[str, str]) -> None:
        self.language, self.direction = given["lang"], given["dir"]

    def _see_form(self, given: Mapping[str, str]) -> None:
        if "data-survey" in given or not self.form:
            self.form = dict(given)

    def _see_fieldset(self, given: Mapping[str, str]) -> None:
        assert self._open.count("fieldset") == 1, "a fieldset in a fieldset"
        self.questions.append(given["data-question"])

    def _see_div(self, given: Mapping[str, str]) -> None:
        if given.get("id") == "survey-done":
            self.outcome = given["data-outcome"]

    def _see_button(self, given: Mapping[str, str]) -> None:
        self.buttons.append(dict(given))

    def _see_input(self, given: Mapping[str, str]) -> None:
        kind, name, value = given.get("type", "text"), given["name"], given.get("value", "")
        self.kinds[name] = kind
        self.controls.setdefault(name, []).append(value)
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.fields.append((name, value))

    def _see_textarea(self, given: Mapping[str, str]) -> None:
        self._area = given["name"]
        self.kinds[self._area] = "textarea"
        self.controls[self._area] = [""]
        self.fields.append((self._area, ""))

    def _see_select(self, given: Mapping[str, str]) -> None:
        self._select = given["name"]
        self.kinds[self._select] = "select"
        self.controls[self._select] = []
        self.fields.append((self._select, ""))

    def _see_option(self, given: Mapping[str, str]) -> None:
        self.controls[self._select].append(given["value"])
        if "selected" in given:
            self._fill(self._select, given["value"])

    def _fill(self, name: str, value: str) -> None:
        self.fields = [(n, value if n == name else v) for n, v in self.fields]


@dataclass(frozen=True)
class Page:
    """A page as served, and what can be done with it."""

    client: FlaskClient
    path: str
    status: int
    html: str
    read: Read

    @property
    def values(self) -> dict[str, Any]:
        """What the form would post as it stands; a list where a name stands more than once."""
        found: dict[str, Any] = {}
        for name, value in self.read.fields:
            if name in found:
                found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
            else:
                found[name] = value
        return found

    @property
    def number(self) -> int:
        return int(self.read.form["data-page"])

    @property
    def text(self) -> str:
        """What can be read, however its lines are held together."""
        return " ".join(self.read.words).replace("\u00a0", " ").replace("\u2060", "")

    @property
    def address(self) -> str:
        return re.sub(r"\?.*", "", self.read.form.get("action") or self.path)

    def post(self, given: Mapping[str, Any] | None = None, *, action: str = "next", lang: str | None = None) -> Page:
        """Fill the form and press a button; `given` replaces what controls of those names hold, None empties them."""
        button = ("lang", lang) if lang else ("action", action)
        names = {(b.get("name"), b.get("value")) for b in self.read.buttons}
        assert button in names, f"no button {button} among {names}"
        data = {**self.values, **(given or {}), button[0]: button[1]}
        address = next(
            (b["formaction"] for b in self.read.buttons if b.get("value") == lang and "formaction" in b), self.address
        )
        return send(self.client, address, {name: value for name, value in data.items() if value is not None})

    def send(self, given: Mapping[str, Any]) -> Page:
        """Fill the one form of a page outside the survey, and send it."""
        return send(self.client, self.address, {**self.values, **given})

    def answer(self, answers: Mapping[str, Any] = ANSWERS, **more: Any) -> Page:
        """Give every control of the page its answer, and continue."""
        return self.post({**{name: answers[name] for name in self.read.controls if name in answers}, **more})


def open_page(client: FlaskClient, path: str) -> Page:
    return _page(client, path, client.get(path))


def send(client: FlaskClient, path: str, data: Any) -> Page:
    return _page(client, path, client.post(path, data=data))


def _page(client: FlaskClient, path: str, response: Any) -> Page:
    html = response.get_data(as_text=True)
    read = Read()
    read.feed(html)
    read.close()
    assert not read._open, f"never closed: {read._open}"
    twice = {name for name in read.ids if read.ids.count(name) > 1}
    assert not twice, f"ids that stand twice: {twice}"
    assert read.pointed <= {*read.ids}, f"point nowhere: {read.pointed - {*read.ids}}"
    return Page(client, path, response.status_code, html, read)


def go_to(client: FlaskClient, page: str, answers: Mapping[str, Any] = ANSWERS, *, path: str) -> Page:
    """Answer from the first page on until the page that asks a question."""
    shown = open_page(client, path)
    for _ in range(40):
        if page in shown.read.questions or shown.read.outcome == page:
            return shown
        shown = shown.answer(answers)
    raise AssertionError(f"{page} was never asked")
