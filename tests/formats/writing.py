"""Write small forms and surveys for tests, and answer what was read from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.answer_types import (
    Consent,
    Date,
    DateTime,
    Duration,
    Grid,
    Month,
    Number,
    One,
    OpenText,
    Ranking,
    Several,
    Sum,
    Time,
)
from surveyapp.questionnaire.answer_types.asked import Shown, ShownColumn
from surveyapp.questionnaire.conditions import Constant
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked, Walk
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.walk import walk

Table = Sequence[Sequence[Any]]


def xlsform(survey: Table, choices: Table = (), settings: Table = (), **more: Table) -> bytes:
    """Return a workbook with these sheets, the first row of each its headers."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def read_form(survey: Table, choices: Table = (), settings: Table = (), **more: Table) -> ReadResult:
    return read(xlsform(survey, choices, settings, **more), "form.xlsx")


def lss(
    questions: Sequence[Mapping[str, Any]],
    *,
    new_layout: bool = False,
    languages: Sequence[str] = ("en",),
    group: Mapping[str, str] | None = None,
    **sections: Sequence[Mapping[str, str]],
) -> bytes:
    """Return a LimeSurvey file with one group (id 7).

    A question is a row with `answers` and `subquestions` ({code: wording}) and `attributes` ({name: value}) beside it.
    """
    rows: dict[str, list[Mapping[str, str]]] = {name: list(found) for name, found in sections.items()}
    own = {"sid": "99", "language": languages[0], "additional_languages": " ".join(languages[1:])}
    rows["surveys"] = [{**own, **row} for row in rows.get("surveys", [{}])]
    rows["surveys_languagesettings"] = [
        {"surveyls_language": tag, "surveyls_title": f"Title {tag}"} for tag in languages
    ]
    _worded(
        rows, "group", {"gid": "7", "group_order": "1", **(group or {})}, {"group_name": "Group"}, languages, new_layout
    )
    for at, question in enumerate(questions, 1):
        _add_question(rows, at, question, languages, new_layout)
    body = "".join(f"<{name}><rows>{''.join(map(_row, found))}</rows></{name}>" for name, found in rows.items())
    return f"<?xml version='1.0'?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>{body}</document>".encode()


def _add_question(
    rows: dict[str, list[Mapping[str, str]]],
    at: int,
    question: Mapping[str, Any],
    languages: Sequence[str],
    new_layout: bool,
) -> None:
    plain = {"qid": str(at), "gid": "7", "parent_qid": "0", "question_order": str(at), "other": "N", "mandatory": "N"}
    plain |= {name: value for name, value in question.items() if isinstance(value, str)}
    text = {"question": plain.pop("question", "Question"), "help": plain.pop("help", "")}
    _worded(rows, "question", plain, text, languages, new_layout)
    for order, (code, wording) in enumerate(question.get("answers", {}).items()):
        key = {"aid": f"{at}-{code}"} if new_layout else {}
        row = {**key, "qid": str(at), "code": code, "sortorder": str(order), "scale_id": "0"}
        _worded(rows, "answer", row, {"answer": wording}, languages, new_layout)
    for order, (code, wording) in enumerate(question.get("subquestions", {}).items()):
        scale, _, bare = code.rpartition("/")
        row = {"qid": f"{at}00{order}", "parent_qid": str(at), "title": bare, "question_order": str(order)}
        row["scale_id"] = scale or "0"
        _worded(rows, "subquestion", row, {"question": wording, "help": ""}, languages, new_layout)
    for name, value in question.get("attributes", {}).items():
        rows.setdefault("question_attributes", []).append({"qid": str(at), "attribute": name, "value": value})


def _worded(
    rows: dict[str, list[Mapping[str, str]]],
    kind: str,
    row: Mapping[str, str],
    text: Mapping[str, str],
    languages: Sequence[str],
    new_layout: bool,
) -> None:
    words = [{name: f"{wording} ({tag})" if wording else "" for name, wording in text.items()} for tag in languages]
    if not new_layout:
        rows.setdefault(f"{kind}s", []).extend(
            {**row, **found, "language": tag} for tag, found in zip(languages, words, strict=True)
        )
        return
    rows.setdefault(f"{kind}s", []).append(row)
    key = {"group": "gid", "answer": "aid"}.get(kind, "qid")
    table = f"{'question' if kind == 'subquestion' else kind}_l10ns"
    rows.setdefault(table, []).extend(
        {key: row[key], **found, "language": tag} for tag, found in zip(languages, words, strict=True)
    )


def _row(cells: Mapping[str, str]) -> str:
    return f"<row>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in cells.items())}</row>"


def read_survey(questions: Sequence[Mapping[str, Any]], **more: Any) -> ReadResult:
    return read(lss(questions, **more), "survey.lss")


def asked(result: ReadResult, name: str) -> Any:
    """Return a question that was kept."""
    assert result.questionnaire is not None, result.problems
    return result.questionnaire.question_by_id[name]


def lost_at(result: ReadResult, place: str) -> str:
    """Return what and why, of all that was lost at a place."""
    return "; ".join(f"{lost.what}: {lost.why}" for lost in result.lost if lost.place == place)


def completed(questionnaire: Questionnaire, known: Mapping[str, Any] | None = None) -> Walk:
    """Answer whatever is required, again and again, until nothing more is asked; return the last walk.

    `known` are answers that nobody would hit upon.
    """
    answers: dict[str, Any] = dict(known or {})
    for _ in range(200):
        found = walk(questionnaire, answers)
        if found.complete:
            return found
        wrong = {problem.question for problem in found.problems if not problem.fault.soft}
        left = {name for name in wrong & answers.keys() if not questionnaire.question_by_id[plain_name(name)].required}
        answers |= dict.fromkeys(left)
        for problem in found.problems:
            if problem.fault.code == "not-a-choice":
                answers.pop(problem.question, None)
        for page in found.pages:
            for one in page.asked:
                if one.question.id not in {*found.counted, *answers} and (value := _some_answer(one)) is not None:
                    answers[one.question.id] = value
    return found


def _some_answer(one: Asked) -> Any:
    codes = [choice.code for choice in one.shown.choices]
    match one.question.answer:
        case One():
            return codes[-1] if plain_name(one.question.id).endswith("_more") else codes[0]
        case Several(at_least=least):
            return codes[:least]
        case Ranking() as answer:
            return codes[: answer.places(one.shown)]
        case Grid():
            return {row.code: _some_row(one.shown.columns) for row in one.shown.rows}
        case Sum(total=Constant(value=total)):
            return dict.fromkeys(codes, 0) | {codes[0]: total}
        case Sum():
            return dict.fromkeys(codes, 0)
        case Date():
            return "2026-02-01" if one.question.checks else "2026-01-01"
        case Month():
            return "2026-01"
        case Time():
            return "12:30"
        case DateTime():
            return "2026-01-01T12:30"
        case Duration() as answer:
            return "P1Y" if answer.counts_in == "months" else "PT1H"
        case Number(minimum=least, maximum=most):
            return least if least is not None else most if most is not None else 1
        case OpenText():
            return "12"
        case Consent():
            return "yes"
    return None


def _some_row(columns: Sequence[ShownColumn]) -> Any:
    """Answer one row of a grid: a cell by itself, or one for each column."""
    cells = {column.code: _some_cell(column) for column in columns}
    return cells[""] if list(cells) == [""] else cells


def _some_cell(column: ShownColumn) -> Any:
    question = Question(id="cell", text={}, answer=column.answer)
    return _some_answer(Asked(question, Shown(choices=column.choices)))
