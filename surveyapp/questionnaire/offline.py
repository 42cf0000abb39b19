"""Hand a questionnaire to a browser that walks it without a network, and say what such a walk cannot do.

The twin of `walk` and `checking` is `static/kiosk/walk.js`; it finds the same path, and the server walks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from surveyapp.questionnaire.answer_types import Calculated, Grid, Number, OpenText, is_shuffled, narrowed_by
from surveyapp.questionnaire.answer_types.written import Written, is_plainly_written
from surveyapp.questionnaire.checking.answers import asks_whether_answered, must_be_answered
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, Condition, Expression, Node
from surveyapp.questionnaire.conditions.twin import for_browsers
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.questionnaire.shuffling import draw_digest, draw_index, keeps_place
from surveyapp.questionnaire.texts import texts_of
from surveyapp.questionnaire.walk import reads_today
from surveyapp.questionnaire.walk.dates import nodes_of
from surveyapp.questionnaire.walk.drawing import assignments_due

KINDS: Final = frozenset(
    {"information", "consent", "one", "several", "number", "text", "grid", "ranking", "calculated"}
)
LIMITS: Final = (
    *("at_least", "at_most", "minimum", "maximum", "soft_minimum", "soft_maximum"),
    *("min_length", "max_length", "top", "per_screen", "form", "capitals"),
)
Why = Literal["kind", "repeat", "order", "piping", "picture", "condition", "decimals", "pattern", "columns"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a questionnaire from being walked without the server, and the place where it stands."""

    place: str
    why: Why


@remembered
def obstacles(questionnaire: Questionnaire) -> tuple[Obstacle, ...]:
    """Return everything that a walk without the server cannot do; empty means that a kiosk can ask it."""
    return tuple(_obstacles(questionnaire))


def for_kiosks(questionnaire: Questionnaire) -> Mapping[str, Any]:
    """Return pages, draws and endings with conditions as the browser's twin reads them, and not a word of text."""
    due = assignments_due(questionnaire)
    return {
        "pages": [_page(questionnaire, page) for page in questionnaire.pages],
        "endings": [{"outcome": end.outcome, "id": end.id, "when": _tree(end.when)} for end in questionnaire.endings],
        "draws": {
            after: [
                {"id": one.id, "pools": [{"when": _tree(pool.when), "blocks": _blocks(pool)} for pool in one.pools]}
                for one in of
            ]
            for after, of in due.items()
        },
        "readsToday": reads_today(questionnaire),
    }


def draws_for_kiosks(questionnaire: Questionnaire, seed: str) -> Mapping[str, Any]:
    """Return what a seed draws: codes in the order drawn, by question or page, and blocks by assignment and pool."""
    orders = {page.id: _order(seed, page.id, _moving(page)) for page in questionnaire.pages if page.shuffle}
    for question in questionnaire.questions():
        source = next(iter(question.answer.sources().values()), ())
        if is_shuffled(question.answer):
            codes = [choice.code for choice in questionnaire.choices_of(source) if not keeps_place(choice)]
            orders[question.id] = _order(seed, question.id, codes)
    blocks = {
        one.id: [draw_index(seed, one.id, [block.share for block in pool.blocks]) for pool in one.pools]
        for one in questionnaire.assignments
    }
    return {"seed": seed, "orders": orders, "blocks": blocks}


def _moving(page: Page) -> list[str]:
    return [question.id for question in page.questions if not question.fixed]


def _order(seed: str, what: str, codes: list[str]) -> list[str]:
    return sorted(codes, key=lambda code: draw_digest(seed, f"{what}|{code}"))


def _obstacles(questionnaire: Questionnaire) -> Iterator[Obstacle]:
    yield from (Obstacle(f"repeats.{repeat.id}", "repeat") for repeat in questionnaire.repeats)
    yield from (Obstacle(f"orders.{order.id}", "order") for order in questionnaire.orders)
    for place, text in texts_of(questionnaire):
        if any("{" in words and any(True for _ in piped_names(words)) for words in text.values()):
            yield Obstacle(place, "piping")
    for question in questionnaire.questions():
        yield from _of_question(questionnaire, question)
    nodes = (node for part in (questionnaire, *_choices(questionnaire)) for node in nodes_of(part))
    if any(for_browsers(node) is None for node in nodes):
        yield Obstacle("", "condition")


def _of_question(questionnaire: Questionnaire, question: Question) -> Iterator[Obstacle]:
    answer = question.answer
    if answer.kind not in KINDS and not is_plainly_written(answer):
        yield Obstacle(question.id, "kind")
    if isinstance(answer, Grid) and (
        answer.columns or answer.cell is not None or questionnaire.depends(answer.choices)
    ):
        yield Obstacle(question.id, "columns")
    if isinstance(answer, Number) and (answer.decimals or answer.step):
        yield Obstacle(question.id, "decimals")
    if isinstance(answer, OpenText) and answer.pattern is not None:
        yield Obstacle(question.id, "pattern")
    carried_from = questionnaire.question_by_id.get(narrowed_by(answer).get("only_in", ""))
    if carried_from is not None and _is_worded_by_respondents(questionnaire, carried_from):
        yield Obstacle(question.id, "piping")
    for source in answer.sources().values():
        if any(choice.picture for choice in questionnaire.choices_of(source)):
            yield Obstacle(question.id, "picture")


def _is_worded_by_respondents(questionnaire: Questionnaire, question: Question) -> bool:
    """Tell whether what is carried forward from a question may be a text written beside it."""
    source = next(iter(question.answer.sources().values()), ())
    return any(choice.other for choice in questionnaire.choices_of(source))


def _choices(questionnaire: Questionnaire) -> Iterator[Choice]:
    for choices in questionnaire.lists.values():
        yield from choices


def _page(questionnaire: Questionnaire, page: Page) -> Mapping[str, Any]:
    return {
        "id": page.id,
        "gate": page.gate,
        "when": _tree(page.show_if),
        "shuffle": page.shuffle,
        "questions": [_question(questionnaire, question) for question in page.questions],
    }


def _question(questionnaire: Questionnaire, question: Question) -> Mapping[str, Any]:
    answer = question.answer
    shown: dict[str, Any] = {
        "id": question.id,
        "kind": "written" if isinstance(answer, Written) else answer.kind,
        "when": _tree(question.show_if),
        "asks": answer.asks,
        "required": question.required,
        "must": must_be_answered(question),
        "fixed": question.fixed,
        "missing": list(question.missing),
        "checks": [
            {
                "when": _tree(check.condition),
                "soft": check.severity == "soft",
                "empty": asks_whether_answered(check.condition, question.id),
            }
            for check in question.checks
        ],
        "beside": [list(one) for one in texts_beside(questionnaire, question)],
        "shuffle": is_shuffled(answer),
        "narrowed": narrowed_by(answer),
        "limits": {name: value for name in LIMITS if (value := getattr(answer, name, None)) is not None},
    }
    for name, source in answer.sources().items():
        shown[name] = [_choice(choice) for choice in questionnaire.choices_of(source)]
    if isinstance(answer, Calculated):
        shown["cases"] = [{"when": _tree(case.when), "value": _tree(case.value)} for case in answer.cases]
        shown["otherwise"] = None if answer.otherwise is None else _tree(answer.otherwise)
    return shown


def _choice(choice: Choice) -> Mapping[str, Any]:
    marks = {"keeps": keeps_place(choice), "alone": choice.exclusive, "other": choice.other}
    found: dict[str, Any] = {"code": choice.code} | {name: True for name, holds in marks.items() if holds}
    if (tree := _tree(choice.show_if)) is not None:
        found["when"] = tree
    if choice.other_id:
        found["otherId"] = choice.other_id
    return found


def _blocks(pool: Any) -> list[list[str]]:
    return [list(block.codes) for block in pool.blocks]


def _tree(node: Condition | Expression | Node) -> list[Any] | None:
    """Return a condition for the twin, None for one that always holds."""
    return None if node is ALWAYS or node == ALWAYS else for_browsers(node)
