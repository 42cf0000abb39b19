"""Hold the collectors of lists in a runner schema to asking what they need, and lists to being filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveyapp.formats.ons.faults.index import (
    Index,
    Object,
    answers,
    blocks_with_places,
    objects,
    questions,
)

Fault = tuple[str, str, str]
_ADD, _REMOVE, _PRIMARY = "RedirectToListAddBlock", "RemoveListItemAndAnswers", "RedirectToListAddBlock"
_SUB_TYPES = {
    "add_block": "ListAddQuestion",
    "edit_block": "ListEditQuestion",
    "remove_block": "ListRemoveQuestion",
    "add_or_edit_block": "PrimaryPersonListAddOrEditQuestion",
}
_NEEDED = {
    "ListCollector": ("add_block", "edit_block", "remove_block"),
    "PrimaryPersonListCollector": ("add_or_edit_block",),
}


def faults(index: Index) -> Iterator[Fault]:
    """Yield what is wrong with the lists of a schema."""
    filled: dict[str, tuple[str, set[str]]] = {}
    for place, block in blocks_with_places(index):
        kind = str(block.get("type"))
        if kind in _NEEDED:
            yield from _of_collector(index, block, kind, place)
            yield from _of_same_list(block, kind, place, filled)
        if kind in ("ListCollectorDrivingQuestion", "RelationshipCollector", "ListCollectorContent"):
            yield from _known(index, block.get("for_list"), place)
        if kind == "RelationshipCollector":
            kinds = [answer.get("type") for question in questions(block) for answer in answers(question)]
            if kinds != ["Relationship"] * len(kinds) or not kinds:
                yield "relationship-answer", place, "A collector of relationships asks one answer of type Relationship."
        if kind == "ListCollectorDrivingQuestion":
            yield from _of_driving(index, block, place)
        yield from _of_actions(index, block, kind, place)
    yield from _of_sections(index)


def _known(index: Index, name: Any, place: str) -> Iterator[Fault]:
    if str(name) not in index.lists:
        yield "unknown-list", place, f"No block fills a list called {str(name)[:60]!r}."


def _of_collector(index: Index, block: Object, kind: str, place: str) -> Iterator[Fault]:
    if not isinstance(block.get("for_list"), str):
        yield "no-list", place, "A collector says which list it fills."
    for key in _NEEDED[kind]:
        inner = block.get(key)
        if not isinstance(inner, dict):
            yield "no-sub-block", place, f"A collector has its {key}."
        elif inner.get("type") != _SUB_TYPES[key]:
            yield "sub-block-type", f"{place}.{key}", f"The {key} is of the type {_SUB_TYPES[key]}."
        elif "routing_rules" in inner:
            yield "routing", f"{place}.{key}", "Nothing leads elsewhere out of a collector."
    yield from _radio_with(block, _ADD, place)
    if kind == "ListCollector":
        if isinstance(block.get("remove_block"), dict):
            yield from _radio_with(block["remove_block"], _REMOVE, f"{place}.remove_block")
        if _ids(block.get("add_block")) != _ids(block.get("edit_block")):
            yield "answers-differ", place, "What is added to a list and what is changed in it are the same answers."
        for name in block.get("same_name_answer_ids") or ():
            if name not in _ids(block.get("add_block")):
                yield "unknown-answer", place, f"No answer of this collector is called {str(name)[:60]!r}."


def _radio_with(block: Object, action: str, place: str) -> Iterator[Fault]:
    asked = [answer for question in questions(block) for answer in objects(question, "answers")]
    if not asked or any(answer.get("type") != "Radio" for answer in asked):
        yield "no-radio", place, "A collector asks by a Radio answer."
        return
    actions = {
        str(option["action"].get("type"))
        for answer in asked
        for option in objects(answer, "options")
        if isinstance(option.get("action"), dict)
    }
    if action not in actions:
        yield "no-action", place, f"No option leads on by the action {action}."


def _ids(block: Any) -> set[str]:
    asked = questions(block) if isinstance(block, dict) else []
    return {str(answer.get("id")) for question in asked for answer in answers(question)}


def _of_same_list(block: Object, kind: str, place: str, filled: dict[str, tuple[str, set[str]]]) -> Iterator[Fault]:
    """Yield where two collectors of a kind fill one list by different answers, or different lists by the same."""
    name = f"{kind} {block.get('for_list')}"
    own = _ids(block.get("add_block") or block.get("add_or_edit_block"))
    for other, (_, ids) in filled.items():
        if other == name and ids != own:
            yield "answers-differ", place, f"Another collector fills the list {block.get('for_list')!r} differently."
        if other.partition(" ")[2] != name.partition(" ")[2] and ids & own:
            yield "answers-shared", place, f"The answers {', '.join(sorted(ids & own))} fill another list too."
    filled.setdefault(name, (place, own))


def _of_driving(index: Index, block: Object, place: str) -> Iterator[Fault]:
    drivers = [
        one
        for _, one in blocks_with_places(index)
        if one.get("type") == "ListCollectorDrivingQuestion" and one.get("for_list") == block.get("for_list")
    ]
    if len(drivers) > 1:
        yield "driving-questions", place, "A list has one driving question."


def _of_actions(index: Index, block: Object, kind: str, place: str) -> Iterator[Fault]:
    """Yield actions whose parameters are missing, name nothing, or stand where none are taken."""
    for question in questions(block):
        for answer in objects(question, "answers"):
            for option in objects(answer, "options"):
                action = option.get("action")
                if not isinstance(action, dict) or action.get("type") != _ADD:
                    continue
                where = f"{place}.{answer.get('id')}.{option.get('value')}"
                params = action.get("params")
                if kind in _NEEDED and params:
                    yield "action-params", where, "The action of a collector takes no parameters."
                elif kind not in _NEEDED and not isinstance(params, dict):
                    yield "action-params", where, "The action says which block and which list it leads to."
                elif kind not in _NEEDED and isinstance(params, dict):
                    target = index.blocks.get(str(params.get("block_id")), {})
                    if target.get("type") != "ListAddQuestion":
                        yield "action-params", where, f"There is no add block called {params.get('block_id')!r}."
                    yield from _known(index, params.get("list_name"), where)


def _of_sections(index: Index) -> Iterator[Fault]:
    for section in index.sections:
        place = f"sections.{section['id']}"
        if isinstance(repeat := section.get("repeat"), dict):
            yield from _known(index, repeat.get("for_list"), f"{place}.repeat")
        collectors = [
            block
            for group in objects(section, "groups")
            for block in objects(group, "blocks")
            if block.get("type") == "ListCollector"
        ]
        repeating = [block for block in collectors if block.get("repeating_blocks")]
        for block in repeating:
            same = [one for one in collectors if one.get("for_list") == block.get("for_list")]
            everywhere = [
                one
                for _, one in blocks_with_places(index)
                if one.get("type") == "ListCollector" and one.get("for_list") == block.get("for_list")
            ]
            if len(same) > 1 or len(everywhere) > 1:
                yield (
                    "collectors",
                    place,
                    f"The list {block.get('for_list')!r} with repeating blocks has one collector.",
                )
        yield from _of_summary(index, section, collectors, place)


def _of_summary(index: Index, section: Object, collectors: list[Object], place: str) -> Iterator[Fault]:
    summary = section.get("summary")
    items = objects(summary, "items") if isinstance(summary, dict) else []
    if items and isinstance(summary, dict) and summary.get("show_non_item_answers") and len(collectors) > 1:
        yield "collectors", place, "A section whose summary shows other answers has one collector."
    if isinstance(summary, dict) and "show_non_item_answers" in summary and not items:
        yield "summary-fields", f"{place}.summary", "A summary that shows other answers names the lists it shows."
    for item in items:
        yield from _known(index, item.get("for_list"), f"{place}.summary")
        own = [
            name
            for _, block in blocks_with_places(index)
            if block.get("type") == "ListCollector" and block.get("for_list") == item.get("for_list")
            for name in [
                *_ids(block.get("add_block")),
                *(n for b in objects(block, "repeating_blocks") for n in _ids(b)),
            ]
        ]
        anchor = item.get("item_anchor_answer_id")
        if anchor is not None and anchor not in own:
            yield "unknown-answer", f"{place}.summary", f"No collector asks {str(anchor)[:60]!r}."
        if ("related_answers" in item) and not (anchor and item.get("item_label")):
            yield "summary-fields", f"{place}.summary", "An item with related answers has a label and an anchor."
        for source in objects(item, "related_answers"):
            name = str(source.get("identifier"))
            if name not in own:
                yield "unknown-answer", f"{place}.summary", f"No collector asks {name[:60]!r}."
            elif not any(answer.get("label") for answer in index.answers.get(name, ())):
                yield "no-label", f"{place}.summary", f"The related answer {name!r} has no label."
