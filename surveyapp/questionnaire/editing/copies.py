"""Duplicate questions, pages and sections: a copy gets ids of its own, and what it says of itself follows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

from surveyapp.questionnaire.conditions import Condition, Expression, Gather, Name, OverParts
from surveyapp.questionnaire.editing.structure import ids_in, page_of, sections_of, with_page, with_question
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

_NUMBERED = re.compile(r"(.*?)(?:_([0-9]+))?\Z", re.DOTALL)
_NODES = get_args(Condition) + get_args(Expression)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id that is not taken: `AGE_2` after `AGE`."""
    found = _NUMBERED.match(wanted)
    stem, number = (found[1], int(found[2] or 1)) if found else (wanted, 1)
    name = wanted
    while name in taken:
        number += 1
        name = f"{stem[:70]}_{number}"
    return name


def question_copied(questionnaire: Questionnaire, question: str, taken: Collection[str]) -> tuple[Questionnaire, str]:
    """Put a copy behind a question and return its id; `taken` are ids that may not be used beside those there."""
    page = page_of(questionnaire, question)
    original = next(one for one in page.questions if one.id == question)
    name = free_id(question, {*taken, *ids_in(questionnaire)})
    return with_question(questionnaire, page.id, _renamed(original, {question: name}), question), name


def pages_copied(
    questionnaire: Questionnaire, pages: tuple[str, ...], taken: Collection[str]
) -> tuple[Questionnaire, str]:
    """Put copies of neighbouring pages behind the last of them and return the id of the first copy."""
    names: dict[str, str] = {}
    used = {*taken, *ids_in(questionnaire)}
    copies: list[Page] = []
    page_ids = {page.id for page in questionnaire.pages}
    originals = [page for page in questionnaire.pages if page.id in pages]
    for page in originals:
        for question in page.questions:
            names[question.id] = free_id(question.id, used)
            used.add(names[question.id])
    for page in originals:
        copies.append(_renamed(page, names).model_copy(update={"id": free_id(page.id, page_ids)}))
        page_ids.add(copies[-1].id)
    after = pages[-1]
    for copy in copies:
        questionnaire, after = with_page(questionnaire, copy, after), copy.id
    return questionnaire, copies[0].id


def section_copied(questionnaire: Questionnaire, head: str, taken: Collection[str]) -> tuple[Questionnaire, str]:
    """Put a copy behind a section and return the id of its first page."""
    section = next(one for one in sections_of(questionnaire) if one.head == head)
    return pages_copied(questionnaire, section.pages, taken)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Give new names wherever a model, a condition or a wording refers to a copied question."""
    if isinstance(value, Question):
        own = {"id": names[value.id], "locked": False}
        return _fields_renamed(value, names).model_copy(update=own)
    if isinstance(value, Model):
        return _fields_renamed(value, names)
    if isinstance(value, _NODES):
        return with_names(value, names)
    if isinstance(value, tuple):
        return tuple(_renamed(one, names) for one in value)
    if isinstance(value, Mapping):
        return {key: _piped(one, names) if isinstance(one, str) else _renamed(one, names) for key, one in value.items()}
    return value


def _fields_renamed(model: Model, names: Mapping[str, str]) -> Any:
    update = {name: _renamed(getattr(model, name), names) for name in type(model).model_fields}
    for name in ("only_in", "not_in"):
        if name in update:
            update[name] = names.get(update[name], update[name])
    return model.model_copy(update=update)


def with_names(node: Any, names: Mapping[str, str]) -> Any:
    """Return a condition or expression that names the copies where it named what was copied."""
    if isinstance(node, Name):
        return Name(_name(node.name, names))
    if isinstance(node, tuple):
        return tuple(with_names(one, names) for one in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    update = {field.name: with_names(getattr(node, field.name), names) for field in fields(node) if field.init}
    if isinstance(node, Gather | OverParts):
        update["over"] = _name(node.over, names)
    return replace(node, **update)


def _name(name: str, names: Mapping[str, str]) -> str:
    head, dot, rest = name.partition(".")
    return names.get(head, head) + dot + rest


def _piped(words: str, names: Mapping[str, str]) -> str:
    if "{" not in words:
        return words
    return re.sub(
        r"\{(\s*)([^{},.\s]+)(?=[\s},.])", lambda found: "{" + found[1] + names.get(found[2], found[2]), words
    )
