"""Say what a form asks of all turns of a repeat: how many there are, sums over them, the answer in one of them."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.formats.expressions.functions import call, whole
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Call, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.conditions import MARK, Expression, Name

_OVER_ALL = ("sum", "min", "max")


def value_over_turns(node: Call, scope: Scope, translator: Translator) -> Expression | None:
    """Return the value of a call about the turns of a repeat; None where it is about nothing of the kind."""
    match node:
        case Call("position", (Reference(name),)) if set(name) <= {".", "/"}:
            return _position(name.count(".."), scope)
        case Call("count", (Reference(name),)) if name in scope.repeated:
            return _turns(scope.repeated[name], scope)
        case Call("count", (Reference(name),)) if name in scope.symbols:
            chain = scope.around.get(scope.symbols[name].name, ())
            return _turns(chain[-1], scope) if chain else None
        case Call("count-non-empty", (Reference(name),)) if _is_listed(name, scope):
            return call("count_chosen", Name(scope.symbols[name].name))
        case Call(function, (Reference(name),)) if function in _OVER_ALL and _is_listed(name, scope):
            return call(function, Name(scope.symbols[name].name))
        case Call("join", (separator, Reference(name))) if _is_listed(name, scope):
            return call("join", translator.expression(separator), Name(scope.symbols[name].name))
        case Call("indexed-repeat", (Reference(name), *places)):
            return _indexed(name, places, scope)
    return None


def _is_listed(name: str, scope: Scope) -> bool:
    return name in scope.symbols and not scope.is_here(scope.symbols[name].name)


def _position(up: int, scope: Scope) -> Expression:
    repeat = scope.path[-up] if 0 < up <= len(scope.path) else None
    if repeat is None:
        raise Untranslatable("it asks for the place of something other than the turn of a repeat")
    return Name(repeat)


def _turns(repeat: str, scope: Scope) -> Expression:
    if repeat in scope.here or not scope.is_here(repeat):
        raise Untranslatable(
            f"it counts the turns of `{repeat}`, which are not all asked yet or stand in another repeat"
        )
    return call("count_chosen", Name(repeat))


def _indexed(name: str, places: Sequence[Node], scope: Scope) -> Expression:
    if name not in scope.symbols:
        raise Untranslatable(f"it refers to `{name}`, which is not in the questionnaire")
    ours = scope.symbols[name].name
    asked_for = [place.name for place in places[::2] if isinstance(place, Reference)]
    chain = scope.around.get(ours, ())
    if scope.here or tuple(scope.repeated.get(repeat) for repeat in asked_for) != chain or not chain:
        raise Untranslatable("it takes an answer from another turn of the repeat around it")
    turns = [whole(place, "the number of a turn") for place in places[1::2]]
    if len(turns) != len(chain) or min(turns) < 1:
        raise Untranslatable("it names a turn that there cannot be")
    return Name(ours + "".join(f"{MARK}{turn}" for turn in turns))
