"""List the values a name may hold, as far as a condition can tell them apart: what proofs are made over.

A domain may hold more than can happen and never less, so that what is proved over it holds of every respondent. What is
not known here (answers in repeats, what the link sets, other kinds of answers) has no domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from surveyapp.questionnaire.answer_types import Calculated, Consent, Grid, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import (
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    Membership,
    Name,
    Node,
    Scalar,
    Value,
    as_number,
    names_in,
    same_code,
    walk_tree,
)
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Question, Questionnaire

Exactness = Literal["whole", "sets", "codes", "members", "numbers"]
"""What may be asked of a domain: anything (`whole`); anything but order (`sets`); equality with constants (`codes`);
membership of constants (`members`); comparison of a linear expression with a constant (`numbers`)."""
MOST_CODES = 24
MOST_SUBSETS_OF = 5
_FURTHEST = 1e9


@dataclass(frozen=True, slots=True)
class Domain:
    """The values beside None, which every name may be."""

    exactness: Exactness
    values: tuple[Value, ...]


def domain_of(
    questionnaire: Questionnaire, name: str, nodes: Sequence[Node], asked: Mapping[str, Collection[Scalar]]
) -> Domain | None:
    """Return the domain of a name as these conditions see it; None where nothing is known of it.

    `asked` are the constants that they hold each name against.
    """
    for assignment in questionnaire.assignments:
        if assignment.id == name:
            blocks = {block.codes for pool in assignment.pools for block in pool.blocks}
            return Domain("whole", tuple(sorted(blocks))) if len(blocks) <= MOST_CODES else None
    question = _askable(questionnaire).get(name)
    if question is not None:
        return _of_question(questionnaire, question, name, nodes, asked)
    if name in _texts(questionnaire):
        return _codes((), asked.get(name, ()), more=True)
    return None


@remembered
def _askable(questionnaire: Questionnaire) -> Mapping[str, Question]:
    """Return the questions outside repeats, each grid also under the names of its rows."""
    found: dict[str, Question] = {}
    for page in questionnaire.pages:
        for question in () if page.repeat else page.questions:
            found[question.id] = question
            if isinstance(question.answer, Grid):
                rows = questionnaire.choices_of(question.answer.rows)
                found.update({f"{question.id}.{row.code}": question for row in rows})
    return found


@remembered
def _texts(questionnaire: Questionnaire) -> frozenset[str]:
    askable = {id(question): question for question in _askable(questionnaire).values()}.values()
    return frozenset(name for question in askable for name, _ in texts_beside(questionnaire, question))


def asked_as(questionnaire: Questionnaire, name: str) -> Question | None:
    """Return the question that gives a name its value, None where it is in a repeat or none."""
    return _askable(questionnaire).get(name)


def _of_question(
    questionnaire: Questionnaire,
    question: Question,
    name: str,
    nodes: Sequence[Node],
    asked: Mapping[str, Collection[Scalar]],
) -> Domain | None:
    match question.answer:
        case One(choices=source):
            return _codes(_code_list(questionnaire.choices_of(source)), asked.get(name, ()))
        case Several() | Ranking():
            return _subsets(questionnaire, question.answer, asked.get(name, ()))
        case Consent():
            return Domain("whole", ("yes", "no"))
        case OpenText():
            return _codes((), asked.get(name, ()), more=True)
        case Number():
            return _numbers(question.answer, name, nodes)
        case Calculated():
            return _results(question.answer)
        case Grid(choices=source, cell=None, columns=()) if name != question.id:
            return _codes(_code_list(questionnaire.choices_of(source)), asked.get(name, ()))
    return None


def _code_list(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    return tuple(choice.code for choice in choices)


def _codes(codes: tuple[str, ...], asked: Collection[Scalar], *, more: bool = False) -> Domain:
    """Keep every code of a short list; of a longer one those asked about, and one that stands for all others."""
    if not more and len(codes) <= MOST_CODES:
        return Domain("whole", codes)
    if more:
        known = tuple(sorted({str(one) if not isinstance(one, bool) else str(int(one)) for one in asked}))
        return Domain("codes", (*known, "\x1fany other"))
    named = tuple(code for code in codes if any(same_code(code, one) for one in asked))
    others = tuple(code for code in codes if code not in named)
    return Domain("codes", (*named, *others[:1]))


def _subsets(questionnaire: Questionnaire, answer: Several | Ranking, asked: Collection[Scalar]) -> Domain | None:
    choices = questionnaire.choices_of(answer.choices)
    exclusive = {choice.code for choice in choices if choice.exclusive and isinstance(answer, Several)}
    codes = _code_list(choices)
    exactness: Exactness = "sets"
    if len(codes) > MOST_SUBSETS_OF:
        named = tuple(code for code in codes if any(same_code(code, one) for one in asked))
        others = [code for code in codes if code not in named]
        alone = [code for code in others if code in exclusive][:1]
        codes = (*named, *[code for code in others if code not in exclusive][:1], *alone)
        exactness = "members"
    if len(codes) > MOST_SUBSETS_OF + 2:
        return None
    found = [chosen for size in range(len(codes) + 1) for chosen in combinations(codes, size)]
    return Domain(exactness, tuple(one for one in found if len(one) < 2 or exclusive.isdisjoint(one)))


def _results(calculated: Calculated) -> Domain | None:
    results = [case.value for case in calculated.cases]
    results += [] if calculated.otherwise is None else [calculated.otherwise]
    values = [result.value for result in results if isinstance(result, Constant)]
    return Domain("whole", tuple(dict.fromkeys(values))) if len(values) == len(results) <= MOST_CODES else None


def constants_in(nodes: Iterable[Node]) -> Mapping[str, Collection[Scalar]]:
    """Return by name the constants that stand beside it in a comparison."""
    found: dict[str, dict[Scalar, None]] = {}
    for node in nodes:
        for part in walk_tree(node):
            match part:
                case Comparison(_, Name(name), Constant(value)) | Comparison(_, Constant(value), Name(name)):
                    pass
                case Membership(Name(name), Constant(value)) | Membership(Constant(value), Name(name)):
                    pass
                case _:
                    continue
            found.setdefault(name, {}).update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return found


def linear(expression: Expression, name: str) -> tuple[float, float] | None:
    """Return a and b where an expression is a·name + b; None where it is not."""
    match expression:
        case Name(one) if one == name:
            return 1.0, 0.0
        case Constant(value):
            number = as_number(value)
            return None if number is None else (0.0, number)
        case Arithmetic(operator, left, right):
            first, second = linear(left, name), linear(right, name)
            return None if first is None or second is None else _combined(operator, first, second)
        case _:
            return None


def _combined(operator: str, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float] | None:
    (a, b), (c, d) = left, right
    if operator in "+-":
        sign = 1 if operator == "+" else -1
        return a + sign * c, b + sign * d
    if operator == "*" and 0 in (a, c):
        return a * d + c * b, b * d
    return (a / d, b / d) if operator == "/" and c == 0 and d != 0 else None


def _numbers(answer: Number, name: str, nodes: Sequence[Node]) -> Domain | None:
    """Keep a few numbers on each side of every place where a comparison changes, and that place itself."""
    places = {0.0, *(limit for limit in (answer.minimum, answer.maximum) if limit is not None)}
    for node in nodes:
        for part in walk_tree(node):
            places.update(_turning_points(part, name))
    if max(map(abs, places)) > _FURTHEST or answer.step is not None:
        return None
    scale = 10**answer.decimals
    around = sorted({round(place * scale) + shift for place in places for shift in (-2, -1, 0, 1, 2)})
    numbers = [at / scale if answer.decimals else at for at in around]
    low, high = answer.minimum, answer.maximum
    return Domain("numbers", tuple(n for n in numbers if (low is None or n >= low) and (high is None or n <= high)))


def _turning_points(part: Node, name: str) -> Iterator[float]:
    match part:
        case Comparison(_, left, right) if name in names_in(part):
            first, second = linear(left, name), linear(right, name)
            if first and second and first[0] != second[0]:
                yield (second[1] - first[1]) / (first[0] - second[0])
        case Membership(Name(one), Constant(value)) | Membership(Constant(value), Name(one)) if one == name:
            elements: Any = value if isinstance(value, tuple) else (value,)
            yield from (number for element in elements if (number := as_number(element)) is not None)
