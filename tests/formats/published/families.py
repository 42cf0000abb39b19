"""Know the tables of expressions, and the small questionnaire in which each is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from tests.formats.published.expressions import Case, Outcome, cases_of, load, outcomes_of
from tests.formats.qualtrics.making import asked, logic, survey, text
from tests.formats.writing import read_form, read_survey


def _xlsform(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    rows = [["calculate" if case.is_value else "note", case.id, "x", *_cells(case)] for case in cases]
    return read_form([*table["survey"], *rows], table["choices"])


def _cells(case: Case) -> list[str]:
    return ["", case.expression] if case.is_value else [case.expression, ""]


def _xlsform_place(case: Case) -> str:
    return f"{case.id}.{'calculation' if case.is_value else 'relevant'}"


def _limesurvey(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    asked = [
        {"type": "*", "title": case.id, "attributes": {"equation": f"{{{case.expression}}}", "hidden": "1"}}
        if case.is_value
        else {"type": "X", "title": case.id, "relevance": case.expression}
        for case in cases
    ]
    return read_survey([*table["questions"], *asked])


def _limesurvey_place(case: Case) -> str:
    return f"{case.id}.{'equation' if case.is_value else 'relevance'}"


def _surveyjs(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    asked = [
        {"type": "expression", "name": case.id, "expression": case.expression}
        if case.is_value
        else {"type": "text", "name": case.id, "visibleIf": case.expression}
        for case in cases
    ]
    pages = [{"name": "p1", "elements": table["elements"]}, {"name": "p2", "elements": asked}]
    return read(json.dumps({"pages": pages}).encode(), "s.json")


def _surveyjs_place(case: Case) -> str:
    return f"pages.p2.elements.{case.id}.{'expression' if case.is_value else 'visibleIf'}"


def _runner(_: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    asked = []
    for case in cases:
        skip = {"when": {"not": [_rule(case.expression)]}}
        asked.append({**_block(case.id, {"id": case.id, "type": "TextField"}), "skip_conditions": skip})
    section = {"id": "section", "groups": [{"id": "group", "blocks": [*_RUNNER_BLOCKS, *asked]}]}
    head = {"language": "en", "survey_id": "1", "data_version": "0.0.3", "title": "Test", "questionnaire_flow": {}}
    return read(json.dumps({**head, "metadata": [], "sections": [section]}).encode(), "s.json")


def _runner_place(case: Case) -> str:
    return f"sections.section.groups.group.blocks.block-{case.id}.skip_conditions"


def _rule(rule: Any) -> Any:
    """Return a rule with the sources of answers in place of their names."""
    if isinstance(rule, str) and rule.startswith("$"):
        return {"source": "answers", "identifier": rule[1:]}
    if isinstance(rule, dict):
        return {operator: _rule(operands) for operator, operands in rule.items()}
    return [_rule(one) for one in rule] if isinstance(rule, list) else rule


def _block(name: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    asked = {"mandatory": False, "label": name, **answer}
    question = {"id": f"question-{name}", "type": "General", "title": name, "answers": [asked]}
    return {"id": f"block-{name}", "type": "Question", "question": question}


def _options(*values: str) -> list[dict[str, str]]:
    return [{"label": value, "value": value} for value in values]


_RUNNER_BLOCKS = [
    *(_block(name, {"id": name, "type": "Number"}) for name in ("age", "zero", "gap", "other")),
    *(_block(name, {"id": name, "type": "TextField"}) for name in ("town", "notext")),
    *(_block(name, {"id": name, "type": "Radio", "options": _options("Yes", "No")}) for name in ("one", "unchosen")),
    *(
        _block(name, {"id": name, "type": "Checkbox", "options": _options("Cat", "Dog", "Fish")})
        for name in ("many", "unticked")
    ),
    *(_block(name, {"id": name, "type": "Date"}) for name in ("born", "seen", "noday")),
]


def _qualtrics(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    known = [asked(number, **more) for number, more in enumerate(table["questions"], 1)]
    first = len(known) + 1
    more = [
        text(at, DataExportTag=case.id, DisplayLogic=_logic(case.expression)) for at, case in enumerate(cases, first)
    ]
    fields = [
        {"Description": name, "Type": "Recipient", "Field": name, "VariableType": "String"} for name in table["fields"]
    ]
    flow: list[Any] = [
        {"Type": "EmbeddedData", "FlowID": "FL_9", "EmbeddedData": fields},
        {"Type": "Block", "ID": "BL_1"},
    ]
    return survey([*known, *more], flow=flow)


def _logic(expressions: list[list[str]]) -> dict[str, Any]:
    """Return a display logic: each expression is an operator, what it is about, and what it is compared with."""
    found = []
    for operator, about, *more in expressions:
        conjunction = {"Conjuction": more[1]} if len(more) > 1 else {}
        right = {"RightOperand": more[0]} if more and more[0] != "" else {}
        kind = "EmbeddedField" if about.startswith("field ") else "Question"
        operand = about.removeprefix("field ") if kind == "EmbeddedField" else f"q://{about}"
        said = {"LogicType": kind, "LeftOperand": operand, "Operator": operator, "Type": "Expression"}
        found.append({**said, **right, **conjunction})
    return logic(*found)


def _qualtrics_place(case: Case) -> str:
    return f"{case.id}.DisplayLogic"


@dataclass(frozen=True, slots=True)
class Family:
    """`name` is the table's file; `ask` makes the questionnaire; `place` says where a lost case is listed."""

    name: str
    ask: Callable[[Mapping[str, Any], list[Case]], ReadResult]
    place: Callable[[Case], str]

    def read(self) -> tuple[dict[str, Any], list[Case], ReadResult]:
        table = load(self.name)
        cases = list(cases_of(table))
        return table, cases, self.ask(table, cases)

    @property
    def title(self) -> str:
        return str(load(self.name)["family"])

    @property
    def differed_at_first(self) -> int:
        """Return in how many cases something else was found before the readers were held to them."""
        return int(load(self.name)["differed_at_first"])

    def outcomes(self) -> list[Outcome]:
        _, cases, result = self.read()
        return list(outcomes_of(cases, result, self.place))


FAMILIES = (
    Family("xlsform-expressions", _xlsform, _xlsform_place),
    Family("limesurvey-expressions", _limesurvey, _limesurvey_place),
    Family("surveyjs-expressions", _surveyjs, _surveyjs_place),
    Family("runner-rules", _runner, _runner_place),
    Family("qualtrics-logic", _qualtrics, _qualtrics_place),
)
