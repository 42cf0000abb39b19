"""Prove what a condition can come to: try every combination of values that it can tell apart.

Atoms (comparisons and the like) over known domains are evaluated; any other atom may be true, false or open, alike
wherever it stands. The states tried are more than can happen, never fewer, so a truth that none of them gives is
impossible. Where there are too many to try, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import get_args

from surveyapp.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Call,
    Comparison,
    Condition,
    Constant,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
    Not,
    OverParts,
    Reason,
    Test,
    Value,
    kind_name,
    names_in,
    truth,
    walk_tree,
)
from surveyapp.questionnaire.lint.domains import Domain, asked_as, constants_in, domain_of, linear
from surveyapp.questionnaire.reading import positions_of
from surveyapp.questionnaire.schema import Questionnaire

Truths = frozenset[bool | None]
MOST_STATES = 10_000
MOST_EVALUATIONS = 250_000
MOST_GIVEN = 8
_WITHOUT_ORDER = {"count_chosen", "count_answered", "count_true", "is_true", "contains_all"}
_ANY: Truths = frozenset((True, False, None))


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is there only where its question was shown."""

    name: str
    shown: Condition


@dataclass
class Prover:
    """Prove conditions of one questionnaire within one budget of evaluations; nothing is claimed when it is spent."""

    questionnaire: Questionnaire
    shown: Mapping[str, Condition]
    """By question id, what shows it; only of questions whose conditions ask of earlier ones alone."""
    left: int = MOST_EVALUATIONS
    known: dict[tuple[Condition, bool], Truths] = field(default_factory=dict)

    def truths(self, condition: Condition, *, with_routes: bool = True) -> Truths:
        """Return what the condition may come to; all three where that is not proved to be fewer.

        `with_routes` takes into account which answers can be there together.
        """
        key = (condition, with_routes)
        if key not in self.known:
            self.known[key] = self._truths(condition, self._given(condition) if with_routes else [])
        return self.known[key]

    def _given(self, condition: Condition) -> list[Given]:
        found: dict[str, Given] = {}
        waiting = sorted(names_in(condition))
        while waiting and len(found) < MOST_GIVEN:
            name = waiting.pop(0)
            question = asked_as(self.questionnaire, name)
            shown = None if question is None else self.shown.get(question.id)
            if name not in found and shown is not None:
                found[name] = Given(name, shown)
                waiting += sorted(names_in(shown))
        return list(found.values())

    def _truths(self, condition: Condition, given: list[Given]) -> Truths:
        """Try all states; with fewer of the routes where there would be too many, which proves no more than is so."""
        while self.left > 0:
            conditions = [condition, *(one.shown for one in given)]
            states = _States(self.questionnaire, conditions, [one.name for one in given])
            if states.size <= MOST_STATES:
                break
            if not given:
                return _ANY
            given = given[: len(given) // 2]
        else:
            return _ANY
        found: set[bool | None] = set()
        for values, opaque in states.all():
            self.left -= 1 + len(given)
            if self.left < 0:
                return _ANY
            if all(_can_be(one, values, opaque) for one in given):
                found.add(_truth(condition, values, opaque))
                if len(found) == len(_ANY):
                    break
        return frozenset(found)


def shown_by(questionnaire: Questionnaire) -> Mapping[str, Condition]:
    """Return what shows each question outside repeats; nothing where pages or questions change places."""
    if getattr(questionnaire, "orders", ()) or any(page.shuffle for page in questionnaire.pages):
        return {}
    positions = positions_of(questionnaire)
    found: dict[str, Condition] = {}
    for page in questionnaire.pages:
        for question in () if page.repeat else page.questions:
            whole = AllOf((page.show_if, question.show_if))
            first = positions.get(page.questions[0].id, -1)
            asked = [(names_in(page.show_if), first), (names_in(question.show_if), positions.get(question.id, -1))]
            if all(positions.get(name, at) < at for names, at in asked for name in names):
                found[question.id] = whole
    return found


class _States:
    """Every combination of the values of known names and the truths of atoms about unknown ones."""

    def __init__(self, questionnaire: Questionnaire, conditions: Sequence[Condition], names: Iterable[str]) -> None:
        atoms = dict.fromkeys(atom for condition in conditions for atom in _atoms(condition))
        mentioned = sorted({name for atom in atoms for name in names_in(atom)} | set(names))
        asked = constants_in(conditions)
        domains = {name: domain_of(questionnaire, name, conditions, asked) for name in mentioned}
        self.opaque = [atom for atom in atoms if not _is_exact(atom, domains)]
        exact = [atom for atom in atoms if atom not in self.opaque]
        used = {name for atom in exact for name in names_in(atom)} | {name for name in names if domains.get(name)}
        reasons = {
            part.operand.name
            for atom in exact
            for part in walk_tree(atom)
            if isinstance(part, IsMissing) and part.reason and isinstance(part.operand, Name)
        }
        self.names = sorted(used)
        self.choices = [_options(name, domains[name], name in reasons) for name in self.names]
        self.size = prod(map(len, self.choices)) * 3 ** len(self.opaque)

    def all(self) -> Iterator[tuple[dict[str, Value], dict[Node, bool | None]]]:
        for picked in product(*self.choices):
            values = {name: value for option in picked for name, value in option}
            for truths in product((True, False, None), repeat=len(self.opaque)):
                yield values, dict(zip(self.opaque, truths, strict=True))


def _options(name: str, domain: Domain | None, with_reasons: bool) -> list[tuple[tuple[str, Value], ...]]:
    answered = [((name, value),) for value in (domain.values if domain else ())]
    if not with_reasons:
        return [*answered, ((name, None),)]
    return [*answered, *(((name, None), (kind_name(name), reason)) for reason in get_args(Reason))]


def _atoms(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _atoms(part)
        case Not(operand):
            yield from _atoms(operand)
        case _:
            yield condition


def _is_exact(atom: Condition, domains: Mapping[str, Domain | None]) -> bool:
    """Tell whether the values of the domains stand for all values, as far as this atom goes."""
    names = names_in(atom)
    if any(domains.get(name) is None for name in names):
        return False
    if isinstance(atom, OverParts) or any(isinstance(part, Gather | OverParts) for part in walk_tree(atom)):
        return False
    functions = {part.function for part in walk_tree(atom) if isinstance(part, Call | Test)}
    if "today" in functions:
        return False
    return all(_may_ask(atom, name, domain, functions, len(names)) for name in names if (domain := domains[name]))


def _may_ask(atom: Condition, name: str, domain: Domain, functions: set[str], names: int) -> bool:
    if domain.exactness == "whole":
        return True
    if domain.exactness == "sets":
        return functions <= _WITHOUT_ORDER
    match atom:
        case IsMissing(Name()):
            return True
        case Membership(Name(), Constant()) | Membership(Constant(), Name()):
            return True
        case Comparison("==" | "!=", Name(), Constant(value)) | Comparison("==" | "!=", Constant(value), Name()):
            if domain.exactness != "numbers":
                return domain.exactness == "codes" and not isinstance(value, tuple)
    match atom:
        case Comparison(_, left, right):
            both = linear(left, name) is not None and linear(right, name) is not None
            return domain.exactness == "numbers" and names == 1 and both
    return False


def _can_be(given: Given, values: Mapping[str, Value], opaque: Mapping[Node, bool | None]) -> bool:
    """Tell whether an answer can be there, or is not there, in this state."""
    return values.get(given.name) is None or _truth(given.shown, values, opaque) is True


def _truth(condition: Condition, values: Mapping[str, Value], opaque: Mapping[Node, bool | None]) -> bool | None:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            truths = [_truth(part, values, opaque) for part in parts]
            decides = isinstance(condition, AnyOf)
            if decides in truths:
                return decides
            return None if None in truths else not decides
        case Not(operand):
            inner = _truth(operand, values, opaque)
            return None if inner is None else not inner
        case _:
            return opaque[condition] if condition in opaque else truth(condition, values)
