"""Turn jumps into relevance.

On a path that only leads forward, a place is passed by exactly those who did not jump over it before: a place `j` is
reached if and only if nobody who reached an earlier place `p` jumped from `p` to somewhere behind `j`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import TRUE, Both, both_all
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Expression,
    IsMissing,
    Membership,
    Not,
    names_in,
    walk_tree,
)

MOST_NODES = 2_000
MOST_JUMPS = 300


@dataclass(frozen=True, slots=True)
class Jump:
    """Lead from the end of place `origin` to the place `target` (numbers in order) where `when` is true.

    `when` already excludes the jumps that are tried before it at the same place.
    """

    origin: int
    target: int
    when: Both


@dataclass(slots=True)
class Routes:
    """All jumps of a questionnaire; `own` holds the names asked at each place, `base` who is asked there by itself."""

    jumps: list[Jump] = field(default_factory=list)
    own: list[frozenset[str]] = field(default_factory=list)
    base: list[Both] = field(default_factory=list)
    _reached: dict[int, Both] = field(default_factory=dict)

    def add_place(self, own: frozenset[str], base: Both, choices: Sequence[tuple[int, Both]] = ()) -> None:
        """Add the next place with its jumps (target, when), each tried where none before it is true."""
        origin = len(self.own)
        self.own.append(own)
        self.base.append(base)
        before: list[Both] = []
        for target, when in choices:
            self.jumps.append(Jump(origin, target, both_all([*(one.turned() for one in before), when])))
            before.append(when)

    def reached(self, place: int) -> Both:
        """Return who reaches a place; raise Untranslatable where that becomes too long to say.

        A jump that can only be taken by somebody who answered at its origin needs not be held against being there.
        """
        if place not in self._reached:
            over = [jump for jump in self.jumps if jump.origin < place < jump.target]
            if len(over) > MOST_JUMPS:
                raise Untranslatable(f"more than {MOST_JUMPS} jumps lead over it")
            parts = [self._taken(jump).turned() for jump in over]
            found = both_all(parts) if parts else TRUE
            if max(_size(found.yes), _size(found.no)) > MOST_NODES:
                raise Untranslatable("the jumps before it become too long when they are spelled out")
            self._reached[place] = found
        return self._reached[place]

    def _taken(self, jump: Jump) -> Both:
        if needs_answer(jump.when.yes, self.own[jump.origin]):
            return jump.when
        return both_all([self.base[jump.origin], self.reached(jump.origin), jump.when])


def needs_answer(condition: Condition, names: frozenset[str]) -> bool:
    """Tell whether a condition cannot hold while none of these names is answered."""
    match condition:
        case AllOf(parts):
            return any(needs_answer(part, names) for part in parts)
        case AnyOf(parts):
            return all(needs_answer(part, names) for part in parts)
        case IsMissing(operand, negated):
            return negated and _is_about(operand, names)
        case Comparison(_, left, right) | Membership(left, right, _):
            return _is_about(left, names) or _is_about(right, names)
        case Not(operand):
            return isinstance(operand, Comparison | Membership) and needs_answer(operand, names)
    return False


def _is_about(expression: Expression, names: frozenset[str]) -> bool:
    return bool(names_in(expression) & names)


def _size(condition: Condition) -> int:
    return sum(1 for _ in walk_tree(condition))
