"""Write DDI-Codebook 2.5: every variable with its question in all languages, its categories, universe and derivation.

The order of elements is that of the DDI Alliance's schema `ddi:codebook:2_5`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from surveyapp.formats.result import Ledger
from surveyapp.formats.written.account import lose_unsaid, said
from surveyapp.formats.written.markup import LANGUAGE, add, add_each, printed
from surveyapp.questionnaire.answer_types import Calculated, Number, OpenText, Several
from surveyapp.questionnaire.codebook import MISSING_CODES, Variable, variables_of
from surveyapp.questionnaire.condition_text import expression_to_text, to_text
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question, Questionnaire

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = f"{NAMESPACE} http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_MOMENTS = {"date": "date", "month": "date", "time": "time", "datetime": "date"}
_SAID = said(
    Questionnaire="format id languages title intro lists missing_texts pages assignments",
    Assignment="id pools",
    Pool="blocks when",
    Block="codes share",
    Page="id title section notice show_if questions",
    Question="id text hint answer show_if missing sensitivity checks comment",
    Check="condition text severity",
    Choice="code text other other_id comment",
    Information="kind",
    Number="kind minimum maximum decimals unit",
    OpenText="kind lines max_length pattern",
    One="kind choices layout",
    Several="kind choices",
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
    Calculated="kind cases otherwise",
    Case="when value",
    BestWorst="kind choices designs",
)
_REASONS = {
    "Question.required": "a codebook does not say whether an answer is required",
    "Choice.show_if": "a category of a codebook has no universe of its own",
    "Choice.exclusive": "a category of a codebook does not say what it goes with",
    "Questionnaire.endings": "a codebook describes variables, not the course of the interview",
    "Page.gate": "a codebook describes variables, not the course of the interview",
}


def write_ddi(questionnaire: Questionnaire, ledger: Ledger) -> bytes:
    """Return the codebook; what it cannot say is listed."""
    about = {"xmlns": NAMESPACE, "version": "2.5", LANGUAGE: questionnaire.base_language, _SCHEMA_LOCATION: _SCHEMA}
    root = Element("codeBook", about)
    _study(root, questionnaire)
    data = SubElement(root, "dataDscr")
    variables = variables_of(questionnaire)
    ids = {variable.name: f"V{number}" for number, variable in enumerate(variables, 1)}
    _groups(data, questionnaire, variables, ids)
    for variable in variables:
        _variable(data, questionnaire, variable, ids[variable.name])
    lose_unsaid(questionnaire, _SAID, _REASONS, ledger)
    return printed(root)


def _study(root: Element, questionnaire: Questionnaire) -> None:
    base = questionnaire.base_language
    study = SubElement(root, "stdyDscr")
    title = SubElement(SubElement(study, "citation"), "titlStmt")
    add(title, "titl", questionnaire.title.get(base) or questionnaire.id).set(LANGUAGE, base)
    add_each(title, "parTitl", {tag: text for tag, text in questionnaire.title.items() if tag != base})
    add(title, "IDNo", questionnaire.id)
    if questionnaire.intro:
        add_each(SubElement(study, "stdyInfo"), "abstract", questionnaire.intro)


def _groups(data: Element, questionnaire: Questionnaire, variables: tuple[Variable, ...], ids: dict[str, str]) -> None:
    """Group what one page shows, with its headings, and what one question yields, with its text."""
    for number, page in enumerate(questionnaire.pages, 1):
        asked = {question.id for question in page.questions}
        members = " ".join(ids[variable.name] for variable in variables if variable.question in asked)
        group = add(data, "varGrp", ID=f"P{number}", type="section", **({"var": members} if members else {}))
        add_each(group, "labl", page.section)
        add_each(group, "labl", page.title)
        add_each(group, "txt", page.notice)
        for question in page.questions:
            if question.answer.kind == "information":
                add_each(group, "txt", question.text)
                add_each(group, "txt", question.hint)
    kinds = {"several": "multipleResp", "grid": "grid", "ranking": "multipleResp"}
    for number, question in enumerate(questionnaire.questions(), 1):
        members = " ".join(ids[variable.name] for variable in variables if variable.question == question.id)
        if question.answer.kind in kinds and members:
            group = add(data, "varGrp", ID=f"G{number}", type=kinds[question.answer.kind], var=members)
            add_each(group, "labl", question.text)


def _variable(data: Element, questionnaire: Questionnaire, variable: Variable, identifier: str) -> None:
    question = questionnaire.question_by_id.get(variable.question)
    continuous = question is not None and isinstance(question.answer, Number) and variable.kind == "number"
    found = add(data, "var", ID=identifier, name=variable.name, **_kind(variable, question, continuous))
    add_each(found, "labl", variable.label or variable.text)
    if variable.sensitivity:
        add(found, "security", variable.sensitivity)
    if question is not None and not isinstance(question.answer, Calculated):
        _asked(found, question)
    if question is not None and continuous:
        _range(found, question.answer)
    _missing_codes(found, question)
    if variable.base != "always":
        add(found, "universe", variable.base, clusion="I")
    _categories(found, questionnaire, question, variable)
    if question is not None and isinstance(question.answer, Calculated):
        add(SubElement(found, "derivation"), "drvcmd", _derivation(question.answer), syntax="surveyapp")
    format_of(found, variable.kind, numeric=continuous)
    if question is not None:
        _notes(found, question, variable)
    if variable.role == "assignment":
        drawn = next(one for one in questionnaire.assignments if one.id == variable.name)
        for pool in drawn.pools:
            shares = ", ".join(f"{'+'.join(block.codes)}: {block.share:g}" for block in pool.blocks)
            add(found, "notes", f"{to_text(pool.when)}: {shares}", type="assignment")


def _kind(variable: Variable, question: Question | None, continuous: bool) -> dict[str, str]:
    """Return what the attributes of a variable say of its values."""
    if continuous and question is not None and isinstance(question.answer, Number):
        return {"intrvl": "contin", "representationType": "numeric", "dcml": str(question.answer.decimals)}
    coded = bool(variable.values) or variable.kind == "several"
    kind = "code" if coded else "datetime" if variable.kind in _MOMENTS else "text"
    return {"intrvl": "discrete", "representationType": kind}


def format_of(variable: Element, kind: str, *, numeric: bool, tag: str = "varFormat") -> None:
    """Say whether a variable is written in figures, and which of them are moments, written as ISO 8601 has them."""
    moment = {"category": _MOMENTS[kind], "formatname": "ISO 8601"} if kind in _MOMENTS else {}
    add(variable, tag, type="numeric" if numeric else "character", **moment)


def _asked(found: Element, question: Question) -> None:
    asked = SubElement(found, "qstn")
    add_each(asked, "qstnLit", question.text)
    add_each(asked, "ivuInstr", question.hint)


def _range(found: Element, answer: object) -> None:
    if isinstance(answer, Number) and (answer.minimum is not None or answer.maximum is not None):
        limits = {"min": answer.minimum, "max": answer.maximum}
        bounds = {name: f"{limit:.12g}" for name, limit in limits.items() if limit is not None}
        add(SubElement(found, "valrng"), "range", UNITS="INT" if answer.decimals == 0 else "REAL", **bounds)


def _missing_codes(found: Element, question: Question | None) -> None:
    ways = ("unanswered", *(question.missing if question is not None else ()))
    invalid = SubElement(found, "invalrng")
    for way in ways:
        add(invalid, "item", VALUE=MISSING_CODES[way])


def _categories(found: Element, questionnaire: Questionnaire, question: Question | None, variable: Variable) -> None:
    chosen = question is not None and isinstance(question.answer, Several) and variable.choice is not None
    if chosen and variable.kind == "several":
        for code in ("0", "1"):
            add(add(found, "catgry"), "catValu", code)
    for choice in variable.values:
        _category(found, choice.code, choice.text)
    for way in question.missing if question is not None else ():
        _category(found, MISSING_CODES[way], questionnaire.missing_texts.get(way, {}), missing=True)
    _category(found, MISSING_CODES["unanswered"], {"en": "unanswered"}, missing=True)


def _category(found: Element, code: str, text: Text, *, missing: bool = False) -> None:
    category = add(found, "catgry", **({"missing": "Y"} if missing else {}))
    add(category, "catValu", code)
    add_each(category, "labl", text)


def _derivation(answer: Calculated) -> str:
    cases = [f"{expression_to_text(case.value)} if {to_text(case.when)}" for case in answer.cases]
    rest = "missing" if answer.otherwise is None else expression_to_text(answer.otherwise)
    return "; ".join([*cases, f"otherwise {rest}" if cases else rest])


def _notes(found: Element, question: Question, variable: Variable) -> None:
    for check in question.checks if variable.kind != "text" or isinstance(question.answer, OpenText) else ():
        for language, wording in check.text.items():
            note = add(found, "notes", f"{to_text(check.condition)}: {wording}", type=f"{check.severity}-check")
            note.set(LANGUAGE, language)
    match question.answer:
        case OpenText(max_length=longest, pattern=pattern):
            add(found, "notes", f"at most {longest} characters", type="length")
            if pattern is not None:
                add(found, "notes", pattern, type="pattern")
        case Number(unit=unit, decimals=decimals):
            add_each(found, "notes", unit)
            add(found, "notes", f"{decimals} decimals", type="decimals")
