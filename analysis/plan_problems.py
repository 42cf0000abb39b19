"""Hold one thing wrong with a plan, and the checks that several parts share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.codebook import Codebook, Variable
from analysis.plan import Scale
from surveyapp.questionnaire.problems import sentence


@dataclass(frozen=True)
class PlanProblem:
    """One thing wrong; `place` is like `segments[0].groups[1]`, `text` knows what it is in other languages."""

    code: str
    place: str
    text: str


def question(place: str, name: str, codebook: Codebook) -> Iterator[PlanProblem]:
    """Yield a problem for a question nobody knows; a part without a question is left out of the report."""
    if name and not codebook.of_question(name):
        yield PlanProblem("unknown-question", place, sentence("There is no question {name}.", name=name))


def no_variable(name: str) -> str:
    """Say that the data lack a variable."""
    return sentence("The data have no variable {name}.", name=name)


def codes(place: str, given: Iterable[str], variables: Sequence[Variable]) -> Iterator[PlanProblem]:
    """Yield a problem for each code that none of the variables has."""
    known = {value.code for variable in variables for value in variable.values}
    if not known:
        return
    for at, code in enumerate(given):
        if code not in known:
            names = ", ".join(sorted({variable.question for variable in variables}))
            text = sentence("{question} has no code {code}.", question=names, code=code)
            yield PlanProblem("unknown-code", f"{place}[{at}]", text)


def both_ends(place: str, scale: Scale) -> Iterator[PlanProblem]:
    """Yield a problem for each code at both ends of a scale."""
    for code in sorted(set(scale.top) & set(scale.bottom)):
        yield PlanProblem("both-ends", place, sentence("The code {code} is at both ends of the scale.", code=code))


def unnamed(place: str, given: Sequence[str]) -> Iterator[PlanProblem]:
    """Yield a problem for each entry without a name, by which the report calls it."""
    for at, one in enumerate(given):
        if not one.strip():
            yield PlanProblem("empty", f"{place}[{at}].id", sentence("It needs a name, by which the report calls it."))


def twice(place: str, given: Sequence[str]) -> Iterator[PlanProblem]:
    """Yield a problem for each name that stands there more than once."""
    for name in sorted({one for one in given if list(given).count(one) > 1}):
        yield PlanProblem("twice", place, sentence("{name} stands there twice.", name=name))
