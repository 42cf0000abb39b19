"""Take wording out of a Qualtrics survey: plain text in every language, piped text as our `{name}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Symbol, Ticked
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.json_source import Part
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.qualtrics.names import FIELD
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark, without_pipes

_PIPED = re.compile(r"\$\{([a-z]+)://([^}]*)\}")
_SHOWS_CODES = ("SelectedChoicesRecode", "SelectedAnswerRecode")
_SHOWS_ANSWER = (
    "ChoiceGroup/SelectedChoicesTextEntry", "ChoiceGroup/SelectedChoices", "ChoiceGroup/SelectedAnswers",
    "ChoiceGroup/SelectedAnswer", "ChoiceTextEntryValue", "ChoiceNumericEntryValue", *_SHOWS_CODES, "",
)  # fmt: skip
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Wordings:
    """`tags` maps Qualtrics' languages to BCP 47, base first; `loop` is what the fields of a loop show."""

    tags: Mapping[str, str]
    scope: Scope
    ledger: Ledger
    questions: Mapping[str, Part] = field(default_factory=dict)
    loop: dict[str, str] = field(default_factory=dict)

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

    def _piped(self, text: str, place: str, at: int, depth: int = 0) -> str:
        found: list[str] = []
        end = 0
        for match in _PIPED.finditer(text):
            found += [without_pipes(text[end : match.start()]), self._shown(match, place, at, depth)]
            end = match.end()
        return "".join([*found, without_pipes(text[end:])])

    def _shown(self, match: re.Match[str], place: str, at: int, depth: int) -> str:
        scheme, path = match[1], match[2].partition("?")[0]
        try:
            if scheme == "q" and (said := self._written(path)) is not None and depth < _DEEPEST:
                plain, dropped = plain_text(said)
                if dropped:
                    self.ledger.lose(place, ", ".join(dropped), "wording is plain text")
                return self._piped(plain, place, at, depth + 1)
            return self._mark(scheme, path, place, at)
        except ValueError as error:
            self.ledger.lose(place, match[0], f"it is shown as an ellipsis: {error}")
            return "…"

    def _written(self, path: str) -> str | None:
        """Return what a piped text shows whatever is answered: the wording of a question or of a choice."""
        name, _, rest = path.partition("/")
        question = self.questions.get(name)
        if question is None:
            return None
        if rest in ("QuestionText", "QuestionDescription"):
            found = question.peek("QuestionText")
            return found if isinstance(found, str) else None
        what, _, key = rest.partition("/")
        listed = question.peek({"ChoiceDescription": "Choices", "AnswerDescription": "Answers"}.get(what, ""))
        choice = listed.get(key) if isinstance(listed, dict) else None
        words = choice.get("Display") if isinstance(choice, dict) else None
        return words if isinstance(words, str) else None

    def _mark(self, scheme: str, path: str, place: str, at: int) -> str:
        if scheme == "lm" and path in self.loop:
            return self.loop[path]
        if scheme == "e" and path.startswith("Field/"):
            symbol = self.scope.symbol(f"{FIELD}{path.removeprefix('Field/')}")
        elif scheme == "q":
            symbol = self._answer(path, place)
        else:
            raise Untranslatable("this piped text has no equivalent here")
        if isinstance(symbol, Ticked) or self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"`{symbol.name}` is not asked before")
        if re.search(r"[\s`{}]", symbol.name):
            raise Untranslatable(f"the name `{symbol.name}` cannot stand in a wording")
        return pipe_mark(symbol.name)

    def _answer(self, path: str, place: str) -> Symbol:
        """Return the answer that a path shows: to a question, in a row or field of it, or beside a choice."""
        name, _, rest = path.partition("/")
        what = next((one for one in _SHOWS_ANSWER if rest == one or (one and rest.startswith(f"{one}/"))), None)
        if what is None:
            raise Untranslatable("this piped text has no equivalent here")
        key = rest.removeprefix(what).strip("/")
        if what in _SHOWS_CODES:
            self.ledger.lose(
                place, f"${{q://{path}}}", "the wording of the choice is shown, where the source shows its code"
            )
        for called in (f"{name}/{key}/text", f"{name}/{key}") if key else ():
            if called in self.scope.symbols:
                return self.scope.symbol(called)
        if key and any(called.startswith(f"{name}/") for called in self.scope.symbols):
            raise Untranslatable(f"there is no answer {key!r}")
        return self.scope.symbol(name)
