"""Read the display logic, branches and skips of Qualtrics: sets of expressions joined by and / or."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from surveyapp.formats.expressions.combining import OPPOSITE, Both, both_all, both_any
from surveyapp.formats.expressions.functions import exactly, matches_pattern
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single, Symbol, Ticked
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Dialect, Translator, is_missing, ticked
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.carrying import ALL_OF
from surveyapp.formats.qualtrics.names import FIELD, codes_of, ordered, tag_of
from surveyapp.questionnaire.conditions import Call as Function
from surveyapp.questionnaire.conditions import Comparator, Comparison, Constant, Expression, IsMissing, Name, Test

_COMPARED = {
    "EqualTo": "==",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
    "Is": "==",
    "IsNot": "!=",
}
_SELECTED = ("Selected", "NotSelected")
_LOCATOR = re.compile(r"q://(QID[^/]+)/([A-Za-z]+)(?:/(.*))?\Z")
_IN_TEXT = ("Contains", "DoesNotContain")
_BY_PATTERN = ("MatchesRegex", "DoesNotMatchRegex")
_SHOWN_PARTS = {"QuestionDisplayed": "Choices", "ChoiceDisplayed": "Choices", "AnswerDisplayed": "Answers"}
_NEVER_KNOWN = {
    "DeviceType": "nothing is recorded about a device",
    "GeoIP": "nothing is recorded about where somebody is",
    "PanelData": "nobody's name or address is known",
    "Quota": "quotas belong to the operator of a survey, not to its questions",
}


@dataclass
class Logic:
    """What every condition of a survey is read with."""

    scope: Scope
    questions: Mapping[str, Part]
    _heads: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def both(self, logic: Any) -> Both:
        """Return where a logic is true and where it is false; raise Untranslatable (a ValueError) with the reason."""
        if isinstance(logic, dict) and logic.get("Type") == ALL_OF:
            return both_all([self.both(one) for one in logic["Logics"]])
        sets = [(str(one.get("Type", "If")), self._set(one)) for one in _numbered(logic)]
        if not sets:
            raise Untranslatable("it holds no condition")
        return _joined([(kind.lower().startswith("or"), both) for kind, both in sets])

    def skips(self, skip: Part) -> Both:
        """Return where a skip is taken."""
        return self._expression(
            {"LogicType": "Question", "LeftOperand": skip.text("ChoiceLocator") or skip.text("Locator"),
             "Operator": skip.text("Condition"), "RightOperand": skip.text("RightOperand")}
        )  # fmt: skip

    def _set(self, logic: dict[str, Any]) -> Both:
        found = [(str(one.get("Conjuction", "")).lower() == "or", self._expression(one)) for one in _numbered(logic)]
        if not found:
            raise Untranslatable("a set of it holds no condition")
        return _joined(found)

    def _expression(self, said: dict[str, Any]) -> Both:
        kind = str(said.get("LogicType", "Question"))
        if kind in _NEVER_KNOWN:
            raise Untranslatable(_NEVER_KNOWN[kind])
        operator = str(said.get("Operator", ""))
        if kind == "EmbeddedField":
            return self._compared(self.scope.symbol(f"{FIELD}{said.get('LeftOperand')}"), operator, said)
        locator = str(said.get("LeftOperand") or said.get("ChoiceLocator") or "")
        if not locator and "Displayed" in operator:
            locator = f"q://{said.get('QuestionID')}/QuestionDisplayed"
        found = _LOCATOR.match(locator.replace("%23", "#"))
        if kind != "Question" or found is None:
            raise Untranslatable(f"a condition on {kind[:30]} has no equivalent here")
        name, what, rest = found[1], found[2], (found[3] or "").split("?")[0]
        if "#" in name:
            return self._in_column(name, what, rest, operator)
        if "Displayed" in operator or "Displayed" in what:
            return self._displayed(name, what, rest, operator)
        if what in ("SelectableChoice", "SelectableAnswer") and operator in _SELECTED:
            both = self._selected(name, what, rest)
            return both if operator == "Selected" else both.turned()
        if what == "SelectedChoicesCount":
            return self._count(name, operator, said)
        if what in ("ChoiceTextEntryValue", "ChoiceNumericEntryValue", "SelectableChoice"):
            return self._compared(self._value_of(name, rest), operator, said)
        raise Untranslatable(f"it asks for {what[:40]}, which has no equivalent here")

    def _question(self, name: str) -> Part:
        if name not in self.questions:
            raise Untranslatable(f"it refers to `{name}`, which is not in the survey")
        return self.questions[name]

    def _selected(self, name: str, what: str, rest: str) -> Both:
        question = self._question(name)
        if name in self.scope.symbols or not self._has_parts(name):
            symbol = self.scope.symbol(name)
            code = codes_of(question, "Choices").get(rest)
            if code is None:
                raise Untranslatable(f"there is no choice {rest!r}")
            return _holds(symbol, code)
        row, _, answer = rest.partition("/")
        rows = [row] if answer else [key for key, _ in ordered(question, "Choices")]
        code = codes_of(question, "Answers").get(answer or row)
        if code is None or (not answer and what == "SelectableChoice"):
            raise Untranslatable(f"there is no answer {rest!r}")
        return both_any([_holds(self.scope.symbol(f"{name}/{key}"), code) for key in rows])

    def _has_parts(self, name: str) -> bool:
        """Tell whether the answers to a question have names of their own: rows of a grid, fields of a form."""
        if len(self._heads[1]) != len(self.scope.symbols):
            known = frozenset(self.scope.symbols)
            self._heads = frozenset(called.partition("/")[0] for called in known if "/" in called), known
        return name in self._heads[0]

    def _value_of(self, name: str, rest: str) -> Symbol:
        for candidate in (f"{name}/{rest}/text", f"{name}/{rest}", name):
            if rest and candidate in self.scope.symbols:
                return self.scope.symbols[candidate]
        return self.scope.symbol(f"{name}/{rest}" if rest and name not in self.scope.symbols else name)

    def _count(self, name: str, operator: str, said: dict[str, Any]) -> Both:
        symbol, limit = self.scope.symbol(name), _number(said.get("RightOperand"))
        if not isinstance(symbol, Many) or operator not in _COMPARED or limit is None:
            raise Untranslatable("it counts something other than the choices of a question")
        counted = Function("count_chosen", (Name(symbol.name),))
        sign = cast(Comparator, _COMPARED[operator])
        constant = Constant(int(limit) if limit.is_integer() else limit)
        return Both(Comparison(sign, counted, constant), Comparison(OPPOSITE[sign], counted, constant))

    def _in_column(self, name: str, what: str, rest: str, operator: str) -> Both:
        """Return where an answer was chosen in one column of a question side by side: in a row of it, or in any."""
        whole, _, number = name.partition("#")
        question = self._question(whole)
        column = question.part("AdditionalQuestions").part(number)
        row, _, answer = rest.partition("/")
        rows = [row] if answer else [key for key, _ in ordered(question, "Choices")]
        code = codes_of(column, "Answers").get(answer or row)
        if what not in ("SelectableChoice", "SelectableAnswer") or operator not in _SELECTED or code is None:
            raise Untranslatable(f"it asks for {what[:40]} of a column, which has no equivalent here")
        both = both_any([_holds(self.scope.symbol(f"{whole}/{key}/{number}"), code) for key in rows])
        return both if operator == "Selected" else both.turned()

    def _displayed(self, name: str, what: str, rest: str, operator: str) -> Both:
        """Return where a question, or one of its choices, was shown: it was asked, and the choice's own logic held."""
        question, tag = self._question(name), tag_of(self._question(name))
        listed = _SHOWN_PARTS.get(what)
        if operator not in ("Displayed", "NotDisplayed") or listed is None or tag not in self.scope.places:
            raise Untranslatable(f"it asks whether `{tag}`, or a part of it, was shown")
        asked = Name(tag)
        parts = [Both(IsMissing(asked, negated=True, reason="not_asked"), IsMissing(asked, reason="not_asked"))]
        if rest:
            choice = question.part(listed).peek(rest)
            if not isinstance(choice, dict):
                raise Untranslatable(f"there is no choice {rest!r}")
            parts += [self.both(choice["DisplayLogic"])] if choice.get("DisplayLogic") else []
        both = both_all(parts)
        return both if operator == "Displayed" else both.turned()

    def _compared(self, symbol: Symbol, operator: str, said: dict[str, Any]) -> Both:
        if operator in ("Empty", "NotEmpty"):
            both = is_missing(Name(symbol.name))
            return both if operator == "Empty" else both.turned()
        right = str(said.get("RightOperand", ""))
        if operator in _IN_TEXT and isinstance(symbol, Single) and "${" not in right:
            found = exactly(Test("contains", (Function("lower", (Name(symbol.name),)), Constant(right.lower()))))
            return found if operator == "Contains" else found.turned()
        if operator in _BY_PATTERN and isinstance(symbol, Single) and "${" not in right:
            matching = matches_pattern(Name(symbol.name), f"(?s).*(?:{right.strip('/')}).*")
            return matching if operator == "MatchesRegex" else matching.turned()
        if operator not in _COMPARED or not isinstance(symbol, Single):
            raise Untranslatable(f"the comparison {operator[:40]!r} has no equivalent here")
        number = _number(right)
        if "${" in right or (number is None and operator not in ("EqualTo", "NotEqualTo", "Is", "IsNot")):
            raise Untranslatable(f"it compares with {right[:40]!r}")
        value = Literal(number) if number is not None else Literal(right)
        return Translator(_dialect()).symbol_comparison(_COMPARED[operator], symbol, value)


def _holds(symbol: Symbol, code: str) -> Both:
    if isinstance(symbol, Many):
        return ticked(Ticked(symbol.name, code))
    return Translator(_dialect()).symbol_comparison("==", symbol, Literal(code))


def _joined(parts: list[tuple[bool, Both]]) -> Both:
    """Join conditions of which some begin with `or`: `and` binds closer."""
    groups: list[list[Both]] = []
    for alternative, both in parts:
        if alternative or not groups:
            groups.append([])
        groups[-1].append(both)
    return both_any([both_all(group) for group in groups])


def _numbered(value: Any) -> list[dict[str, Any]]:
    """Return what stands under the keys `0`, `1`, … of an object, or in a list, in order."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    found = value.items() if isinstance(value, dict) else ()
    numbered = [(int(key), one) for key, one in found if str(key).isdecimal() and isinstance(one, dict | list)]
    return [
        one if isinstance(one, dict) else {str(at): part for at, part in enumerate(one)}
        for _, one in sorted(numbered, key=lambda item: item[0])
    ]


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None


class _Plain(Dialect):
    """A dialect without names or functions: only values are compared."""

    def symbol(self, reference: Reference) -> Symbol:
        raise Untranslatable("it refers to something by name")

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        return None

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        return None

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        return None


def _dialect() -> Dialect:
    return _Plain()
