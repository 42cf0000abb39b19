"""Lay a Qualtrics survey file out: questions by id, blocks by id, the flow, the languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.json_source import Part
from surveyapp.formats.languages import UNKNOWN, language_tag, private_tag
from surveyapp.formats.result import Ledger, Unreadable

MOST_QUESTIONS = 3_000
_TAGS = {"ZH-S": "zh-Hans", "ZH-T": "zh-Hant", "PB": "pt-BR"}
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
        of_kind.setdefault(element.text("Element"), []).append(element)
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
    tags: dict[str, str] = {}
    for name in names:
        tag = _TAGS.get(name.upper()) or language_tag(name)
        if tag is None:
            tag = private_tag(name)
            ledger.lose("languages", name, f"no such language is known; its tag here is {tag}")
        if tag in tags.values():
            ledger.lose("languages", name, f"another language of the survey has the tag {tag} too")
            continue
        tags[name] = tag
    return tags or {"EN": UNKNOWN}
