"""Invent an answer to what is shown: any that counts, and the ones that conditions ask about more often."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.answer_types.moments import read_moment
from surveyapp.questionnaire.conditions import (
    Comparison,
    Constant,
    Membership,
    Name,
    Scalar,
    Test,
    Value,
    as_number,
    walk_tree,
)
from surveyapp.questionnaire.lint.parts import conditions_of
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.schema import Questionnaire

_LEAST_CHOSEN = 0.6
"""How often the choice that was chosen least so far is taken instead of any."""
_ASKED_ABOUT = 0.7
_WORDS = (
    *("x", "AB", "abc", "A1", "B12", "word by word", "a@example.org", "https://example.org", "+84123456789"),
    *("7", "42", "123", "2026", "12345", "123456", "10115", "1234567", "12345678", "123456789", "0123456789"),
    *("SW1A 1AA", "K1A 0B1", "100000", "2026-11-28", "09:30", "C1234567", "AB123456", "08012345678"),
)


@remembered
def asked_about(questionnaire: Questionnaire) -> Mapping[str, tuple[Scalar, ...]]:
    """Return the values that conditions hold each name against."""
    found: dict[str, dict[Scalar, None]] = {}
    for placed in conditions_of(questionnaire):
        for part in walk_tree(placed.node):
            match part:
                case Comparison(_, Name(name), Constant(value)) | Comparison(_, Constant(value), Name(name)):
                    _note(found, name, value)
                case Membership(Name(name), Constant(value)) | Membership(Constant(value), Name(name)):
                    _note(found, name, value)
                case Test(_, (Name(name), Constant(value))):
                    _note(found, name, value)
    return {name: tuple(values) for name, values in found.items()}


def _note(found: dict[str, dict[Scalar, None]], name: str, value: Value) -> None:
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    found.setdefault(name, {}).update(dict.fromkeys(values))


class Inventor:
    """Invent answers by one generator, remembering which codes were chosen how often."""

    def __init__(self, chance: random.Random, questionnaire: Questionnaire) -> None:
        self.chance = chance
        self.asked_about = asked_about(questionnaire)
        self.beside: list[float] = []
        self.chosen: Counter[tuple[str, str]] = Counter()

    def invent(self, name: str, answer: Any, shown: Shown, beside: tuple[Value, ...] = ()) -> Any:
        """Return a value of the answer's kind, which may still miss a limit: its example for a kind unknown here.

        None where that has none.

        `beside` are values that its checks hold it against.
        """
        self.beside = [number for value in beside if (number := as_number(value)) is not None]
        make = _BY_KIND.get(answer.kind)
        if make is not None:
            return make(self, name, answer, shown)
        return answer.typed(answer.example) if answer.example else None

    def code(self, name: str, codes: list[str]) -> str:
        """Choose one code, often the one chosen least."""
        if self.chance.random() < _LEAST_CHOSEN:
            least = min(self.chosen[name, code] for code in codes)
            codes = [code for code in codes if self.chosen[name, code] == least]
        taken = self.chance.choice(codes)
        self.chosen[name, taken] += 1
        return taken

    def one(self, name: str, answer: Any, shown: Shown) -> Any:
        return self.code(name, [choice.code for choice in shown.choices])

    def several(self, name: str, answer: Any, shown: Shown) -> Any:
        exclusive = {choice.code for choice in shown.choices if choice.exclusive}
        first = self.code(name, [choice.code for choice in shown.choices])
        if first in exclusive:
            return [first]
        others = [choice.code for choice in shown.choices if choice.code not in exclusive | {first}]
        least = min(max(answer.at_least, 1), len(others) + 1)
        most = min(answer.at_most or len(others) + 1, len(others) + 1)
        count = self.chance.randint(least, max(least, most))
        chosen = {first, *self.chance.sample(others, min(count - 1, len(others)))}
        return [choice.code for choice in shown.choices if choice.code in chosen]

    def ranking(self, name: str, answer: Any, shown: Shown) -> Any:
        codes = [choice.code for choice in shown.choices]
        places = min(answer.top or len(codes), len(codes))
        return self.chance.sample(codes, self.chance.randint(min(answer.at_least or places, places), places))

    def grid(self, name: str, answer: Any, shown: Shown) -> Any:
        return {row.code: self._row(f"{name}.{row.code}", shown) for row in shown.rows}

    def _row(self, name: str, shown: Shown) -> Any:
        """Answer one row: a point of the scale, a single cell, or a cell a column."""
        if not shown.columns:
            return self.code(name, [choice.code for choice in shown.choices])
        cells: dict[str, Any] = {}
        for column in shown.columns:
            make = _BY_KIND[column.answer.kind]
            cells[column.code] = make(self, f"{name}.{column.code}", column.answer, Shown(choices=column.choices))
        return cells.get("", cells)

    def best_worst(self, name: str, answer: Any, shown: Shown) -> Any:
        pairs = [self.chance.sample(screen, 2) for screen in shown.screens]
        return [{"best": best, "worst": worst} for best, worst in pairs]

    def consent(self, name: str, answer: Any, shown: Shown) -> Any:
        return self.code(name, ["yes", "no"])

    def number(self, name: str, answer: Any, shown: Shown) -> Any:
        low = answer.minimum if answer.minimum is not None else min(0.0, (answer.maximum or 100) - 100, *self.beside)
        high = answer.maximum if answer.maximum is not None else max(100.0, low + 100, *self.beside)
        near = [number for value in self.asked_about.get(name, ()) if (number := as_number(value)) is not None]
        near += [*self.beside, *([low, high] if self.beside else [])]
        if near and self.chance.random() < _ASKED_ABOUT:
            drawn = self.chance.choice(near) + self.chance.choice([-1, 0, 0, 1])
        else:
            drawn = self.chance.uniform(low, high)
        if answer.step is not None:
            drawn = low + round((drawn - low) / answer.step) * answer.step
        drawn = round(min(max(drawn, low), high), answer.decimals)
        return int(drawn) if drawn == int(drawn) else drawn

    def text(self, name: str, answer: Any, shown: Shown) -> Any:
        return self.words(name)

    def words(self, name: str) -> str:
        """Return some words, often those that a condition asks about."""
        known = [str(value) for value in self.asked_about.get(name, ())]
        if known and self.chance.random() < _ASKED_ABOUT:
            return self.chance.choice(known)
        return self.chance.choice(_WORDS)

    def total(self, name: str, answer: Any, shown: Shown) -> Any:
        """Share a total out, all but one place by lot."""
        total = shown.bounds.get("total")
        left = 100.0 if total is None else float(total)
        shares: dict[str, float] = {}
        for choice in shown.choices[:-1]:
            share = float(self.chance.randint(0, int(max(left, 0))))
            shares[choice.code] = share
            left -= share
        return shares | {choice.code: left for choice in shown.choices[-1:]}

    def moment(self, name: str, answer: Any, shown: Shown) -> Any:
        chance = self.chance
        known = [value for value in self.asked_about.get(name, ()) if isinstance(value, str)]
        if known and chance.random() < _ASKED_ABOUT:
            return chance.choice(known)
        earliest, latest = (read_moment(shown.bounds.get(name)) for name in ("minimum", "maximum"))
        first, last = earliest or datetime(1930, 1, 1), latest or datetime(2027, 12, 31)
        drawn = (first + (last - first) * chance.random()).isoformat(timespec="minutes")
        made = {"month": drawn[:7], "date": drawn[:10], "datetime": drawn}
        return made.get(answer.kind, f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}")

    def duration(self, name: str, answer: Any, shown: Shown) -> Any:
        low, high = answer.count(answer.minimum) or 0, answer.count(answer.maximum)
        near = [int(number) for value in self.asked_about.get(name, ()) if (number := as_number(value)) is not None]
        drawn = self.chance.randint(low, high if high is not None else max([240, *near]))
        if near and self.chance.random() < _ASKED_ABOUT:
            drawn = max(low, self.chance.choice(near) + self.chance.choice([-1, 0, 1]))
        return f"P{drawn}M" if answer.counts_in == "months" else f"PT{drawn}M"


_BY_KIND: Mapping[str, Callable[[Inventor, str, Any, Shown], Any]] = {
    "one": Inventor.one,
    "several": Inventor.several,
    "ranking": Inventor.ranking,
    "grid": Inventor.grid,
    "best-worst": Inventor.best_worst,
    "consent": Inventor.consent,
    "number": Inventor.number,
    "text": Inventor.text,
    "sum": Inventor.total,
    "duration": Inventor.duration,
    **dict.fromkeys(("date", "month", "time", "datetime"), Inventor.moment),
}
KNOWN_KINDS = frozenset(_BY_KIND)
