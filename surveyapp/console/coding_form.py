"""Read what a person says of an open question's themes and answers, and put it into the question's part of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from surveyapp.console.language import LANGUAGES
from surveyapp.console.language import gettext as _
from surveyapp.services.reports.open_answers import OpenAnswer
from surveyapp.web.limits import clean

FEWEST_CODED: Final = 20
NEW_THEMES: Final = 2
MOST_THEMES: Final = 30
LONGEST: Final = 2000
Entry = Mapping[str, Any]
_APART: Final = re.compile(r"[,;\n]+")


def themes_from(form: MultiDict[str, str], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the themes that a form holds; one whose label and terms were emptied is gone."""
    themes = []
    names = [str(theme["id"]) for theme in before]
    for at in range(MOST_THEMES):
        said = {tag: clean(form.get(f"theme.{at}.{tag}", ""))[:200] for tag in LANGUAGES}
        typed = _APART.split(clean(form.get(f"theme.{at}.terms", ""))[:LONGEST])
        terms = [term.strip() for term in typed if term.strip()]
        label = {tag: text for tag, text in said.items() if text}
        if not (label or terms):
            continue
        old = before[at] if at < len(before) else None
        kept = {tag: text for tag, text in (old["label"] if old else {}).items() if tag not in LANGUAGES}
        name = str(old["id"]) if old else _next(names)
        names.append(name)
        themes.append({"id": name, "label": kept | label, "terms": terms})
    return themes


def coded_from(
    form: MultiDict[str, str], answers: Sequence[OpenAnswer], themes: Sequence[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Return the themes ticked for each answer that the person says they looked at."""
    known = [str(theme["id"]) for theme in themes]
    return {
        one.response: [name for name in known if name in form.getlist(f"answer.{one.response}")]
        for one in answers
        if f"looked.{one.response}" in form
    }


def quotes_from(form: MultiDict[str, str], answers: Sequence[OpenAnswer]) -> list[dict[str, Any]]:
    """Return the answers to quote that their authors allowed, with their translations."""
    quotes = []
    for one in answers:
        if one.quotable and f"quote.{one.response}" in form:
            said = {tag: clean(form.get(f"quote.{one.response}.{tag}", ""))[:LONGEST] for tag in LANGUAGES}
            quotes.append({"response": one.response, "translation": {tag: text for tag, text in said.items() if text}})
    return quotes


def side_of(entry: Entry, person: str) -> str:
    """Return where a person's codes belong: `coded` (the first coder), `coded_again` (the second), "" for a third."""
    for side in ("coded", "coded_again"):
        if entry.get(f"{side}_by", "") in ("", person):
            return side
    return ""


def put(
    entry: Entry,
    *,
    person: str,
    themes: Sequence[Mapping[str, Any]],
    coded: Mapping[str, Sequence[str]],
    quotes: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a question's part of the plan with what a person says; other themes take a confirmation away."""
    known = {theme["id"] for theme in themes}
    made: dict[str, Any] = {**entry, "themes": list(themes), "quotes": list(quotes)}
    for side in ("coded", "coded_again"):
        held: Mapping[str, Sequence[str]] = made.get(side) or {}
        made[side] = {name: [one for one in given if one in known] for name, given in held.items()}
    if side := side_of(entry, person):
        made[side] = dict(coded)
        made[f"{side}_by"] = person if coded else ""
    if list(themes) != list(entry.get("themes") or ()):
        made["confirmed_by"] = ""
    return made


def why_not_confirmed(entry: Entry, person: str) -> str:
    """Say why a person cannot confirm the themes; empty where they can."""
    if not entry.get("themes"):
        return _("There are no themes to confirm.")
    if entry.get("coded_by") != person:
        return _("Whoever confirms the themes is the person who coded first.")
    if len(entry.get("coded") or {}) < FEWEST_CODED:
        return _("Code at least {n} answers before you confirm the themes.").format(n=FEWEST_CODED)
    return ""


def _next(names: Sequence[str]) -> str:
    at = 1
    while f"theme-{at}" in names:
        at += 1
    return f"theme-{at}"
