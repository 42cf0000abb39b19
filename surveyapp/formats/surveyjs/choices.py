"""Make the choices, rows and columns of a SurveyJS question."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.implied import Implied, implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.result import Ledger
from surveyapp.formats.surveyjs.elements import Element, coded
from surveyapp.formats.surveyjs.expression import parse_surveyjs, translator_of, with_item
from surveyapp.formats.surveyjs.wording import Wordings
from surveyapp.questionnaire.choices import Choice, MissingKind
from surveyapp.questionnaire.conditions import ALWAYS, Condition, Constant, Membership, Name
from surveyapp.questionnaire.model import Text

_EXTRA: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("showOtherItem", "hasOther"), "otherText", "other"),
    (("showNoneItem", "hasNone"), "noneText", "none"),
)
_MISSING: tuple[tuple[str, str, MissingKind], ...] = (
    ("showRefuseItem", "refuseText", "refused"),
    ("showDontKnowItem", "dontKnowText", "dont_know"),
)
_ENGLISH: dict[str, str] = {"none": "None", "refused": "Refuse to answer", "dont_know": "Don't know"}


@dataclass(slots=True)
class Making:
    """What every question of a survey is made with; `missing` collects the wording of ways not to answer."""

    wordings: Wordings
    missing: dict[MissingKind, Text]
    elements: dict[str, Element]

    @property
    def ledger(self) -> Ledger:
        return self.wordings.ledger


def items_of(part: Part, key: str, at: int, making: Making) -> list[Choice]:
    """Return the written choices, rows or columns under a key."""
    made: dict[str, Choice] = {}
    parts = {id(one.value): one for one in part.each(key)}
    scalars = part.peek(key)
    if isinstance(scalars, list) and not any(isinstance(item, dict) for item in scalars):
        part.ignore(key)
    for code, item in coded(part, key):
        making.ledger.keep_time(choices=1)
        own = parts.get(id(item)) or Part({}, f"{part.place}.{key}.{code}")
        own.ignore("value", "name")
        if not code or code in made:
            making.ledger.lose(own.place, code, "it has no code of its own")
            own.ignore_all()
            continue
        text = making.wordings.take(own, "text" if "text" in own else "title", at)
        if isinstance(item, str) and "|" in item:
            text = making.wordings.text(item.partition("|")[2], own.place, at)
        made[code] = Choice(
            code=code[:120],
            text=text or making.wordings.text(code, own.place, at) or {making.wordings.base: code},
            exclusive=key == "choices" and own.is_on("isExclusive"),
            show_if=shown_if(own, "visibleIf", "it", at, making),
        )
    if isinstance(scalars, list):
        _read_scalars(part.part(key))
    return _where_all(part, f"{key}VisibleIf", list(made.values()), at, making)


def _where_all(part: Part, key: str, choices: list[Choice], at: int, making: Making) -> list[Choice]:
    """Return the choices, each also where a condition on `{item}` holds of it."""
    script = part.text(key)
    if not script.strip():
        return choices
    scope = making.wordings.scope
    try:
        node, translator = parse_surveyjs(script), translator_of(scope)
        shown = [scope.usable(translator.condition(with_item(node, one.code)).yes, at) for one in choices]
    except ValueError as error:
        making.ledger.lose(f"{part.place}.{key}", script, f"{error}; all of them are always shown")
        return choices
    return [
        one.model_copy(update={"show_if": all_of([one.show_if, condition])})
        for one, condition in zip(choices, shown, strict=True)
    ]


def _read_scalars(listed: Part) -> None:
    for at, item in enumerate(listed.value or ()):
        if not isinstance(item, dict | list):
            listed.ignore(at)  # type: ignore[arg-type]


def choices_of(element: Element, making: Making) -> list[Choice]:
    """Return everything that can be chosen: written, counted, carried forward, and the special items."""
    part, at = element.part, element.place
    found = items_of(part, "choices", at, making)
    found += _counted(part)
    found += _carried(part, at, making)
    for keys, text_key, code in _EXTRA:
        if not any(part.is_on(key) for key in keys):
            continue
        own = making.wordings.take(part, text_key, at)
        name: Implied | None = "other" if code == "other" else None
        usual = implied(name, making.wordings.languages) if name else {making.wordings.base: _ENGLISH[code]}
        opens = code == "other"
        other_id = f"{element.id}-Comment" if opens else None
        text = {**usual, **own}
        found.append(Choice(code=code, text=text, other=opens, other_id=other_id, exclusive=not opens))
    if "choicesByUrl" in part:
        making.ledger.lose(
            f"{part.place}.choicesByUrl", str(part.take("choicesByUrl")), "nothing is fetched from elsewhere"
        )
    return list({choice.code: choice for choice in found}.values())


def _counted(part: Part) -> list[Choice]:
    low, high, step = part.number("choicesMin"), part.number("choicesMax"), part.number("choicesStep") or 1
    if low is None or high is None or step <= 0 or not 0 <= (high - low) / step <= 1_000:
        return []
    numbers = [low + step * at for at in range(int((high - low) / step) + 1)]
    return [Choice(code=f"{number:g}", text={}) for number in numbers]


def _carried(part: Part, at: int, making: Making) -> list[Choice]:
    """Return the choices of an earlier question, each offered where it was (or was not) chosen there."""
    name, mode = part.text("choicesFromQuestion"), part.text("choicesFromQuestionMode")
    source = making.elements.get(name)
    if not name:
        return []
    if source is None or source.place >= at:
        making.ledger.lose(f"{part.place}.choicesFromQuestion", name, "no earlier question has this name")
        return []
    carried: list[Choice] = []
    for choice in items_of(source.part, "choices", at, making):
        held = Membership(Constant(choice.code), Name(source.id), negated=mode == "unselected")
        carried.append(choice.model_copy(update={"show_if": held if mode in ("selected", "unselected") else ALWAYS}))
    return carried


def ways_not_to_answer(part: Part, at: int, making: Making) -> tuple[MissingKind, ...]:
    """Return the ways not to answer that are offered beside the choices."""
    found: list[MissingKind] = []
    for key, text_key, kind in _MISSING:
        if part.is_on(key):
            own = making.wordings.take(part, text_key, at)
            making.missing.setdefault(kind, {making.wordings.base: _ENGLISH[kind], **own})
            found.append(kind)
    return tuple(found)


def shown_if(part: Part, key: str, what: str, at: int, making: Making) -> Condition:
    """Return where something is shown; always, and listed, where that cannot be said."""
    script = part.text(key)
    if not script.strip():
        return ALWAYS
    try:
        both = translator_of(making.wordings.scope).condition(parse_surveyjs(script))
        return making.wordings.scope.usable(both.yes, at)
    except ValueError as error:
        making.ledger.lose(f"{part.place}.{key}", script, f"{error}; {what} is always shown")
        return ALWAYS
