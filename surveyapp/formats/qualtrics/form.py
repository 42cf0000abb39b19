"""Read a Qualtrics survey: what it asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.json_source import Part, lose_unread
from surveyapp.formats.orders import without_impossible_orders
from surveyapp.formats.qualtrics.choices import Making
from surveyapp.formats.qualtrics.document import Document, open_document
from surveyapp.formats.qualtrics.fields import add_names
from surveyapp.formats.qualtrics.flow import Flow, flow_of
from surveyapp.formats.qualtrics.ignored import SILENT, reasons_of
from surveyapp.formats.qualtrics.kinds import kind_of, why_lost
from surveyapp.formats.qualtrics.logic import Logic
from surveyapp.formats.qualtrics.names import symbols_of, tag_of
from surveyapp.formats.qualtrics.pages import Asked, Walker
from surveyapp.formats.qualtrics.wording import Wordings
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.schema import Order, Questionnaire

ROOM = 10


def read_qualtrics(document: dict[str, Any], name: str, ledger: Ledger) -> Questionnaire:
    """Return the questionnaire; raise Unreadable where the file is no survey."""
    survey = open_document(document, ledger)
    flow = flow_of(survey.flow, survey.blocks, ledger)
    asked, places = _asked(survey, flow, ledger)
    scope, context = _scope(survey, flow, asked, places, ledger)
    making = Making(Wordings(survey.tags, scope, ledger, survey.questions), Logic(scope, survey.questions))
    walker = Walker(flow, asked, places, making)
    pages = walker.pages()
    if not pages:
        ledger.warn("nothing-left", "survey", "Nothing that this survey asks can be kept.")
    _lose_unasked(survey, flow, asked, ledger)
    title = survey.entry.text("SurveyName") or name
    settings = [*survey.options.names(), *survey.entry.names(), *_option_names(survey)]
    lose_unread(survey.root, ledger, reasons_of(settings), SILENT)
    made = Questionnaire(
        id=(survey.entry.text("SurveyID") or name)[:80],
        languages=making.wordings.languages,
        title={making.wordings.base: title},
        context=tuple(context),
        assignments=tuple(flow.draws),
        repeats=tuple(walker.repeats),
        orders=tuple(_orders(flow, walker)),
        pages=tuple(pages),
    )
    return without_impossible_orders(made, ledger)


def _asked(survey: Document, flow: Flow, ledger: Ledger) -> tuple[dict[str, Asked], dict[int, int]]:
    """Return qid -> what is asked, in the order asked first, and the place of every step of the flow."""
    asked: dict[str, Asked] = {}
    places: dict[int, int] = {}
    tags: set[str] = set()
    place = 0
    for at, step in enumerate(flow.steps):
        place += ROOM
        places[at] = place
        for element in step.part.each("BlockElements") if step.kind == "block" else ():
            name = element.text("QuestionID")
            question = survey.questions.get(name)
            if element.peek("Type") != "Question" or name in asked:
                continue
            if question is None:
                ledger.lose(f"{step.part.place}.{name}", name, "there is no such question in the file")
                continue
            place += ROOM
            question.place = tag_of(question)
            if (why := why_lost(question)) is None:
                _name_apart(question, tags, ledger)
            asked[name] = Asked(question, place, len(asked), why)
    return asked, places


def _name_apart(question: Part, tags: set[str], ledger: Ledger) -> None:
    """Give a question whose name another one has already a name of its own, which is listed."""
    wanted = tag_of(question)
    candidates = (wanted, question.text("QuestionID"), *(f"{wanted[:74]}_{number}" for number in range(2, 10_000)))
    name = next(name for name in candidates if name and name.lower() not in tags)
    if name != wanted:
        ledger.lose(question.place, wanted, f"its name stands twice; it is {name} here")
        question.value["DataExportTag"] = name
    question.place = name
    tags.add(name.lower())


def _scope(
    survey: Document, flow: Flow, asked: dict[str, Asked], places: dict[int, int], ledger: Ledger
) -> tuple[Scope, list[str]]:
    scope = Scope()
    for name, one in asked.items():
        if one.why is not None:
            scope.gone[name] = "which is not kept"
            continue
        for called, symbol in symbols_of(one.question, kind_of(one.question)):
            scope.add(called, symbol, one.place)
    for draw in flow.draws:
        scope.add(draw.id, Single(draw.id), -1)
    taken = {symbol.name for symbol in scope.symbols.values()} | {tag_of(one.question) for one in asked.values()}
    return scope, add_names(flow.steps, places, taken, scope, ledger)


def _orders(flow: Flow, walker: Walker) -> list[Order]:
    found: list[Order] = []
    listed: set[str] = set()
    for shuffle in flow.shuffles:
        blocks = [tuple(page for name in one for page in walker.pages_of.get(name, ())) for one in shuffle.alternatives]
        kept = [block for block in blocks if block]
        names = [page for block in kept for page in block]
        if len(kept) < 2:
            continue
        if len(set(names)) < len(names) or listed & set(names):
            why = "blocks stand in more than one random order; they keep the order written"
            walker.making.ledger.lose(f"flow.{shuffle.id}", "blocks in random order", why)
            continue
        listed |= set(names)
        found.append(Order(id=shuffle.id, blocks=tuple(kept)))
    return found


def _lose_unasked(survey: Document, flow: Flow, asked: dict[str, Asked], ledger: Ledger) -> None:
    """List the questions that no block of the flow shows, and say where they stand."""
    for block in survey.blocks.values():
        in_flow = any(step.part is block for step in flow.steps)
        if not in_flow and block.peek("Type") != "Trash" and "BlockElements" in block:
            ledger.lose(f"blocks.{block.text('ID')}", block.text("Description"), "no part of the flow shows this block")
        if not in_flow:
            block.ignore_all()
    for name, question in survey.questions.items():
        if name not in asked:
            why = "it stands in no block that is shown"
            ledger.lose(question.text("DataExportTag") or name, question.text("QuestionText") or name, why)
            question.ignore_all()


def _option_names(survey: Document) -> Sequence[str]:
    return [name for block in survey.blocks.values() for name in block.part("Options").names()]
