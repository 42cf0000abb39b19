"""Describe a questionnaire: pages of questions, the lists they share, what is drawn by lot, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types import AnswerType
from surveyapp.questionnaire.choices import Choice, MissingKind
from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.model import ConditionField, ExpressionField, Model, Text, remembered
from surveyapp.questionnaire.pictures import Picture

Identifier = Annotated[str, Field(min_length=1, max_length=80)]
Outcome = Literal["complete", "refused", "screened-out", "not-cleared", "quota-full", "closed"]
Severity = Literal["hard", "soft"]


class Check(Model):
    """Hold an answer to a condition; a soft check is shown once and may be overridden, which is recorded.

    The condition may name the question itself and any earlier one. It blocks where it is false; unknown passes.
    An unanswered question is held only to checks that ask whether it is answered (`q is missing`, `q is not missing`).
    """

    condition: ConditionField
    text: Text
    severity: Severity = "hard"


class Question(Model):
    """Ask one thing; `id` is the variable's name in every export."""

    id: Identifier
    text: Text
    hint: Text | None = None
    answer: Annotated[AnswerType, Field(discriminator="kind")]
    required: bool = True
    show_if: ConditionField = ALWAYS
    missing: tuple[MissingKind, ...] = ()
    """Ways not to answer that are offered beside the answer, such as `refused`."""
    sensitivity: str | None = Field(default=None, pattern=r"^(none|basic|sensitive:[a-z-]+)$")
    checks: tuple[Check, ...] = ()
    locked: bool = False
    """Its wording may not change in meaning between waves."""
    comment: bool = False
    """Takes a comment beside the answer, stored as `<id>_comment`."""
    fixed: bool = False
    """Keeps its place where its page shuffles."""


class Page(Model):
    """Show questions together; a gate page is answered before anything may be stored."""

    id: Identifier
    title: Text | None = None
    notice: Text | None = None
    """Shown above the questions: the notice that sensitive ones follow."""
    show_if: ConditionField = ALWAYS
    gate: bool = False
    shuffle: bool = False
    """Shuffle the questions that are not `fixed`."""
    questions: tuple[Question, ...]
    section: Text | None = None
    """Heading under which progress is reported; a page without one continues the section before it."""
    ends_section: bool = False
    """Stands under no heading: the section before it is over. A page with a section of its own ends it anyway."""
    repeat: str | None = None
    """The repeat this page belongs to, the innermost where repeats stand in each other; its pages are neighbours."""

    @property
    def is_sensitive(self) -> bool:
        """Tell whether a question on it is, so that a notice comes before."""
        return any((question.sensitivity or "").startswith("sensitive:") for question in self.questions)


class Order(Model):
    """Let blocks of pages change places by the seed; inside a block the pages keep their order."""

    id: Identifier
    blocks: tuple[tuple[str, ...], ...] = Field(min_length=2)
    """Page ids; a page that is in no block keeps its place."""


class Repeat(Model):
    """Ask pages again and again: for every code of an answer, as many times as a number says, or until no more.

    Exactly one of `over`, `count` and `again` says how often. Inside, a name means the answer in the same instance, and
    the repeat's own id the code or number of the instance; behind, it means all of them.
    """

    id: Identifier
    over: str | None = None
    """An earlier answer or assignment: one instance for each code it holds, in its order."""
    count: ExpressionField | None = None
    """How many instances there are, from earlier answers."""
    again: ConditionField | None = None
    """Whether another instance follows the one just answered, whose answers it may name."""
    each_if: ConditionField = ALWAYS
    """Leaves out codes of `over`, which the repeat's own id stands for."""
    label: Text | None = None
    """What one instance is called, with answers piped in."""
    most: int = Field(default=20, ge=1, le=200)
    inside: str | None = None
    """The repeat around this one."""
    show_if: ConditionField = ALWAYS


class Block(Model):
    """One possible draw: codes that go together, and how likely the draw is relative to the others."""

    codes: tuple[str, ...]
    share: float = Field(default=1.0, gt=0)


class Assignment(Model):
    """Draw one block by lot from the response's seed; conditions and lists refer to it by `id`.

    `pools` are tried in order and the first whose condition holds is drawn from: audiences may have their own blocks.
    The value is the tuple of the block's codes; the chance of a code is the summed share of the blocks that hold it.
    """

    id: Identifier
    pools: tuple[Pool, ...] = Field(min_length=1)


class Pool(Model):
    blocks: tuple[Block, ...] = Field(min_length=1)
    when: ConditionField = ALWAYS

    def probability(self, code: str) -> float:
        """Return the chance that a draw holds `code`."""
        return sum(block.share for block in self.blocks if code in block.codes) / sum(b.share for b in self.blocks)


class Ending(Model):
    """End the interview early where the condition holds; tried in order after each gate page.

    Nothing of the respondent is stored.
    """

    id: Identifier
    when: ConditionField
    outcome: Outcome
    text: Text


class Contact(Model):
    """Who asks, and how to reach them: printed on the first page and on `is this survey genuine?`."""

    sponsor: Text
    purpose: Text
    law: Text
    not_stored: Text
    contact: Text
    genuine: Text | None = None


class Questionnaire(Model):
    """One frozen version of a survey's content in all its languages."""

    format: Literal["surveyapp-1"] = "surveyapp-1"
    id: Identifier
    languages: tuple[str, ...] = Field(min_length=1)
    """BCP 47 tags, the base language first."""
    title: Text
    intro: Text | None = None
    about: Contact | None = None
    lists: Mapping[str, tuple[Choice, ...]] = {}
    alphabetical: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    """By list and language: codes as that language's readers look names up; without one a list stands as written."""
    pictures: Mapping[str, Picture] = {}
    context: tuple[str, ...] = ()
    """Names set by the link or the operator, never by the respondent, such as `sample_source` and `cleared`."""
    assignments: tuple[Assignment, ...] = ()
    missing_texts: Mapping[MissingKind, Text] = {}
    repeats: tuple[Repeat, ...] = ()
    orders: tuple[Order, ...] = ()
    pages: tuple[Page, ...]
    endings: tuple[Ending, ...] = ()
    complete_text: Text | None = None

    @property
    def base_language(self) -> str:
        return self.languages[0]

    def questions(self) -> Iterator[Question]:
        """Yield every question in order."""
        for page in self.pages:
            yield from page.questions

    @property
    def question_by_id(self) -> Mapping[str, Question]:
        return _question_by_id(self)

    @property
    def repeat_by_id(self) -> Mapping[str, Repeat]:
        return _repeat_by_id(self)

    def choices_of(self, source: str | tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the choices themselves, looked up where `source` names a shared list; an unknown list is empty."""
        return self.lists.get(source, ()) if isinstance(source, str) else source

    def depends(self, source: str | tuple[Choice, ...]) -> bool:
        """Tell whether some of these choices are offered only under a condition."""
        if isinstance(source, str):
            return source in _conditional_lists(self)
        return any(_is_conditional(choice) for choice in source)


def repeats_around(questionnaire: Questionnaire, name: str | None) -> tuple[Repeat, ...]:
    """Return the repeats a page of that repeat stands in, the outermost first; names nobody knows are passed over."""
    by_id = {repeat.id: repeat for repeat in questionnaire.repeats}
    found: list[Repeat] = []
    while name in by_id and by_id[name] not in found:
        found.insert(0, by_id[name])
        name = by_id[name].inside
    return tuple(found)


def _is_conditional(choice: Choice) -> bool:
    return choice.show_if is not ALWAYS and choice.show_if != ALWAYS


@remembered
def _question_by_id(questionnaire: Questionnaire) -> Mapping[str, Question]:
    return {question.id: question for question in questionnaire.questions()}


@remembered
def _repeat_by_id(questionnaire: Questionnaire) -> Mapping[str, Repeat]:
    return {repeat.id: repeat for repeat in questionnaire.repeats}


@remembered
def _conditional_lists(questionnaire: Questionnaire) -> frozenset[str]:
    lists = questionnaire.lists
    return frozenset(name for name in lists if any(_is_conditional(choice) for choice in lists[name]))
