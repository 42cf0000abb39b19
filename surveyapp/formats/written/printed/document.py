"""Set a questionnaire in one language as a document for paper."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from babel import Locale, UnknownLocaleError

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.account import lose_unsaid, said
from surveyapp.formats.written.printed.drawing import Drawing
from surveyapp.formats.written.printed.instructions import instruction
from surveyapp.formats.written.printed.markup import put
from surveyapp.formats.written.printed.routing import Routing
from surveyapp.questionnaire.answer_types import Calculated, Information, is_shuffled
from surveyapp.questionnaire.conditions import ALWAYS, Condition
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

_SAID = said(
    Questionnaire="format id languages title intro about lists pages missing_texts complete_text",
    Contact="sponsor purpose law not_stored contact genuine",
    Page="id title notice section ends_section show_if questions gate",
    Question="id text hint answer required show_if missing checks comment locked sensitivity",
    Check="condition text severity",
    Choice="code text other other_id comment apart show_if exclusive fixed",
    GridColumn="code text answer required",
    Information="kind",
    Consent="kind purpose",
    Number="kind minimum maximum decimals unit",
    OpenText="kind lines",
    One="kind choices layout shuffle",
    Several="kind choices at_least at_most shuffle",
    Ranking="kind choices top at_least shuffle",
    Sum="kind choices decimals minimum maximum shuffle",
    Grid="kind rows choices cell columns shuffle per_screen",
    Date="kind layout", Month="kind layout", Time="kind layout", DateTime="kind layout", Duration="kind",
    BestWorst="kind choices designs",
)  # fmt: skip
_REASONS = {
    "Calculated": "nobody writes a calculated value on paper",
    "One.only_in": "paper does not know earlier answers; the whole list is printed",
    "Several.only_in": "paper does not know earlier answers; the whole list is printed",
    "Grid.only_in": "paper does not know earlier answers; every row is printed",
    "Questionnaire.assignments": "nothing is drawn by lot on paper",
    "Questionnaire.endings": "a paper questionnaire goes on to its end",
}


def write_printed(questionnaire: Questionnaire, language: str, ledger: Ledger) -> bytes:
    """Return the HTML of one language (the base one if empty); what paper cannot do is listed."""
    language = language or questionnaire.base_language
    numbers = _numbers(questionnaire)
    drawing = Drawing(questionnaire, language, Routing(questionnaire, language, numbers))
    root = Element("html", {"lang": language, "dir": _direction(language)})
    head = SubElement(root, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    put(head, "title", drawing.words(questionnaire.title) or questionnaire.id)
    SubElement(head, "style").text = _style()
    body = SubElement(root, "body")
    _front(body, questionnaire, drawing)
    section = ""
    for page in questionnaire.pages:
        heading = drawing.words(page.section)
        if heading and heading != section:
            put(body, "h2", heading, "section")
        section = heading or ("" if page.ends_section else section)
        _page(body, page, drawing, numbers, ledger)
    put(body, "p", drawing.words(questionnaire.complete_text) or drawing.say("thanks"), "thanks")
    lose_unsaid(questionnaire, _SAID, _REASONS, ledger)
    for tag in questionnaire.languages:
        if tag != language:
            ledger.lose("languages", tag, "a document for paper is in one language; write another with --language")
    return b"<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html").encode()


def _numbers(questionnaire: Questionnaire) -> dict[str, str]:
    asked = [
        question for question in questionnaire.questions() if not isinstance(question.answer, Information | Calculated)
    ]
    return {question.id: str(number) for number, question in enumerate(asked, 1)}


def _front(body: Element, questionnaire: Questionnaire, drawing: Drawing) -> None:
    front = put(body, "header")
    put(front, "h1", drawing.words(questionnaire.title) or questionnaire.id)
    put(front, "p", questionnaire.id, "code")
    if questionnaire.intro:
        put(front, "p", drawing.words(questionnaire.intro), "intro")
    if questionnaire.about:
        for name in type(questionnaire.about).model_fields:
            text = drawing.words(getattr(questionnaire.about, name))
            if text:
                put(front, "p", text, "about")


def _page(body: Element, page: Page, drawing: Drawing, numbers: dict[str, str], ledger: Ledger) -> None:
    printed = [question for question in page.questions if not isinstance(question.answer, Calculated)]
    if not printed:
        return
    found = put(body, "section")
    if page.title:
        put(found, "h3", drawing.words(page.title))
    _route(found, page.show_if, f"pages.{page.id}", drawing, ledger)
    if page.notice:
        put(found, "p", drawing.words(page.notice), "notice")
    for question in printed:
        _question(found, question, drawing, numbers.get(question.id, ""), ledger)


def _question(parent: Element, question: Question, drawing: Drawing, number: str, ledger: Ledger) -> None:
    block = put(parent, "div", kind="question" if number else "information", id=f"q-{question.id}")
    if number:
        heading = put(block, "div", kind="heading")
        put(heading, "span", number, "ordinal")
        put(heading, "p", drawing.words(question.text), "text")
        put(heading, "span", question.id, "code")
    else:
        put(block, "p", drawing.words(question.text), "text")
    inner = put(block, "div", kind="inner") if number else block
    _route(inner, question.show_if, question.id, drawing, ledger)
    if question.hint:
        put(inner, "p", drawing.words(question.hint), "hint")
    if number and (advice := instruction(question, drawing)):
        put(inner, "p", advice, "instruction")
    drawing.field(inner, question)
    for check in question.checks:
        put(inner, "p", f"{drawing.say('check')}: {drawing.words(check.text)}", "check")
    if is_shuffled(question.answer):
        put(inner, "p", drawing.say("shuffled"), "check")


def _route(parent: Element, condition: Condition, place: str, drawing: Drawing, ledger: Ledger) -> None:
    if condition == ALWAYS:
        return
    try:
        drawing.routing.words(condition)
    except Untranslatable as error:
        ledger.lose(f"{place}.show_if", drawing.routing.where(condition), f"{error}; it is printed as a formula")
    put(parent, "p", drawing.routing.where(condition), "routing")


def _direction(language: str) -> str:
    try:
        return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("printed.css").read_text(encoding="utf-8")
