"""Lay out a draft for its template: controls by group, tables of choices, what is wrong beside each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.console.editing.drafts import Draft, Mistake, Plain, shapes_of
from surveyapp.console.editing.field_names import field_name, option_name
from surveyapp.console.editing.shapes import SettingForm, Shape
from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.web.i18n import direction, own_name
from surveyapp.web.problem_words import said_in

MOST_TOGETHER: Final = 4
"""Languages whose wordings stand below each other; of more, the base and the one chosen."""


@dataclass(frozen=True, slots=True)
class Words:
    """A wording in one language."""

    name: str
    tag: str
    language: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """One setting; `words` where it is wording, `options` where it is chosen among."""

    name: str
    label: str
    form: SettingForm
    value: str = ""
    on: bool = False
    options: tuple[tuple[str, str], ...] = ()
    words: tuple[Words, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One choice, row or check of a table; `was` is its number in what is kept, "" where it is new."""

    name: str
    was: str
    value: Mapping[str, Any]
    words: tuple[Words, ...]
    wrong: str


@dataclass(frozen=True, slots=True)
class Table:
    """`shared` is the name of the list whose choices these are, "" where they are the question's own."""

    name: str
    label: str
    rows: tuple[Row, ...]
    shared: str
    wrong: str


def languages_shown(all_of_them: Sequence[str], chosen: str) -> tuple[str, ...]:
    """Return the languages whose wordings are written together."""
    if len(all_of_them) <= MOST_TOGETHER:
        return tuple(all_of_them)
    other = chosen if chosen in all_of_them and chosen != all_of_them[0] else all_of_them[1]
    return (all_of_them[0], other)


def words_of(name: str, text: Any, languages: Sequence[str]) -> tuple[Words, ...]:
    given: Mapping[str, str] = text if isinstance(text, Mapping) else {}
    return tuple(Words(f"{name}.{tag}", tag, own_name(tag), direction(tag), given.get(tag, "")) for tag in languages)


def settings_of(draft: Draft, languages: Sequence[str]) -> list[Control]:
    """Return a control for each setting of the kind of answer."""
    found = [_setting(draft, name, shape, languages) for name, shape in shapes_of(draft.answer["kind"]).items()]
    order = ("words", "number", "line", "choice", "tick", "json")
    return sorted(found, key=lambda control: order.index(control.form))


def tables_of(draft: Draft, languages: Sequence[str]) -> list[Table]:
    """Return the tables of what is chosen from."""
    found = []
    for name, rows in draft.rows.items():
        source = draft.answer.get(name)
        laid = (_row(draft, name, at, row, f"answer.{name}.{at}", languages) for at, row in enumerate(rows))
        shared = source if isinstance(source, str) else ""
        found.append(Table(name, field_name(name), tuple(laid), shared, wrong_at(draft, f"answer.{name}", exact=True)))
    return found


def checks_of(draft: Draft, languages: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of the checks."""
    checks = draft.question.get("checks", [])
    return tuple(_row(draft, "checks", at, check, f"checks.{at}", languages) for at, check in enumerate(checks))


def wrong_at(draft: Draft, place: str, *, exact: bool = False) -> str:
    """Say everything that is wrong at a place of a draft, or also inside it."""
    found = [
        said_of_mistake(mistake)
        for at, mistake in draft.mistakes.items()
        if at == place or (not exact and at.startswith(f"{place}."))
    ]
    return " ".join(found)


def said_of_mistake(mistake: Mistake) -> str:
    """Say what is wrong, and at which character."""
    told = said_in(current_language(), mistake.text)
    if mistake.position is None:
        return told
    return _("At character {n}: {why}.").format(n=mistake.position, why=told)


def _setting(draft: Draft, name: str, shape: Shape, languages: Sequence[str]) -> Control:
    value = draft.answer.get(name, shape.default)
    place = f"answer.{name}"
    return Control(
        name=place,
        label=field_name(name),
        form=shape.form,
        value=_shown(value, shape),
        on=bool(value),
        options=tuple((option, option_name(option)) for option in shape.options),
        words=words_of(place, value, languages) if shape.form == "words" else (),
        wrong=wrong_at(draft, place),
    )


def _shown(value: Any, shape: Shape) -> str:
    if value is None or shape.form in ("words", "tick"):
        return ""
    if shape.form == "json" and not isinstance(value, str):
        return "" if value in ((), []) else json.dumps(value, ensure_ascii=False, indent=1)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _row(draft: Draft, name: str, at: int, value: Plain, place: str, languages: Sequence[str]) -> Row:
    words = words_of(f"{name}.{at}.text", value.get("text"), languages)
    return Row(f"{name}.{at}", str(value.get("row", "")), value, words, wrong_at(draft, place))
