"""Write the choices that a Qualtrics question carries forward into it, each shown where its source shows or holds it.

A carried choice has the key `x` and the key of its source, as in Qualtrics' own logic and exports.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from surveyapp.formats.result import Ledger

_LOCATOR = re.compile(r"q://(QID[^/]+)/ChoiceGroup/([A-Za-z]+)(?:/([^/?]+))?(?:\?.*)?\Z")
_SELECTED = {"SelectedChoices": "Selected", "UnselectedChoices": "NotSelected", "NonSelectedChoices": "NotSelected"}
_OFFERED = ("AllChoices", "DisplayedChoices")
_OF_ANSWER = ("SelectedChoicesForAnswer", "SelectedAnswerChoices")

ALL_OF = "AllOf"
"""The type of a logic that joins whole logics of Qualtrics, of which all must hold."""

Payload = dict[str, Any]


def carry_choices(questions: Mapping[str, Payload], ledger: Ledger) -> None:
    """Put the carried choices into the payloads themselves; what cannot be carried is listed."""
    done: set[str] = set()
    for name in questions:
        _carry(name, questions, done, ledger)


def _carry(name: str, questions: Mapping[str, Payload], done: set[str], ledger: Ledger) -> None:
    question = questions[name]
    dynamic = question.get("DynamicChoices")
    if name in done or not isinstance(dynamic, dict) or not dynamic.get("Locator"):
        return
    done.add(name)
    locator = str(question.pop("DynamicChoices")["Locator"])
    question.pop("DynamicChoicesData", None)
    place = f"{question.get('DataExportTag') or name}.DynamicChoices"
    found = _LOCATOR.match(locator)
    source = questions.get(found[1]) if found else None
    if found is None or source is None:
        ledger.lose(place, locator, "choices of a list outside the survey are not offered")
        return
    _carry(found[1], questions, done, ledger)
    choices = source.get("Choices")
    if not isinstance(choices, dict) or not _is_known(found[2], found[3]):
        ledger.lose(place, locator, "which choices are carried forward cannot be said; none of them is offered")
        return
    _put(question, source, found, place, ledger)


def _is_known(mode: str, answer: str | None) -> bool:
    return mode in _SELECTED or mode in _OFFERED or (mode in _OF_ANSWER and answer is not None)


def _keys(payload: Payload, what: str) -> list[str]:
    """Return the keys of an object, or the scalars of a list; nothing of anything else."""
    found = payload.get(what)
    return [str(key) for key in found if isinstance(key, str | int)] if isinstance(found, dict | list) else []


def _put(question: Payload, source: Payload, found: re.Match[str], place: str, ledger: Ledger) -> None:
    listed = source["Choices"]
    order = [key for key in _keys(source, "ChoiceOrder") if key in listed]
    keys = list(dict.fromkeys([*order, *listed]))
    own = question["Choices"] if isinstance(question.get("Choices"), dict) else {}
    carried: Payload = {}
    for key in keys:
        ledger.keep_time()
        choice = copy.deepcopy(listed[key]) if isinstance(listed[key], dict) else {"Display": str(listed[key])}
        if choice.pop("TextEntry", None) not in (None, "", False, "false"):
            ledger.lose(f"{place}.{key}", str(choice.get("Display")), "its words are carried, not the text beside it")
        logic = _logic(source, key, found, choice.pop("DisplayLogic", None))
        said = own.get(f"x{key}")
        said = said if isinstance(said, dict) else {}
        carried[f"x{key}"] = {**choice, **({"DisplayLogic": logic} if logic else {}), **said}
    first = _keys(question, "ChoiceOrder")
    question["Choices"] = {**carried, **{key: value for key, value in own.items() if key not in carried}}
    question["ChoiceOrder"] = [key for key in first if key in question["Choices"]] if set(first) & set(carried) else []
    _put_translations(question, source, keys)


def _put_translations(question: Payload, source: Payload, keys: list[str]) -> None:
    theirs = source.get("Language")
    for language, words in theirs.items() if isinstance(theirs, dict) else ():
        said = words.get("Choices") if isinstance(words, dict) else None
        if not isinstance(said, dict):
            continue
        if not isinstance(question.get("Language"), dict):
            question["Language"] = {}
        if not isinstance(question["Language"].get(language), dict):
            question["Language"][language] = {}
        ours = question["Language"][language]
        if not isinstance(ours.get("Choices"), dict):
            ours["Choices"] = {}
        for key in keys:
            if key in said:
                ours["Choices"].setdefault(f"x{key}", copy.deepcopy(said[key]))


def _logic(source: Payload, key: str, found: re.Match[str], own: Any) -> Any:
    """Return the display logic of a carried choice: also its own in the source where it may not have been chosen."""
    mode, answer = found[2], found[3]
    if mode in _OFFERED:
        return own
    operator = _SELECTED.get(mode, "Selected")
    joined = "Or" if operator == "Selected" else "And"
    place = f"q://{found[1]}/SelectableChoice/{key}"
    answers = [answer] if answer else _keys(source, "Answers") if source.get("QuestionType") == "Matrix" else []
    held = {
        str(at): {"LogicType": "Question", "Operator": operator, "LeftOperand": locator, "Conjuction": joined}
        for at, locator in enumerate([f"{place}/{one}" for one in answers] or [place])
    }
    alone = {"0": {**held, "Type": "If"}, "Type": "BooleanExpression"}
    return {"Type": ALL_OF, "Logics": [alone, own]} if own and operator == "NotSelected" else alone
