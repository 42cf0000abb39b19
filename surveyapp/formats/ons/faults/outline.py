"""Hold the outline of a runner schema to having its parts, of known kinds, each with an id of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from surveyapp.formats.ons.faults.index import (
    Index,
    Object,
    answers,
    blocks_with_places,
    objects,
    questions,
    sub_blocks,
    within,
)

Fault = tuple[str, str, str]
_BLOCKS = {
    "Question", "ConfirmationQuestion", "Interstitial", "Introduction", "CalculatedSummary", "GrandCalculatedSummary",
    "ListCollector", "ListCollectorContent", "ListCollectorDrivingQuestion", "PrimaryPersonListCollector",
    "PrimaryPersonListAddOrEditQuestion", "ListAddQuestion", "ListEditQuestion", "ListRemoveQuestion",
    "ListRepeatingQuestion", "RelationshipCollector", "UnrelatedQuestion", "Summary", "SectionSummary", "Confirmation",
    "IndividualResponse",
}  # fmt: skip
_ANSWERS = {
    "Radio", "Checkbox", "Dropdown", "TextField", "TextArea", "Number", "Currency", "Percentage", "Unit", "Duration",
    "Date", "MonthYearDate", "YearDate", "Address", "MobileNumber", "Relationship",
}  # fmt: skip
_QUESTIONS = {"General", "MutuallyExclusive", "Calculated", "DateRange"}
_ASKING = {"Question", "ConfirmationQuestion", "ListAddQuestion", "ListEditQuestion", "ListRemoveQuestion",
           "ListRepeatingQuestion", "ListCollectorDrivingQuestion", "PrimaryPersonListAddOrEditQuestion",
           "ListCollector", "PrimaryPersonListCollector"}  # fmt: skip
MOST_CHARACTERS = 80
_IDS = {"id", "form_type"}
_TEXTS = {"id", "type", "source", "identifier", "for_list", "placeholder", "block", "group", "form_type",
          "language", "survey_id", "data_version", "delimiter", "currency", "name", "answer_id",
          "unit", "unit_length"}  # fmt: skip
_LISTS = {
    **dict.fromkeys(
        ("sections", "groups", "blocks", "answers", "placeholders", "transforms", "routing_rules",
         "calculations", "items", "metadata", "question_variants", "content_variants", "repeating_blocks",
         "answer_codes", "related_answers", "definitions", "list_to_concatenate"), dict,
    ),
    **dict.fromkeys(("answers_to_calculate", "units", "required_completed_sections", "same_name_answer_ids"), str),
}  # fmt: skip
_OBJECTS = {"questionnaire_flow", "arguments", "forms", "add_block", "edit_block", "remove_block", "add_or_edit_block",
            "detail_answer", "skip_conditions", "dynamic_answers", "dynamic_options", "calculation", "enabled",
            "repeat", "action", "text_plural", "period_limits"}  # fmt: skip
_NUMBERS = {"decimal_places", "max_length", "rows"}
_SURVEY_ID = re.compile(r"[0-9a-zA-Z_-]+\Z")


def faults(document: Object) -> Iterator[Fault]:
    """Yield what is missing from the outline, and what is of a kind that nobody knows."""
    survey = document.get("survey_id")
    if not isinstance(survey, str) or not _SURVEY_ID.match(survey):
        yield "survey-id", "survey_id", "A survey id holds letters and digits, and no space."
    if not objects(document, "sections"):
        yield "no-sections", "sections", "A schema has at least one section."
    for section in objects(document, "sections"):
        place = f"sections.{section.get('id')}"
        yield from _needs_id(section, "A section", place)
        if not objects(section, "groups"):
            yield "no-groups", place, "A section has at least one group."
        for group in objects(section, "groups"):
            yield from _needs_id(group, "A group", f"{place}.groups")
            if not objects(group, "blocks"):
                yield "no-blocks", f"{place}.{group.get('id')}", "A group has at least one block."
            for block in objects(group, "blocks"):
                yield from _of_block(block, f"{place}.{block.get('id')}")


def shape_faults(document: Object) -> Iterator[Fault]:
    """Yield values that are no text, list or object where only one of these can stand."""
    for place, part in within(document, ""):
        for key, value in part.items():
            where = f"{place}.{key}".strip(".")
            if key in _TEXTS and not isinstance(value, str):
                yield "wrong-shape", where, "A text stands here."
            elif key in _IDS and len(str(value)) > MOST_CHARACTERS:
                yield "wrong-shape", where, f"An id has at most {MOST_CHARACTERS} characters."
            elif key in _LISTS and not (isinstance(value, list) and all(type(one) is _LISTS[key] for one in value)):
                yield "wrong-shape", where, "A list stands here."
            elif key in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
                yield "wrong-shape", where, "A whole number stands here."
            elif key in _OBJECTS and not isinstance(value, dict):
                yield "wrong-shape", where, "An object stands here."


def _needs_id(part: Object, what: str, place: str) -> Iterator[Fault]:
    if not isinstance(part.get("id"), str) or not part["id"]:
        yield "no-id", place, f"{what} has an id."


def _of_block(block: Object, place: str) -> Iterator[Fault]:
    yield from _needs_id(block, "A block", place)
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield "unknown-block-type", place, f"Nobody knows the type of block {str(kind)[:80]!r}."
        return
    if kind in _ASKING and not questions(block):
        yield "no-question", place, "A block of this type asks a question."
    if kind == "Introduction" and "content" in block:
        yield "introduction-content", place, "An introduction has primary content."
    for question in questions(block):
        yield from _of_question(question, f"{place}.{question.get('id')}")
    for inner in sub_blocks(block):
        yield from _of_block(inner, f"{place}.{inner.get('id')}")
    if "repeating_blocks" in block and not block["repeating_blocks"]:
        yield "no-blocks", f"{place}.repeating_blocks", "Repeating blocks hold at least one block."


def _of_question(question: Object, place: str) -> Iterator[Fault]:
    yield from _needs_id(question, "A question", place)
    if question.get("type") not in _QUESTIONS:
        yield "unknown-question-type", place, f"Nobody knows the type of question {str(question.get('type'))[:80]!r}."
    dynamic = question.get("dynamic_answers")
    if not objects(question, "answers") and dynamic is None:
        yield "no-answers", place, "A question has at least one answer."
    if dynamic is not None and not objects(dynamic, "answers"):
        yield "no-answers", f"{place}.dynamic_answers", "Dynamic answers hold at least one answer."
    for answer in answers(question):
        yield from _needs_id(answer, "An answer", place)
        where = f"{place}.{answer.get('id')}"
        if answer.get("type") not in _ANSWERS:
            yield "unknown-answer-type", where, f"Nobody knows the type of answer {str(answer.get('type'))[:80]!r}."
        if answer.get("type") in ("Radio", "Checkbox", "Dropdown") and not (
            objects(answer, "options") or answer.get("dynamic_options")
        ):
            yield "no-options", where, "There is nothing to choose from."


def faults_of_ids(index: Index) -> Iterator[Fault]:
    """Yield ids that stand twice; variants of a question share theirs, and so do the ways into one list."""
    counted: Counter[str] = Counter()
    for section in index.sections:
        counted[str(section["id"])] += 1
        counted.update(str(group["id"]) for group in objects(section, "groups"))
    shared: dict[str, set[str]] = {}
    for _, block in blocks_with_places(index):
        counted[str(block["id"])] += 1
        asked = questions(block)
        counted.update(sorted({str(question["id"]) for question in asked}))
        collecting = _list_kind(block)
        own = {str(answer["id"]) for question in asked for answer in answers(question)}
        for name in sorted(own):
            shared.setdefault(name, set()).add(collecting or f"block {block['id']}")
        for question in asked:
            twice = Counter(str(answer["id"]) for answer in answers(question))
            counted.update({name: times for name, times in twice.items() if times > 1})
    for name, users in shared.items():
        counted[name] += len(users)
    for name, times in counted.items():
        if times > 1:
            yield "duplicate-id", name, f"The id {name!r} stands more than once; give each its own."
    yield from _hub(index)


def _list_kind(block: Object) -> str:
    kinds = ("ListAddQuestion", "ListEditQuestion", "PrimaryPersonListAddOrEditQuestion")
    return "list" if block.get("type") in kinds else ""


def _hub(index: Index) -> Iterator[Fault]:
    flow = index.document.get("questionnaire_flow")
    options: Any = flow.get("options") if isinstance(flow, dict) else None
    known = {section["id"] for section in index.sections}
    for name in (options or {}).get("required_completed_sections") or () if isinstance(options, dict) else ():
        if name not in known:
            yield "unknown-section", "questionnaire_flow", f"There is no section called {str(name)[:80]!r}."
    kinds = [block.get("type") for _, block in blocks_with_places(index)]
    if index.document.get("preview_questions") and "Introduction" not in kinds:
        yield "no-introduction", "preview_questions", "Questions are previewed in an introduction, and there is none."
