"""Lay a Qualtrics survey file out: questions by id, blocks by id, the flow, the languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.json_source import Part
from surveyapp.formats.languages import UNKNOWN, tags_of
from surveyapp.formats.qualtrics.carrying import carry_choices
from surveyapp.formats.qualtrics.in_force import leave_out_what_is_not_in_force
from surveyapp.formats.result import Ledger, Unreadable

MOST_QUESTIONS = 3_000
_TAGS = {"ZH-S": "zh-Hans", "ZH-T": "zh-Hant", "PB": "pt-BR"}
_RUNS = "it says how Qualtrics runs the survey, not what it asks"
_ELEMENTS = {
    "QO": ("quotas", "quotas belong to the operator of a survey, not to its questions"),
    "QG": ("quota groups", "quotas belong to the operator of a survey, not to its questions"),
    "SCO": ("scoring", "answers are not scored"),
    "NT": ("notes", "notes of editors are not kept"),
    "RS": ("response set", _RUNS), "PL": ("preview", _RUNS), "STAT": ("statistics", _RUNS), "BR": ("branches", _RUNS),
    "QC": ("question count", _RUNS), "PROJ": ("project", _RUNS),
}  # fmt: skip
"""What the other parts of a file are about, and why they are not kept."""
_SURVEY, _BLOCKS, _FLOW, _OPTIONS, _QUESTION = "SurveyEntry", "BL", "FL", "SO", "SQ"


@dataclass(frozen=True, slots=True)
class Document:
    """`tags` maps Qualtrics' languages to BCP 47, base first; `elements` is every element of the file."""

    root: Part
    entry: Part
    questions: Mapping[str, Part]
    blocks: Mapping[str, Part]
    flow: Part
    options: Part
    tags: Mapping[str, str]


def open_document(document: dict[str, Any], ledger: Ledger) -> Document:
    """Return the parts of a survey; raise Unreadable where it has none."""
    root = Part(document, "")
    elements = root.each("SurveyElements")
    if not any(isinstance(element.value, dict) for element in elements):
        raise Unreadable("The file holds no survey elements. Export the survey again as .qsf.")
    of_kind: dict[str, list[Part]] = {}
    for element in elements:
        kind = element.text("Element")
        of_kind.setdefault(kind, []).append(element)
        if kind in _ELEMENTS:
            _lose(element, *_ELEMENTS[kind], ledger)
        elif kind not in (_BLOCKS, _FLOW, _OPTIONS, _QUESTION):
            element.place = f"element {kind}"[:80]
    payloads = {str(payload.get("QuestionID")): payload for payload in _question_payloads(of_kind.get(_QUESTION, []))}
    for written in payloads.values():
        leave_out_what_is_not_in_force(written)
    carry_choices(payloads, ledger)
    questions: dict[str, Part] = {}
    for element in of_kind.get(_QUESTION, []):
        payload = _payload(element, element.text("PrimaryAttribute"))
        name = payload.text("QuestionID") or element.text("PrimaryAttribute")
        if name in questions:
            ledger.lose(name, payload.text("QuestionText"), "a question of this id stands in the file already")
            payload.ignore_all()
        questions.setdefault(name, payload)
    if len(questions) > MOST_QUESTIONS:
        raise Unreadable(f"The survey has {len(questions)} questions; at most {MOST_QUESTIONS} can be read.")
    blocks = _blocks(_payload(element, "blocks") for element in of_kind.get(_BLOCKS, []))
    flow = next((_payload(element, "flow") for element in of_kind.get(_FLOW, [])), Part(None, "flow"))
    options = next((_payload(element, "options") for element in of_kind.get(_OPTIONS, [])), Part(None, "options"))
    entry = root.part(_SURVEY)
    return Document(root, entry, questions, blocks, flow, options, _languages(entry, options, questions, ledger))


def _question_payloads(elements: list[Part]) -> Iterator[dict[str, Any]]:
    for element in elements:
        if isinstance(payload := element.peek("Payload"), dict) and payload.get("QuestionID"):
            yield payload


def _lose(element: Part, what: str, why: str, ledger: Ledger) -> None:
    """List a part of the file that is about something other than questions."""
    said = element.peek("Payload") or element.peek("SecondaryAttribute")
    name = element.part("Payload").text("Name")
    element.ignore_all()
    if said:
        words = json.dumps(said, ensure_ascii=False) if isinstance(said, dict | list) else str(said)
        ledger.lose(f"{what}.{name}" if name else what, words, why)


def _payload(element: Part, place: str) -> Part:
    payload = element.part("Payload")
    payload.place = place
    return payload


def _blocks(payloads: Any) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for payload in payloads:
        for block in payload.members():
            found.setdefault(block.text("ID") or block.place, block)
    return found


def _languages(entry: Part, options: Part, questions: Mapping[str, Part], ledger: Ledger) -> dict[str, str]:
    """Return the languages that the survey is offered in or that somebody translated it into."""
    base = entry.text("SurveyLanguage") or "EN"
    names = dict.fromkeys([base, *options.part("AvailableLanguages").names()])
    options.ignore("AvailableLanguages")
    for question in questions.values():
        names.update(dict.fromkeys(question.part("Language").names()))
    return tags_of(names, ledger, known=_TAGS) or {"EN": UNKNOWN}
