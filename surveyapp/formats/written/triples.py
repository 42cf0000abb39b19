"""Write the definition of a Triple-S 2.0 data set (sss): the variables of a questionnaire with labels and codes.

The data that belong to it are a CSV file with one header line whose fields stand in the order of the definition; a
question with several answers takes as many fields as it has choices, filled from the left with the codes chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from xml.etree.ElementTree import Element, SubElement

from surveyapp.formats.result import Ledger
from surveyapp.formats.written.account import lose_unsaid, said
from surveyapp.formats.written.markup import LANGUAGE, add, legal, printed
from surveyapp.questionnaire.answer_types import Number, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.codebook import MISSING_CODES, Variable, variables_of
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question, Questionnaire

DOCTYPE = (
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">\n'
)
_SAID = said(
    Questionnaire="format id languages title lists pages missing_texts",
    Page="questions",
    Question="id text answer missing comment",
    Choice="code text other other_id comment",
    Number="kind minimum maximum decimals",
    OpenText="kind lines max_length",
    One="kind choices layout",
    Several="kind choices at_most",
    Ranking="kind choices top",
    Grid="kind rows choices cell columns",
    GridColumn="code text answer",
    Sum="kind choices unit",
    Date="kind",
    Month="kind",
    Time="kind",
    DateTime="kind",
    Duration="kind",
    Consent="kind purpose",
    Calculated="kind",
    BestWorst="kind choices",
)
_REASONS = {
    "Information": "a note has no data",
    "Question.show_if": "a data set does not say to whom a question was put",
    "Page.show_if": "a data set does not say to whom a page was shown",
    "Page.id": "a data set has variables, not pages",
    "Page.title": "a data set has variables, not pages",
    "Page.ends_section": "a data set has variables, not pages",
    "Page.section": "a data set has variables, not pages",
    "Question.hint": "a variable has one label",
}
_TYPES = {"date": "date", "time": "time"}


@dataclass(frozen=True, slots=True)
class _Field:
    """One variable of the definition; `codes` with their labels where it is chosen from."""

    name: str
    label: Text
    type: str
    codes: tuple[tuple[str, Text], ...] = ()
    subfields: int = 0
    size: int = 0
    limits: tuple[str, str] | None = None


def write_triples(questionnaire: Questionnaire, ledger: Ledger) -> bytes:
    """Return the definition in every language; what it cannot say is listed."""
    root = Element("sss", {"version": "2.0", "languages": " ".join(questionnaire.languages)})
    add(root, "origin", "surveyapp")
    survey = SubElement(root, "survey")
    add(survey, "name", questionnaire.id)
    _label(survey, "title", questionnaire.title, questionnaire.base_language)
    record = add(survey, "record", ident="A", href=f"{questionnaire.id}.csv", format="csv", skip="1")
    place = 1
    for number, field in zip(count(1), _fields(questionnaire, ledger), strict=False):
        place = _write(record, number, field, place, questionnaire.base_language)
    lose_unsaid(questionnaire, _SAID, _REASONS, ledger)
    return printed(root, DOCTYPE)


def _fields(questionnaire: Questionnaire, ledger: Ledger) -> Iterator[_Field]:
    spread: set[str] = set()
    for variable in variables_of(questionnaire):
        question = questionnaire.question_by_id.get(variable.question)
        if question is None:
            ledger.lose(variable.name, "what was drawn by lot", "its codes are not listed by the questionnaire")
            yield _Field(variable.name, variable.text, "character", size=255)
        elif isinstance(question.answer, Several) and variable.kind == "several":
            if question.id not in spread:
                spread.add(question.id)
                yield _several(questionnaire, question, question.answer)
        else:
            yield _field(questionnaire, question, variable)


def _several(questionnaire: Questionnaire, question: Question, answer: Several) -> _Field:
    choices = questionnaire.choices_of(answer.choices)
    codes = _codes(choices, questionnaire, question)
    fields = min(answer.at_most or len(choices), len(choices)) or 1
    return _Field(question.id, question.text, "multiple", codes, subfields=fields)


def _field(questionnaire: Questionnaire, question: Question, variable: Variable) -> _Field:
    label = _joined(variable.text, variable.label)
    answer = question.answer
    if variable.values:
        return _Field(variable.name, label, "single", _codes(variable.values, questionnaire, question))
    if isinstance(answer, Number) and variable.kind == "number":
        decimals = min(answer.decimals, 6)
        least = -(10**9) if answer.minimum is None else answer.minimum
        most = 10**9 if answer.maximum is None else answer.maximum
        limits = (f"{least:.{decimals}f}", f"{most:.{decimals}f}")
        return _Field(variable.name, label, "quantity", _codes((), questionnaire, question), limits=limits)
    if variable.kind in _TYPES:
        return _Field(variable.name, label, _TYPES[variable.kind])
    longest = answer.max_length if isinstance(answer, OpenText) and variable.kind == "text" else 1000
    return _Field(variable.name, label, "character", size=longest)


def _codes(
    choices: tuple[Choice, ...], questionnaire: Questionnaire, question: Question
) -> tuple[tuple[str, Text], ...]:
    ways = [(MISSING_CODES[way], questionnaire.missing_texts.get(way, {})) for way in question.missing]
    unanswered = (MISSING_CODES["unanswered"], {"en": "unanswered"})
    return (*((choice.code, choice.text) for choice in choices), *ways, unanswered)


def _write(record: Element, number: int, field: _Field, place: int, base: str) -> int:
    """Write one variable that begins at a field of the data; return where the next one begins."""
    literal = {"format": "literal"} if field.type in ("single", "multiple") else {}
    found = add(record, "variable", ident=str(number), type=field.type, **literal)
    add(found, "name", field.name)
    _label(found, "label", field.label, base)
    if field.subfields > 1:
        add(found, "position", start=str(place), finish=str(place + field.subfields - 1))
        width = max(len(code) for code, _ in field.codes)
        add(found, "spread", subfields=str(field.subfields), width=str(width))
    else:
        add(found, "position", start=str(place))
    if field.size:
        add(found, "size", str(field.size))
    if field.limits or field.codes:
        values = SubElement(found, "values")
        if field.limits:
            add(values, "range", from_=field.limits[0], to=field.limits[1])
        for code, text in field.codes:
            _label(values, "value", text, base).set("code", legal(code))
    return place + max(1, field.subfields)


def _label(parent: Element, tag: str, text: Text, base: str) -> Element:
    """Write a label: the base language as its text, every other language as a `text` of its own within it."""
    found = add(parent, tag, text.get(base) or next(iter(text.values()), ""))
    for language, wording in text.items():
        if language != base and len(text) > 1:
            add(found, "text", wording).set(LANGUAGE, language)
    return found


def _joined(text: Text, label: Text | None) -> Text:
    if not label or label == text:
        return text
    return {tag: f"{text[tag]} – {label[tag]}" for tag in text if tag in label} or text
