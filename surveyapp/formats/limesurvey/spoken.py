"""Say text that LimeSurvey computes: by a form of the wording, or by a value calculated right before the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Computed, Single, Symbol, Ticked
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator, ticked
from surveyapp.formats.limesurvey.expression_script import Script
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.conditions import Constant, Expression
from surveyapp.questionnaire.schema import Question

VALUE_PARTS = (None, "NAOK", "code", "value", "valueNAOK")
_CODE = re.compile(r"[^\s{}=#,]+\Z")
_CAN_BE_PIPED = re.compile(r"[^\W\d][\w.]*\Z")
_JOINING = ("join", "concat")


@dataclass(slots=True)
class Added:
    """Values that are calculated for the wording of the question being read; each is calculated once.

    `within` is the question before which they can stand; without one nothing can be calculated.
    """

    within: str = ""
    waiting: list[Question] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Say expressions within a wording; `coded` are questions whose answers are codes."""

    scope: Scope
    ledger: Ledger
    coded: frozenset[str]
    parts: Mapping[str, Sequence[Symbol]]
    added: Added

    def said(self, node: Node, place: str, at: int) -> str:
        """Return what stands in the wording for a tree; raise Untranslatable with the reason."""
        match node:
            case Reference():
                return self._name(node, place, at)
            case Literal(str(text)) if not set(text) & set("{}#"):
                return text
            case Literal(float() as number):
                return f"{number:g}"
            case Call("if" | "iif", (when, then, otherwise)):
                return self._either(when, then, otherwise, place, at)
            case Call("if" | "iif", _):
                raise Untranslatable("it does not say what is shown otherwise")
            case Call(function, arguments) if function in _JOINING:
                return "".join(self.said(argument, place, at) for argument in arguments)
            case Literal():
                raise Untranslatable("it puts together what is shown")
        return f"{{{self._added(Calculated(otherwise=self._expression(node, at)))}}}"

    def box(self, symbol: Ticked, label: str, at: int) -> str:
        """Return what shows a text where a choice was made, and nothing where it was not."""
        which = Calculated(
            cases=(Case(when=self.scope.usable(ticked(symbol).yes, at), value=Constant("1")),), otherwise=Constant("0")
        )
        return self._form(self._added(which), "1", label, "")

    def _either(self, when: Node, then: Node, otherwise: Node, place: str, at: int) -> str:
        match when:
            case Binary("==" | "!=" as sign, Reference() as asked, Literal(value)):
                code = value if isinstance(value, str) else f"{value:g}"
                name = self._select_by(asked, code, at)
                if name is not None:
                    first, second = (then, otherwise) if sign == "==" else (otherwise, then)
                    return self._form(name, code, self.said(first, place, at), self.said(second, place, at))
        condition = self.scope.usable(Translator(Script(self.scope, self.parts)).condition(when).yes, at)
        which = Calculated(cases=(Case(when=condition, value=Constant("1")),), otherwise=Constant("0"))
        return self._form(self._added(which), "1", self.said(then, place, at), self.said(otherwise, place, at))

    def _form(self, name: str, code: str, then: str, otherwise: str) -> str:
        return f"{{{name}, select, {code} {{{then}}} other {{{otherwise}}}}}"

    def _select_by(self, asked: Reference, code: str, at: int) -> str | None:
        """Return the question by whose code a form can be chosen; None where another condition must say it."""
        symbol = self.scope.symbol(asked.name)
        chosen = isinstance(symbol, Single) and symbol.name in self.coded and asked.part in VALUE_PARTS
        if not chosen or self.scope.places.get(symbol.name, at) >= at:
            return None
        fits = _CODE.match(code) and code != "other" and _CAN_BE_PIPED.match(symbol.name)
        return symbol.name if fits else None

    def _expression(self, node: Node, at: int) -> Expression:
        translator = Translator(Script(self.scope, self.parts))
        return self.scope.usable_expression(translator.expression(node), at)

    def _added(self, answer: Calculated) -> str:
        """Return the name of a calculated value that stands before the question being read."""
        if not self.added.within:
            raise Untranslatable("nothing can be calculated before the first question of a page")
        key = answer.model_dump_json()
        if key not in self.added.known:
            number = len(self.added.known) + 1
            name = f"{self.added.within}_text{number}"
            self.added.known[key] = name
            self.added.waiting.append(Question(id=name, text={}, answer=answer))
            self.ledger.add(name)
        return self.added.known[key]

    def _name(self, node: Reference, place: str, at: int) -> str:
        if node.part not in (*VALUE_PARTS, "shown"):
            raise Untranslatable(f"it uses `.{node.part}` of `{node.name}`")
        symbol = self.scope.symbol(node.name)
        if isinstance(symbol, Ticked):
            if node.part == "shown":
                raise Untranslatable(f"it shows one choice of `{symbol.name}`")
            return self.box(symbol, "Y", at)
        if self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"it shows the answer to `{node.name}`, which is not asked before")
        if isinstance(symbol, Computed):
            self._lose_codes(place, node)
            return f"{{{self._added(Calculated(otherwise=symbol.expression))}}}"
        if not _CAN_BE_PIPED.match(symbol.name):
            raise Untranslatable(f"the name `{symbol.name}` holds signs that cannot be shown")
        if symbol.name.partition(".")[0] in self.coded and node.part != "shown":
            why = "the wording of the choice is shown, where the source shows its code"
            self.ledger.lose(place, "codes of choices within the text", why)
        return f"{{{symbol.name}}}"

    def _lose_codes(self, place: str, node: Reference) -> None:
        if node.part == "shown":
            why = "the code of the choice is shown, where the source shows its wording"
            self.ledger.lose(place, f"{{{node.name}.shown}}", why)
