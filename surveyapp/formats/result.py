"""Hold what reading somebody's file gives: a questionnaire, and a list of everything that could not be kept."""

from __future__ import annotations

import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from surveyapp.questionnaire.answer_types import Grid, Number, OpenText
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire

FormatName = str
"""`native`, `xlsform`, `limesurvey`, `unknown`, or the name of a JSON format."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that was not kept: `place` is where it stands in the source, `what` it says, `why` it cannot stay."""

    place: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    questionnaire: Questionnaire | None
    format: FormatName
    lost: tuple[Lost, ...] = ()
    problems: tuple[Problem, ...] = ()
    added: frozenset[str] = frozenset()
    """Questions that the source does not have: what it computes in a wording, or leaves to a button, is one here."""

    @property
    def refused(self) -> bool:
        """Tell whether an error forbids the use of what was read."""
        return self.questionnaire is None or any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Kept:
    pages: int
    questions: int
    choices: int
    languages: tuple[str, ...]


MOST_SECONDS = 6.0
MOST_CHOICES_MADE = 60_000


@dataclass(slots=True)
class Ledger:
    """Collect what is lost and what is wrong while a file is read; the same loss is listed once.

    It also keeps the time that this thread computes, and counts choices: a small file can ask for very many by naming
    one list again and again.
    """

    begun: float = field(default_factory=time.thread_time)
    choices_made: int = 0
    lost: dict[Lost, None] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)

    def add(self, question: str) -> None:
        """Know that a question of this id is not one of the source's."""
        self.added.add(question)

    def lose(self, place: str, what: str, why: str) -> None:
        self.lost[Lost(place, _shortened(what), why)] = None

    def warn(self, code: str, place: str, text: str) -> None:
        self.problems[Problem(code, "warning", place, text)] = None

    def refuse(self, code: str, place: str, text: str) -> None:
        self.problems[Problem(code, "error", place, text)] = None

    def keep_time(self, choices: int = 0) -> None:
        """Raise Unreadable where reading has taken too long, or has made too many choices."""
        self.choices_made += choices
        if self.choices_made > MOST_CHOICES_MADE:
            raise Unreadable(f"The questions together offer more than {MOST_CHOICES_MADE} choices of their own.")
        if time.thread_time() - self.begun > MOST_SECONDS:
            raise Unreadable(f"The file could not be read within {MOST_SECONDS:g} seconds: it holds too much.")

    @property
    def refused(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Unreadable(Exception):
    """A file cannot be read as what it seems to be; the message says why and what to do."""


def unreadable(format_name: FormatName, text: str, place: str = "file") -> ReadResult:
    """Return the result of a file that cannot be read: one problem, no questionnaire."""
    return ReadResult(None, format_name, problems=(Problem("unreadable", "error", place, text),))


def count_kept(questionnaire: Questionnaire, added: AbstractSet[str] = frozenset()) -> Kept:
    """Count pages, questions (a grid is one; notes and calculated values count) and choices per question.

    The columns of a grid count as choices, its rows do not; a column that is written in counts once. Questions that
    were `added` to those of the source, and pages of nothing else, do not count.
    """
    choices = 0
    counted = [question for question in questionnaire.questions() if question.id not in added]
    for question in counted:
        columns = question.answer.columns if isinstance(question.answer, Grid) else ()
        choices += sum(1 for column in columns if isinstance(column.answer, Number | OpenText))
        offered = [source for name, source in question.answer.sources().items() if name != "rows"]
        choices += sum(len(questionnaire.choices_of(source)) for source in offered)
    pages = sum(1 for page in questionnaire.pages if any(question.id not in added for question in page.questions))
    return Kept(pages, len(counted), choices, questionnaire.languages)


def _shortened(text: str, most: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
