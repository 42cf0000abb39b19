"""Say what is asked of the turns of a repeat: the one here, one by its number, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.texts import scalar
from surveyapp.questionnaire.conditions import MARK, Call, Constant, Name

if TYPE_CHECKING:
    from surveyapp.formats.written.xlsform.xpath import XPathWriter

_OVER_ALL = {"sum": "sum", "min": "min", "max": "max", "count_chosen": "count-non-empty"}


def reference_text(name: str, writer: XPathWriter) -> str:
    """Return how an XPath refers to one answer; raise Untranslatable where it stands in other turns than these."""
    answers = writer.answers(name)
    base, *turns = name.split(MARK)
    if turns:
        return _indexed(name, turns, writer)
    if answers.turns:
        return _turn(base, writer)
    if not is_here(base, writer):
        raise Untranslatable(f"it takes the answers to `{base}` in each turn of a repeat for one")
    return f"${{{answers.name}}}"


def is_here(name: str, writer: XPathWriter) -> bool:
    """Tell whether a name has one value at the place that is written."""
    answers = writer.answers(name)
    return (name in writer.path) if answers.turns else set(answers.around) <= set(writer.path)


def over_turns(call: Call, writer: XPathWriter) -> str | None:
    """Return a call about all turns of a repeat; None where it is about nothing of the kind."""
    match call:
        case Call(function, (Name(name),)) if function in _OVER_ALL and _is_behind(name, writer):
            answers = writer.answers(name)
            if answers.turns:
                if function != "count_chosen":
                    raise Untranslatable(f"it computes with the numbers of the turns of `{name}`")
                return f"count(${{{answers.name}}})"
            if answers.several or answers.rows:
                raise Untranslatable(f"it counts the list `{name}` of each turn")
            return f"{_OVER_ALL[function]}(${{{answers.name}}})"
        case Call("join", (Constant(str(separator)), Name(name))) if _is_behind(name, writer):
            if writer.answers(name).turns:
                raise Untranslatable(f"it joins the numbers of the turns of `{name}`")
            return f"join({scalar(separator)}, ${{{writer.answers(name).name}}})"
    return None


def _is_behind(name: str, writer: XPathWriter) -> bool:
    return MARK not in name and not is_here(name, writer)


def _turn(repeat: str, writer: XPathWriter) -> str:
    if repeat not in writer.path:
        raise Untranslatable(f"it takes all turns of `{repeat}` for one")
    up = len(writer.path) - writer.path.index(repeat)
    number = f"position({'/'.join(['..'] * up)})"
    over = writer.answers(repeat).over
    return number if over is None else f"selected-at({writer.reference(over)}, {number} - 1)"


def _indexed(name: str, turns: list[str], writer: XPathWriter) -> str:
    answers = writer.answers(name)
    if len(turns) != len(answers.around) or not all(turn.isdigit() for turn in turns) or any(writer.path):
        raise Untranslatable(f"it takes `{name}`, which no number of a turn finds there")
    places = [f"${{{writer.answers(repeat).name}}}, {turn}" for repeat, turn in zip(answers.around, turns, strict=True)]
    return f"indexed-repeat(${{{answers.name}}}, {', '.join(places)})"
