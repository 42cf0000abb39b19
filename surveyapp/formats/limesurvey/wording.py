"""Turn LimeSurvey's wording into ours: BCP 47 tags, plain text, `{name}` for earlier answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Single, Ticked
from surveyapp.formats.languages import language_tag, private_tag
from surveyapp.formats.limesurvey.expression_script import parse_script
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.model import Text

_EXPRESSION = re.compile(r"\{(?=\S)((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)(?<=\S)\}")
_ONLY_NUMBERS = re.compile(r"[\d\s,.]*\Z")
_CODE = re.compile(r"[^\s{}=#,]+\Z")
_CAN_BE_PIPED = re.compile(r"[^\W\d][\w.]*\Z")


@dataclass(frozen=True, slots=True)
class Wordings:
    """`tags` maps LimeSurvey's languages to BCP 47, base first; `coded` are questions whose answers are codes."""

    tags: Mapping[str, str]
    scope: Scope
    ledger: Ledger
    coded: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.tags.values())

    @property
    def base(self) -> str:
        return self.languages[0]

    def take(self, text: Mapping[str, str], place: str, at: int) -> Text:
        """Return the wording by tag, plain and piped; without any, nothing. An empty language is the base."""
        worded: Text = {}
        for language, wording in text.items():
            tag = self.tags.get(language) if language else self.base
            if tag is None:
                self.ledger.lose(place, wording, f"the survey does not list the language {language!r}")
                continue
            plain, dropped = plain_text(wording)
            if dropped:
                self.ledger.lose(place, ", ".join(dropped), "wording is plain text")
            piped = self._piped(plain, place, at)
            if piped:
                worded[tag] = piped
        if worded and self.base not in worded:
            self.ledger.warn("no-base-wording", place, f"There is no wording in {self.base}, the base language.")
        return {tag: worded[tag] for tag in self.languages if tag in worded}

    def _piped(self, text: str, place: str, at: int) -> str:
        return _EXPRESSION.sub(lambda found: self._shown(found, place, at), text)

    def _shown(self, found: re.Match[str], place: str, at: int) -> str:
        if _ONLY_NUMBERS.match(found[1]):
            return found[0]
        try:
            return self._put_in(parse_script(found[1]), place, at)
        except Untranslatable as error:
            self.ledger.lose(place, found[0], f"text made by an expression cannot be kept: {error}")
            return "…"

    def _put_in(self, node: Node, place: str, at: int) -> str:
        match node:
            case Reference():
                return self._name_shown(node, place, at)
            case Call("if" | "iif", (Binary("==" | "!=" as sign, Reference() as asked, Literal(value)), *arms)):
                if len(arms) != 2:
                    raise Untranslatable("it does not say what is shown otherwise")
                then, otherwise = (self._arm(arm, place, at) for arm in (arms if sign == "==" else reversed(arms)))
                code = value if isinstance(value, str) else f"{value:g}"
                return f"{{{self._select_by(asked, code, at)}, select, {code} {{{then}}} other {{{otherwise}}}}}"
        raise Untranslatable("only answers, and forms by the code of an answer, can be shown in a wording")

    def _arm(self, node: Node, place: str, at: int) -> str:
        match node:
            case Literal(str(text)) if not set(text) & set("{}#"):
                return text
            case Literal(float() | int() as number):
                return f"{number:g}"
            case Reference() | Call():
                return self._put_in(node, place, at)
        raise Untranslatable("it puts together what is shown")

    def _select_by(self, asked: Reference, code: str, at: int) -> str:
        symbol = self.scope.symbol(asked.name)
        if asked.part not in (None, "NAOK", "code", "value", "valueNAOK") or symbol.name not in self.coded:
            raise Untranslatable(f"`{asked.name}` is not asked for by its code")
        if not isinstance(symbol, Single) or self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"`{asked.name}` has no one code that is known before")
        if not _CODE.match(code) or code == "other" or not _CAN_BE_PIPED.match(symbol.name):
            raise Untranslatable(f"no form can follow the code {code!r}")
        return symbol.name

    def _name_shown(self, node: Reference, place: str, at: int) -> str:
        if node.part not in (None, "NAOK", "shown", "code", "value", "valueNAOK"):
            raise Untranslatable(f"it uses `.{node.part}` of `{node.name}`")
        symbol = self.scope.symbol(node.name)
        if isinstance(symbol, Ticked):
            raise Untranslatable(f"it shows one choice of `{symbol.name}`")
        if self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"it shows the answer to `{node.name}`, which is not asked before")
        if not _CAN_BE_PIPED.match(symbol.name):
            raise Untranslatable(f"the name `{symbol.name}` holds signs that cannot be shown")
        if symbol.name.partition(".")[0] in self.coded and node.part != "shown":
            why = "the wording of the choice is shown, where the source shows its code"
            self.ledger.lose(place, "codes of choices within the text", why)
        return f"{{{symbol.name}}}"


def language_tags(languages: tuple[str, ...], ledger: Ledger) -> dict[str, str]:
    """Return LimeSurvey's language codes with their BCP 47 tags."""
    tags: dict[str, str] = {}
    for language in languages:
        tag = language_tag(language)
        if tag is None:
            tag = private_tag(language)
            ledger.lose("languages", language, f"no such language is known; its tag here is {tag}")
        if tag in tags.values():
            ledger.lose("languages", language, f"another language of the survey has the tag {tag} too")
            continue
        tags[language] = tag
    return tags or {"": "und"}
