"""Turn LimeSurvey's wording into ours: BCP 47 tags, plain text, `{name}` for earlier answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.formats.expressions.symbols import Ticked
from surveyapp.formats.expressions.tree import Reference
from surveyapp.formats.languages import UNKNOWN, tags_of
from surveyapp.formats.limesurvey.expression_script import parse_script
from surveyapp.formats.limesurvey.spoken import Added, Spoken
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.model import Text

EXPRESSION = re.compile(r"\{(?=\S)((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)(?<=\S)\}")
_ONLY_NUMBERS = re.compile(r"[\d\s,.]*\Z")
_FIXED = ("question", "qid", "gid", "type", "mandatory")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Wordings:
    """`tags` maps LimeSurvey's languages to BCP 47, base first; `owners` finds the question that a name belongs to."""

    tags: Mapping[str, str]
    spoken: Spoken
    owners: Mapping[str, Asked]
    about: Mapping[str, Mapping[str, str]]
    """What the survey says of itself: name -> LimeSurvey's language, empty for all of them -> text."""

    @property
    def ledger(self) -> Ledger:
        return self.spoken.ledger

    @property
    def added(self) -> Added:
        return self.spoken.added

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
            piped = self._piped(plain, place, at, language)
            if piped:
                worded[tag] = piped
        if worded and self.base not in worded:
            self.ledger.warn("no-base-wording", place, f"There is no wording in {self.base}, the base language.")
        return {tag: worded[tag] for tag in self.languages if tag in worded}

    def _piped(self, text: str, place: str, at: int, language: str, depth: int = 0) -> str:
        return EXPRESSION.sub(lambda found: self._shown(found, place, at, language, depth), text)

    def _shown(self, found: re.Match[str], place: str, at: int, language: str, depth: int) -> str:
        if _ONLY_NUMBERS.match(found[1]):
            return found[0]
        try:
            node = parse_script(found[1])
            if isinstance(node, Reference) and (fixed := self._fixed(node, place, at, language, depth)) is not None:
                return fixed
            return self.spoken.said(node, place, at)
        except ValueError as error:
            self.ledger.lose(place, found[0], f"text made by an expression cannot be kept: {error}")
            return "…"

    def _fixed(self, node: Reference, place: str, at: int, language: str, depth: int) -> str | None:
        """Return what is shown whatever is answered, or what a choice shows where it was made; None for the rest."""
        if node.part is None and node.name in self.about:
            about = self.about[node.name]
            return plain_text(about.get(language) or about.get("") or next(iter(about.values()), ""))[0]
        asked = self.owners.get(node.name)
        if asked is None or node.part not in (*_FIXED, "shown"):
            return None
        if node.part == "shown":
            symbol = self.spoken.scope.symbols.get(node.name)
            label = self._of_part(node.name, asked, language)
            return self.spoken.box(symbol, label, at) if isinstance(symbol, Ticked) and label else None
        if node.part != "question":
            return {"qid": asked.qid, "gid": asked.gid, "type": asked.kind, "mandatory": asked.mandatory}[node.part]
        if node.name != asked.title:
            return self._of_part(node.name, asked, language) or None
        if depth >= _DEEPEST:
            return None
        plain, _ = plain_text(asked.text.get(language, ""))
        return self._piped(plain, place, at, language, depth + 1)

    def _of_part(self, name: str, asked: Asked, language: str) -> str:
        """Return the wording of the subquestion that a name ends in; empty where it is none, or computed itself."""
        rows = [part for part in asked.subquestions if part.scale != "1" and name == f"{asked.title}_{part.code}"]
        text = plain_text(rows[0].text.get(language) or rows[0].text.get("", ""))[0] if rows else ""
        return "" if set(text) & set("{}#") else text


def language_tags(languages: tuple[str, ...], ledger: Ledger) -> dict[str, str]:
    """Return LimeSurvey's language codes with their BCP 47 tags."""
    return tags_of(languages, ledger) or {"": UNKNOWN}
