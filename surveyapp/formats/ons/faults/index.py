"""Know every section, block, question and answer of a runner schema by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Object = dict[str, Any]
SUB_BLOCKS = ("add_block", "edit_block", "remove_block", "add_or_edit_block")


@dataclass(slots=True)
class Index:
    """`order` numbers the blocks; a sub-block has the number of its collector; `answers` holds every variant."""

    document: Object
    sections: list[Object] = field(default_factory=list)
    blocks: dict[str, Object] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    section_of: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[Object]] = field(default_factory=dict)
    block_of: dict[str, str] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)

    def type_of(self, answer: str) -> str:
        return str(next((one.get("type") for one in self.answers.get(answer, ())), ""))

    def block(self, answer: str) -> Object:
        return self.blocks.get(self.block_of.get(answer, ""), {})


def index_of(document: Object) -> Index:
    """Return the index of a schema whose outline is sound."""
    index = Index(document)
    index.sections = objects(document, "sections")
    number = 0
    for section in index.sections:
        for group in objects(section, "groups"):
            for block in objects(group, "blocks"):
                number += 1
                _add(index, block, number, str(section.get("id")))
                for inner in sub_blocks(block):
                    _add(index, inner, number, str(section.get("id")))
                name = block.get("for_list")
                if block.get("type") in ("ListCollector", "PrimaryPersonListCollector") and isinstance(name, str):
                    index.lists.setdefault(name, number)
    supplied = document.get("supplementary_data")
    for name in supplied.get("lists") or () if isinstance(supplied, dict) else ():
        if isinstance(name, str):
            index.lists.setdefault(name, 0)
    return index


def _add(index: Index, block: Object, number: int, section: str) -> None:
    name = str(block.get("id"))
    index.blocks.setdefault(name, block)
    index.order.setdefault(name, number)
    index.section_of.setdefault(name, section)
    for question in questions(block):
        for answer in answers(question):
            index.answers.setdefault(str(answer.get("id")), []).append(answer)
            index.block_of.setdefault(str(answer.get("id")), name)


def objects(parent: Any, key: str) -> list[Object]:
    """Return the objects of a list under a key."""
    found = parent.get(key) if isinstance(parent, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def sub_blocks(block: Object) -> Iterator[Object]:
    yield from (block[key] for key in SUB_BLOCKS if isinstance(block.get(key), dict))
    yield from objects(block, "repeating_blocks")


def questions(block: Object) -> list[Object]:
    """Return the question of a block, or those of its variants."""
    if isinstance(block.get("question"), dict):
        return [block["question"]]
    return [one["question"] for one in objects(block, "question_variants") if isinstance(one.get("question"), dict)]


def answers(question: Object) -> Iterator[Object]:
    """Yield the answers of a question, those for each member of a list, and those beside options."""
    for answer in [*objects(question, "answers"), *objects(question.get("dynamic_answers"), "answers")]:
        yield answer
        for option in objects(answer, "options"):
            if isinstance(option.get("detail_answer"), dict):
                yield option["detail_answer"]


def within(value: Any, place: str) -> Iterator[tuple[str, Object]]:
    """Yield every object in a value with its place."""
    waiting: list[tuple[str, Any]] = [(place, value)]
    while waiting:
        where, one = waiting.pop()
        if isinstance(one, dict):
            yield where, one
            waiting += [(f"{where}.{key}", part) for key, part in reversed(one.items())]
        elif isinstance(one, list):
            waiting += [(f"{where}.{_name(at, part)}", part) for at, part in reversed(list(enumerate(one)))]


def _name(at: int, part: Any) -> str:
    name = part.get("id") if isinstance(part, dict) else None
    return name if isinstance(name, str) else str(at)


def blocks_with_places(index: Index) -> Iterator[tuple[str, Object]]:
    """Yield every block, sub-blocks too, with its place."""
    for section in index.sections:
        for group in objects(section, "groups"):
            for block in objects(group, "blocks"):
                place = f"sections.{section.get('id')}.{block.get('id')}"
                yield place, block
                for inner in sub_blocks(block):
                    yield f"{place}.{inner.get('id')}", inner
