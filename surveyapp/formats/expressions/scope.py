"""Know what the names of a source stand for here, and what is asked before what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.symbols import Symbol
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.condition_text import expression_to_text, parse, parse_expression, to_text
from surveyapp.questionnaire.conditions import MARK, Condition, Expression, names_in

MOST_CHARACTERS = 6_000
EACH_TURN = "which has an answer for each turn of a repeat"


@dataclass(slots=True)
class Scope:
    """`places` numbers our variables in the order asked; `gone` says why a name of the source is not one of them.

    `around` holds the repeats a variable of ours is asked in, outermost first; `path` the groups around what is being
    read, each as the repeat it is, or None; `repeated` are ours by the name in the source, `named` by a group's number.
    `unread` are properties of names that mean something which is not kept.
    `tables` are the lists of choices that expressions may look up, row by row; `offered` says which of them a question
    offers, by our name, and `spoken` which answer stands in a wording in place of a name of the source.
    """

    symbols: dict[str, Symbol] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    around: dict[str, tuple[str, ...]] = field(default_factory=dict)
    repeated: dict[str, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    path: tuple[str | None, ...] = ()
    unread: frozenset[str] = frozenset()
    tables: dict[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)

    @property
    def here(self) -> tuple[str, ...]:
        """Return the repeats around what is being read, outermost first."""
        return tuple(repeat for repeat in self.path if repeat is not None)

    def is_here(self, name: str) -> bool:
        """Tell whether a variable has one value at what is being read, and not one for each turn of a repeat."""
        chain = self.around.get(name, ())
        return chain == self.here[: len(chain)]

    def add(self, name: str, symbol: Symbol, place: int) -> None:
        """Know a name of the source; the first of two equal names stays."""
        self.symbols.setdefault(name, symbol)
        self.places.setdefault(symbol.name, place)

    def symbol(self, name: str) -> Symbol:
        if name in self.symbols:
            if not self.is_here(self.symbols[name].name):
                raise Untranslatable(f"it refers to `{name}`, {EACH_TURN}")
            return self.symbols[name]
        raise Untranslatable(f"it refers to `{name}`, {self.gone.get(name, 'which is not in the questionnaire')}")

    def usable(self, condition: Condition, at: int, *, own: bool = False) -> Condition:
        """Return the condition if it can stand at place `at`: short enough and only about what was asked before."""
        self._earlier(condition, at, own)
        text = to_text(condition)
        if len(text) > MOST_CHARACTERS:
            raise Untranslatable("it becomes too long when it is spelled out")
        parse(text)
        return condition

    def usable_elsewhere(self, condition: Condition, at: int) -> Condition:
        """Return a condition that was read somewhere else if it can stand here: all its names have one value here."""
        for name in sorted(names_in(condition)):
            if not self.is_here(name):
                raise Untranslatable(f"it refers to `{name}`, {EACH_TURN}")
        return self.usable(condition, at)

    def usable_expression(self, expression: Expression, at: int) -> Expression:
        """Return the expression if it only refers to what was asked before place `at`."""
        self._earlier(expression, at, False)
        parse_expression(expression_to_text(expression))
        return expression

    def _earlier(self, node: Condition | Expression, at: int, own: bool) -> None:
        for name in sorted(names_in(node)):
            place = self.places.get(name.partition(MARK)[0], at)
            if place > at or (place == at and not own):
                raise Untranslatable(f"it refers to `{name}`, which is asked later")


def usable_or_reason(
    translate: Callable[[], Both], scope: Scope, at: int, *, own: bool = False
) -> tuple[Condition | None, str]:
    """Return the condition that holds where the source is true, or None and the reason why there is none."""
    try:
        return scope.usable(translate().yes, at, own=own), ""
    except ValueError as error:
        return None, str(error)
