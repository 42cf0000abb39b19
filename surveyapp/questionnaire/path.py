"""Hold what a walk finds: the pages and questions really asked, what counts, what is wrong, and the screens served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.conditions import Scalar, Values
from surveyapp.questionnaire.instances import suffix_of
from surveyapp.questionnaire.schema import Check, Ending, Page, Question, Repeat


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is really asked.

    `first` is the index (from 0) of the first row or screen in `shown`; `beside` names the texts that can be given
    beside the answer, each with the code that opens it (None: any answer).
    """

    question: Question
    shown: Shown
    first: int = 0
    beside: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """One turn of a repeat: `index` counts from 0, `value` is what the repeat's id stands for in it.

    `values` is what conditions and piping see inside it: its own answers, and all that is known around it.
    """

    repeat: Repeat
    index: int
    value: Scalar
    values: Values
    within: Instance | None = None

    @property
    def suffix(self) -> str:
        """Return what the names of its answers end in."""
        return (self.within.suffix if self.within else "") + suffix_of(self.value)


InstanceKey = tuple[str, str]


def key_of(instance: Instance | None) -> InstanceKey:
    """Return what tells an instance from all others, whose suffix may be the same in two repeats; None is outside."""
    return ("", "") if instance is None else (instance.repeat.id, instance.suffix)


@dataclass(frozen=True, slots=True)
class AskedPage:
    """`screens` are its questions as they are served together."""

    page: Page
    asked: tuple[Asked, ...]
    instance: Instance | None = None
    screens: tuple[tuple[Asked, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PagePassed:
    """What passing a page gave, and all it followed from: `basis` are the values and answers it depends on."""

    basis: tuple[tuple[Any, ...], ...]
    pages: tuple[AskedPage, ...]
    counted: Mapping[str, Any]
    shown: Mapping[str, tuple[str, ...]]
    values: Values
    heard: frozenset[str]
    problems: tuple[AnswerProblem, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The pages of a walk that another walk of the same questionnaire and seed may take over."""

    seed: str
    passed: Mapping[str, PagePassed]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """`question` is the id of the answer concerned, also `<id>_other`; `check` is the author's check that failed."""

    question: str
    fault: Fault
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """What a respondent is asked under some answers, whole, not cut at the first gap."""

    pages: tuple[AskedPage, ...]
    counted: Mapping[str, Any]
    """Answers that count, in the form they were given, with calculated values and the texts beside a choice."""
    ignored: tuple[str, ...]
    """Ids that were given but never asked, or that nobody knows."""
    values: Values
    """What conditions and piping see."""
    drawn: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, tuple[str, ...]]
    """Codes in the order shown, of questions whose choices or rows were shuffled or narrowed."""
    instances: tuple[Instance, ...]
    """Every turn of every repeat, in the order asked."""
    homes: Mapping[str, Instance]
    """The turn in which each question of a repeat was asked, by the names of its answer and the texts beside it."""
    problems: tuple[AnswerProblem, ...]
    ending: Ending | None
    complete: bool
    """No error, and every required question that is asked has its answer; it says nothing about `ending`."""
    trace: Trace | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One served screen: a page, or one part of a page whose grid or best–worst question is cut up.

    `key` is the page's id, with the suffix of its instance, for its first part, and `<page>.<part>` from the second on.
    """

    key: str
    page: Page
    asked: tuple[Asked, ...]
    number: int
    of: int
    part: int
    parts: int
    instance: Instance | None = None

    def known(self, walk: Walk) -> Values:
        """Return what conditions and piping see on this screen."""
        return walk.values if self.instance is None else self.instance.values
