"""Know what a page depends on, so that a walk may take it over from the walk before where none of that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveyapp.questionnaire.answer_types import Calculated, narrowed_by, sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Gather, OverParts, kind_name, names_in, walk_tree
from surveyapp.questionnaire.conditions.values import TODAY
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Page, Questionnaire
from surveyapp.questionnaire.walk.dates import nodes_of
from surveyapp.questionnaire.walk.drawing import assignments_due


@dataclass(frozen=True, slots=True)
class Needs:
    """`names` are what its conditions read, `given` the ids under which its answers are given; `all` are both.

    `fixed` tells that what it asks and shows does not follow from its own answers.
    """

    names: tuple[str, ...]
    given: tuple[str, ...]
    fixed: bool
    all: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all", frozenset((*self.names, *self.given)))


@remembered
def needs_of(questionnaire: Questionnaire) -> Mapping[str, Needs]:
    """Return what each page depends on beside the seed.

    Pages of repeats, pages behind which something is drawn, and those that measure parts by names made up on the way
    are left out: they are walked every time.
    """
    due = assignments_due(questionnaire)
    found = {}
    for page in questionnaire.pages:
        nodes = [node for model in (page, *_choices(questionnaire, page)) for node in nodes_of(model)]
        parts = any(isinstance(part, Gather | OverParts) for node in nodes for part in walk_tree(node))
        if page.repeat is None and not parts and not any(question.id in due for question in page.questions):
            names = frozenset().union(*map(names_in, nodes), *(_carried(questionnaire, page)))
            read = [TODAY, *sorted(names), *(kind_name(name) for name in sorted(names))]
            given = [
                name
                for question in page.questions
                for name in (question.id, *(text for text, _ in texts_beside(questionnaire, question)))
            ]
            own = {name.partition(".")[0] for name in names}.intersection(given)
            computes = any(isinstance(question.answer, Calculated) for question in page.questions)
            found[page.id] = Needs(tuple(read), tuple(given), fixed=not own and not computes)
    return found


def _choices(questionnaire: Questionnaire, page: Page) -> Iterator[Choice]:
    """Yield what the shared lists of a page's questions offer under conditions; the others stand in the page itself."""
    for question in page.questions:
        for source in sources_of(question.answer).values():
            if isinstance(source, str) and questionnaire.depends(source):
                yield from questionnaire.choices_of(source)


def _carried(questionnaire: Questionnaire, page: Page) -> Iterator[frozenset[str]]:
    """Yield the names that choices are carried forward from, with the texts beside them."""
    for question in page.questions:
        for name in narrowed_by(question.answer).values():
            source = questionnaire.question_by_id.get(plain_name(name))
            beside = () if source is None else (text for text, _ in texts_beside(questionnaire, source))
            yield frozenset((name, *beside))
