"""Read a survey page as a browser without JavaScript would: the form, its fieldsets, its controls."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

_FORM = re.compile(r"<form\b(?P<attributes>[^>]*\bdata-survey\b[^>]*)>(?P<inside>.*?)</form>", re.DOTALL)
_TAG = re.compile(
    r"<(?P<tag>/?fieldset|input|select|option|textarea|button)\b(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>"
    r"(?:(?<=>)(?P<typed>[^<]*)</textarea>)?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_OUTCOME = re.compile(
    r"id=\"survey-done\"[^>]*data-outcome=\"([\w-]+)\"|data-outcome=\"([\w-]+)\"[^>]*id=\"survey-done\""
)


@dataclass(slots=True)
class Control:
    """One named control: `kind` as the browser knows it, `values` what may be sent (radios and choices)."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Fieldset:
    question: str
    least: int = 1
    most: int | None = None
    exclusive: frozenset[str] = frozenset()
    distinct: bool = False
    controls: dict[str, Control] = field(default_factory=dict)


@dataclass(slots=True)
class SurveyPage:
    """A page as served; `outcome` is set on an ending."""

    action: str
    number: str
    hidden: list[tuple[str, str]]
    fieldsets: list[Fieldset]
    outcome: str | None


def read_page(text: str) -> SurveyPage:
    """Read a page; one without a survey form has an empty action."""
    found = _OUTCOME.search(text)
    outcome = (found[1] or found[2]) if found else None
    form = _FORM.search(text)
    if form is None:
        return SurveyPage("", "", [], [], outcome)
    attributes = _attributes(form["attributes"])
    hidden: list[tuple[str, str]] = []
    fieldsets: list[Fieldset] = []
    _read_controls(form["inside"], hidden, fieldsets)
    return SurveyPage(attributes.get("action", ""), attributes.get("data-page", ""), hidden, fieldsets, outcome)


def _read_controls(inside: str, hidden: list[tuple[str, str]], fieldsets: list[Fieldset]) -> None:
    open_: Fieldset | None = None
    select: Control | None = None
    for tag, attributes in _tags(inside):
        if tag == "fieldset":
            open_ = _fieldset(attributes)
            fieldsets.append(open_)
        elif tag == "/fieldset":
            open_ = None
        elif tag == "option":
            if select is not None and attributes.get("value"):
                select.values.append(attributes["value"])
        elif attributes.get("type") == "hidden":
            hidden.append((attributes["name"], attributes.get("value", "")))
        elif open_ is not None and tag != "button" and "name" in attributes and "disabled" not in attributes:
            kind = attributes.get("type", "text") if tag == "input" else tag
            control = open_.controls.setdefault(attributes["name"], Control(attributes["name"], kind))
            if kind in ("radio", "checkbox"):
                control.values.append(attributes.get("value", "on"))
            select = control if tag == "select" else None


def _fieldset(attributes: dict[str, str]) -> Fieldset:
    return Fieldset(
        question=attributes.get("data-question", ""),
        least=int(attributes.get("data-min") or 1),
        most=int(attributes["data-max"]) if attributes.get("data-max") else None,
        exclusive=frozenset(unquote(code) for code in attributes.get("data-exclusive", "").split()),
        distinct="data-distinct" in attributes,
    )


def _tags(inside: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in _TAG.finditer(inside):
        yield tag["tag"].lower(), _attributes(tag["attributes"])


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(text)
    }
