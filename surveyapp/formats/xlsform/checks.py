"""Turn a constraint and its message into limits of the answer and a check."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.formats.expressions.combining import any_of, negated
from surveyapp.formats.expressions.needed import answered_where
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Symbol
from surveyapp.formats.expressions.tree import Binary, Node
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.limits import Limits, count_limits, number_limits, text_limits
from surveyapp.formats.xlsform.structure import Item, is_no, is_yes
from surveyapp.formats.xlsform.types import Family
from surveyapp.formats.xlsform.wording import Wordings, piped
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.conditions import AnyOf, Condition, IsMissing, Name, children_of
from surveyapp.questionnaire.conditions import Node as Ours
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check


@dataclass(frozen=True, slots=True)
class Constraint:
    limits: Limits = Limits()
    checks: tuple[Check, ...] = ()


def read_constraint(
    text: str, message: Text, family: Family, own: Symbol, scope: Scope, languages: tuple[str, ...], ledger: Ledger
) -> Constraint:
    """Return the limits and the check of a constraint; what cannot be said is listed.

    What limits say is not checked again; a message keeps its check even where limits say all, so that it is not lost.
    """
    place = own.name
    if not text:
        if message:
            ledger.lose(f"{place}.constraint_message", " / ".join(message.values()), "there is no constraint")
        return Constraint()
    limits = Limits()
    try:
        node = parse_xpath(text)
        if family in ("integer", "decimal", "range"):
            limits = number_limits(node, whole=family == "integer")
        elif family == "select_multiple":
            limits = count_limits(node)
        elif family == "text":
            limits = text_limits(node)
        if limits.exact and (family in ("text", "select_multiple") or not message):
            if message:
                why = "what does not fit these limits is answered in our own words"
                ledger.lose(f"{place}.constraint_message", " / ".join(message.values()), why)
            return Constraint(limits)
        node = _all_of(limits.rest) if limits.rest else node
        condition = scope.usable(
            _passes(Translator(XPath(scope, own)).condition(node).no, own), scope.places[place], own=True
        )
    except ValueError as error:
        ledger.lose(f"{place}.constraint", text, str(error))
        if message:
            ledger.lose(f"{place}.constraint_message", " / ".join(message.values()), "its constraint is lost")
        return Constraint(limits)
    return Constraint(limits, (Check(condition=condition, text=message or implied("check", languages)),))


def _all_of(parts: tuple[Node, ...]) -> Node:
    first, *rest = parts
    return Binary("and", first, _all_of(tuple(rest))) if rest else first


def required_checks(item: Item, at: int, scope: Scope, wordings: Wordings, ledger: Ledger) -> tuple[Check, ...]:
    """Return the check that asks for an answer where an expression needs one; none for always or never."""
    text = item.row.take("required")
    if not text or is_yes(text) or is_no(text):
        return ()
    message = piped(wordings.take(item.row, "required_message", item.id), scope, at, f"{item.id}.required", ledger)
    try:
        needed = Translator(XPath(scope)).condition(parse_xpath(text))
        condition = scope.usable(answered_where(item.id, needed), at, own=True)
    except ValueError as error:
        ledger.lose(f"{item.id}.required", text, f"{error}; the question may be left empty")
        return ()
    return (Check(condition=condition, text=message or implied("answer", wordings.languages)),)


def _passes(fails: Condition, own: Symbol) -> Condition:
    """Return the check that blocks exactly where the constraint fails; it is never asked of an unanswered question."""
    unanswered = IsMissing(Name(own.name))
    if isinstance(fails, AnyOf):
        fails = AnyOf(tuple(part for part in fails.parts if part != unanswered))
        fails = fails.parts[0] if len(fails.parts) == 1 else fails
    return any_of([unanswered, negated(fails)]) if _asks_for(unanswered, fails) else negated(fails)


def _asks_for(unanswered: IsMissing, node: Ours) -> bool:
    return node in (unanswered, negated(unanswered)) or any(_asks_for(unanswered, part) for part in children_of(node))
