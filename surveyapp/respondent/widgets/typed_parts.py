"""Type days, times and durations in parts, in the order of the reader's language, or in the browser's own control."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from babel.dates import get_month_names

from surveyapp.catalogues import locale_of
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.number import missing_name, read_missing
from surveyapp.respondent.widgets.offered import Complain, Form, Widget, chosen_codes, group
from surveyapp.web.limits import clean

LONGEST: Final = 12
_DAY_PARTS: Final = {"y": "year", "M": "month", "d": "day"}

Typed = Mapping[str, str]
"""What was typed into each part, by its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field: its control's name and id, what it asks, what was typed; `entries` make it a list to choose from."""

    name: str
    id: str
    label: str
    typed: str
    width: int = 2
    entries: tuple[tuple[str, str], ...] = ()


def day_order(language: str, wanted: Sequence[str] = ("year", "month", "day")) -> tuple[str, ...]:
    """Return the parts of a date in the order of a language."""
    pattern = locale_of(language).date_formats["short"].pattern
    order = sorted(_DAY_PARTS, key=lambda letter: pattern.lower().find(letter.lower()))
    return tuple(_DAY_PARTS[letter] for letter in order if _DAY_PARTS[letter] in wanted)


def whole(typed: str) -> int | None:
    """Return the whole number typed, in any digits; None where it is none."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in typed)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST else None


def year_month_day(typed: Typed) -> str | None:
    """Return the date typed, as far as it goes; None where it cannot be read: a year has four figures."""
    year, month, day = (typed.get(part, "") for part in ("year", "month", "day"))
    numbers = [whole(part) for part in (year, month, day) if part]
    if not year or len(year) != 4 or None in numbers or (day and not month):
        return None
    return "-".join(f"{number:0{4 if at == 0 else 2}}" for at, number in enumerate(numbers))


def clock(typed: Typed) -> str | None:
    """Return the time typed; None where it cannot be read."""
    hour, minute = whole(typed.get("hour", "")), whole(typed.get("minute", ""))
    return None if hour is None or minute is None else f"{hour:02}:{minute:02}"


@dataclass(frozen=True, slots=True)
class TypedParts:
    """Read and draw a kind that is typed in parts.

    `native` is the type of the browser's own control, `rule` says what may be left out.
    """

    kind: str
    parts_asked: Callable[[Asked, str], tuple[str, ...]]
    compose: Callable[[Typed], str | None]
    take_apart: Callable[[str], Typed]
    native: str = ""
    rule: Callable[[Asked, Say], str] = lambda asked, say: ""

    def read(self, asked: Asked, form: Form, before: Any, language: str) -> Any:
        """Return the value typed; what cannot be read stays as its parts. It wins over a refusal ticked beside it."""
        name = asked.question.id
        if self.is_native(asked):
            return clean(form.get(name, ""))[:40] or read_missing(asked, form)
        names = self.parts_asked(asked, language)
        typed = {part: clean(form.get(f"{name}__{part}", ""))[:LONGEST] for part in names}
        if not any(typed.values()):
            return read_missing(asked, form)
        return self.compose(typed) or typed

    def draw(self, asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
        name, value = asked.question.id, given.get(asked.question.id)
        typed = self.take_apart(value) if isinstance(value, str) else {} if missing_kind(value) else value or {}
        names = self.parts_asked(asked, say.language)
        return {
            "native": self.native if self.is_native(asked) else "",
            "typed": value if isinstance(value, str) else "",
            "parts": [_part(name, part, at, typed, say) for at, part in enumerate(names)],
            "clock": self.kind == "time",
            "rule": self.rule(asked, say),
            "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
            "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
        }

    def is_native(self, asked: Asked) -> bool:
        return bool(self.native) and getattr(asked.question.answer, "layout", "parts") == "native"

    def widget(self, complain: Complain) -> Widget:
        return Widget(
            self.kind, "respondent/widgets/typed_parts.html", self.read, self.draw, complain=complain, tell=tell
        )


def _part(name: str, part: str, at: int, typed: Typed, say: Say) -> Part:
    shown = typed.get(part, "") if isinstance(typed, Mapping) else ""
    entries: tuple[tuple[str, str], ...] = ()
    if part == "month":
        months = get_month_names("wide", context="stand-alone", locale=locale_of(say.language))
        entries = tuple((str(number), months[number]) for number in range(1, 13))
        number = whole(shown)
        shown = shown if number is None else str(number)
    control = f"{name}__{part}"
    return Part(control, control if at else name, _label(part, say), shown, 4 if part == "year" else 2, entries)


def _label(part: str, say: Say) -> str:
    _ = say.words.gettext
    return {
        "year": _("Year"),
        "month": _("Month"),
        "day": _("Day"),
        "hour": _("Hour, 0–23"),
        "minute": _("Minute"),
        "years": _("Years"),
        "months": _("Months"),
        "weeks": _("Weeks"),
        "days": _("Days"),
        "hours": _("Hours"),
        "minutes": _("Minutes"),
    }[part]


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    """Say the value as people of the language write it; what could not be read, part by part."""
    if isinstance(value, Mapping):
        return (" ".join(str(part) for part in value.values() if part),)
    words = question.answer.words(value, locale_of(say.language))
    return None if words is None else (words,)


def outside(asked: Asked, say: Say) -> str:
    """Say which limit was passed."""
    _, bounds, words = say.words.gettext, asked.shown.bounds, asked.question.answer.words
    least, most = (words(bounds.get(name), locale_of(say.language)) for name in ("minimum", "maximum"))
    if least and most:
        return _("This has to lie between %(least)s and %(most)s.") % {"least": least, "most": most}
    if least:
        return _("This cannot be before %(least)s.") % {"least": least}
    return _("This cannot be after %(most)s.") % {"most": most or "–"}
