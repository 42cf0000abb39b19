"""Take wording out of a Qualtrics survey: plain text in every language, piped text as our `{name}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.expressions.truth import Ticked
from surveyapp.formats.json_source import Part
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.qualtrics.names import FIELD, LOOP
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark, without_pipes

_PIPED = re.compile(r"\$\{([a-z]+)://([^}]*)\}")
_SHOWS_ANSWER = ("ChoiceGroup/SelectedChoices", "ChoiceTextEntryValue", "ChoiceGroup/SelectedAnswers", "")


@dataclass(frozen=True, slots=True)
class Wordings:
    """`tags` maps Qualtrics' languages to BCP 47, base first."""

    tags: Mapping[str, str]
    scope: Scope
    ledger: Ledger

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.tags.values())

    @property
    def base(self) -> str:
        return self.languages[0]

    def take(self, part: Part, key: str, languages: Part, path: Sequence[str], place: str, at: int) -> Text:
        """Return a wording: what `part` says under `key`, and what each language says under `path`."""
        said = {self.base: part.text(key)}
        for name, tag in self.tags.items():
            inner = languages.part(name)
            for step in path[:-1]:
                inner = inner.part(step)
            if words := inner.text(path[-1]):
                said[tag] = words
        return self.plain(said, place, at)

    def plain(self, said: Mapping[str, str], place: str, at: int) -> Text:
        """Return the words of each language without markup and with earlier answers as `{name}`."""
        worded: Text = {}
        for tag in self.languages:
            plain, dropped = plain_text(said.get(tag, ""))
            if dropped:
                self.ledger.lose(place, ", ".join(dropped), "wording is plain text")
            if words := self._piped(plain, place, at):
                worded[tag] = words
        return worded

    def _piped(self, text: str, place: str, at: int) -> str:
        found: list[str] = []
        end = 0
        for match in _PIPED.finditer(text):
            found += [without_pipes(text[end : match.start()]), self._shown(match, place, at)]
            end = match.end()
        return "".join([*found, without_pipes(text[end:])])

    def _shown(self, match: re.Match[str], place: str, at: int) -> str:
        try:
            return self._mark(match[1], match[2], at)
        except Untranslatable as error:
            self.ledger.lose(place, match[0], f"it is shown as an ellipsis: {error}")
            return "…"

    def _mark(self, scheme: str, path: str, at: int) -> str:
        if scheme == "e" and path.startswith("Field/"):
            name = f"{FIELD}{path.removeprefix('Field/')}"
        elif scheme == "lm" and path == "Field/1":
            name = LOOP
        elif scheme == "q" and path.partition("/")[2].partition("?")[0] in _SHOWS_ANSWER:
            name = path.partition("/")[0]
        else:
            raise Untranslatable("this piped text has no equivalent here")
        symbol = self.scope.symbol(name)
        if isinstance(symbol, Ticked) or self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"`{symbol.name}` is not asked before")
        if re.search(r"[\s`{}]", symbol.name):
            raise Untranslatable(f"the name `{symbol.name}` cannot stand in a wording")
        return pipe_mark(symbol.name)
