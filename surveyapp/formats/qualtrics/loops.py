"""Turn blocks that Qualtrics loops into repeats, and the fields of a loop into what stands in wordings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.json_source import Part
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.qualtrics.choices import Making
from surveyapp.formats.qualtrics.kinds import kind_of
from surveyapp.formats.qualtrics.names import codes_of, ordered, tag_of
from surveyapp.formats.qualtrics.wording import Wordings
from surveyapp.questionnaire.conditions import Constant, Expression, Name
from surveyapp.questionnaire.piping import pipe_mark
from surveyapp.questionnaire.schema import Repeat

MOST_TURNS = 200
_CODE = re.compile(r"[^\s{}=#,]+\Z")
_NUMERIC = "MergeOnNumericResponse"
_ALL = ("AllChoices", "DisplayedChoices")
_GRIDS = ("grid", "rows of several", "fields", "numbers")
_ONCE = "its questions are asked once"


@dataclass(frozen=True, slots=True)
class _Turns:
    """How often a block is asked: `over` an answer or `count` times; `codes` by the key of each row of the loop."""

    over: str | None
    count: Expression | None
    codes: dict[str, str]
    most: int


def repeat_of(block: Part, place: int, making: Making) -> Repeat | None:
    """Return the repeat that a looped block becomes, and let wordings show its fields; None where it is asked once."""
    making.wordings.loop.clear()
    options = block.part("Options")
    kind, looping = options.text("Looping"), options.part("LoopingOptions")
    if kind in ("", "None", "false"):
        return None
    locator = _locator_of(looping)
    turns = _static(looping) if kind == "Static" else _by_answer(looping, locator, place, making)
    if turns is None:
        making.ledger.lose(block.place, f"loop over {locator or kind}", _ONCE)
        looping.ignore_all()
        return None
    name = f"{block.text('ID')}-loop"
    if looping.text("Randomization") not in ("", "None"):
        why = "the turns of a repeat have one order"
        making.ledger.lose(f"{looping.place}.Randomization", looping.text("Randomization"), why)
    _word(name, turns, looping, making)
    looping.ignore_all()
    return Repeat(id=name, over=turns.over, count=turns.count, most=min(MOST_TURNS, max(1, turns.most)))


def _locator_of(looping: Part) -> str:
    return next((looping.text(key) for key in ("Locator", "ChoiceGroupLocator", "ChoiceLocator") if key in looping), "")


def _static(looping: Part) -> _Turns | None:
    rows = looping.part("Static").names()
    return (
        _Turns(None, Constant(len(rows)), {row: str(at) for at, row in enumerate(rows, 1)}, len(rows)) if rows else None
    )


def _by_answer(looping: Part, locator: str, place: int, making: Making) -> _Turns | None:
    source = making.logic.questions.get(looping.text("QID"))
    scope, mode = making.logic.scope, locator.rpartition("/")[2].partition("?")[0]
    if source is None:
        return None
    name, kind = source.text("QuestionID"), kind_of(source)
    keys = [key for key, _ in ordered(source, "Choices")]
    symbol = scope.symbols.get(name)
    if mode == _NUMERIC:
        known = isinstance(symbol, Single) and scope.places.get(symbol.name, place) < place
        rows = {row: row for row in looping.part("Static").names()}
        return _Turns(None, Name(symbol.name), rows, MOST_TURNS) if known and symbol is not None else None
    if mode in _ALL:
        return _Turns(None, Constant(len(keys)), {key: str(at) for at, key in enumerate(keys, 1)}, len(keys))
    known = scope.places.get(tag_of(source), place) < place
    if mode not in ("", "SelectedChoices") or not known:
        return None
    if isinstance(symbol, Many):
        return _Turns(symbol.name, None, codes_of(source, "Choices"), len(keys))
    return _Turns(tag_of(source), None, {key: key for key in keys}, len(keys)) if kind in _GRIDS else None


def _word(name: str, turns: _Turns, looping: Part, making: Making) -> None:
    """Say what the fields of a loop show: a form for each of its rows, by the code or number of the turn."""
    wordings, source = making.wordings, making.logic.questions.get(looping.text("QID"))
    static = looping.part("Static")
    fields: dict[str, dict[str, str]] = {}
    for row in static.names():
        for number in static.part(row).names():
            fields.setdefault(number, {})[turns.codes.get(row, row)] = static.part(row).text(number)
    if turns.over is not None:
        fields.pop("1", None)
        wordings.loop["Field/1"] = pipe_mark(name)
    elif source is not None and turns.codes and "1" not in fields:
        shown = {key: part.text("Display") for key, part in ordered(source, "Choices")}
        fields["1"] = {code: shown.get(key, "") for key, code in turns.codes.items()}
    if turns.count is not None:
        wordings.loop["CurrentLoopNumber"] = pipe_mark(name)
    if isinstance(turns.count, Constant):
        wordings.loop["TotalLoops"] = str(turns.count.value)
    empty = dict.fromkeys(turns.codes.values(), "")
    for number, words in fields.items():
        if said := _forms(name, {**empty, **words}, wordings, f"{looping.place}.Static"):
            wordings.loop[f"Field/{number}"] = said


def _forms(name: str, words: dict[str, str], wordings: Wordings, place: str) -> str | None:
    """Return a message with a form for each row; None where a code or a word cannot stand in one."""
    plain: dict[str, str] = {}
    for code, text in words.items():
        plain[code], dropped = plain_text(text)
        if dropped:
            wordings.ledger.lose(place, ", ".join(dropped), "wording is plain text")
    if not any(plain.values()) or any(not _CODE.match(code) or set(text) & set("{}") for code, text in plain.items()):
        return None
    if len(set(plain.values())) == 1:
        return next(iter(plain.values()))
    forms = " ".join(f"{code} {{{text}}}" for code, text in plain.items() if code != "other")
    return f"{{`{name}`, select, {forms} other {{{plain.get('other', '…')}}}}}"


def enter(repeat: Repeat | None, making: Making) -> None:
    """Let names mean what they mean in the turns of a repeat, or outside all of them."""
    making.logic.scope.path = (repeat.id,) if repeat is not None else ()
    if repeat is None:
        making.wordings.loop.clear()
