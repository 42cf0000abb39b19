"""Take wording out of a SurveyJS survey: plain text in every language, with `{name}` for earlier answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Ticked
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.json_source import Part
from surveyapp.formats.languages import UNKNOWN, language_tag
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.formats.surveyjs.expression import symbol_called
from surveyapp.questionnaire.conditions import MARK
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark, without_pipes

_BRACED = re.compile(r"\{([^{}]+)\}")
_DEFAULT = "default"
_WORDING = {
    "title", "description", "text", "html", "completedHtml", "labelTrue", "labelFalse", "otherText", "noneText",
    "refuseText", "dontKnowText", "minRateDescription", "maxRateDescription", "requiredErrorText", "placeholder",
    "panelAddText", "addRowText", "templateTitle", "commentText",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wordings:
    """`languages` are BCP 47 tags, base first; `tags` maps SurveyJS' own names to them."""

    languages: tuple[str, ...]
    tags: dict[str, str]
    scope: Scope
    ledger: Ledger

    @property
    def base(self) -> str:
        return self.languages[0]

    def take(self, part: Part, key: str, at: int) -> Text:
        """Return the wording under a key by language; empty where there is none."""
        return self.text(part.take(key), f"{part.place}.{key}".strip("."), at)

    def text(self, value: Any, place: str, at: int) -> Text:
        worded: Text = {}
        for tag, words in self._said(value):
            plain, dropped = plain_text(words)
            if dropped:
                self.ledger.lose(place, ", ".join(dropped), "wording is plain text")
            if piped := self._piped(plain, place, at):
                worded[tag] = piped
        return {tag: worded[tag] for tag in self.languages if tag in worded}

    def _said(self, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield self.base, str(value)
        for name, words in value.items() if isinstance(value, dict) else ():
            if isinstance(words, str) and name in self.tags:
                yield self.tags[name], words

    def _piped(self, text: str, place: str, at: int) -> str:
        def put(found: re.Match[str]) -> str:
            name = found[1].strip().removeprefix("#")
            if not self._is_name(name):
                return without_pipes(found[0])
            try:
                symbol = symbol_called(name, self.scope)
                if isinstance(symbol, Ticked) or self.scope.places.get(symbol.name.partition(MARK)[0], at) >= at:
                    raise Untranslatable("it is not asked before")
            except ValueError as error:
                self.ledger.lose(place, found[0], f"it is shown as an ellipsis: {error}")
                return "…"
            return pipe_mark(symbol.name)

        return _BRACED.sub(put, text)

    def _is_name(self, name: str) -> bool:
        """Tell whether what stands in braces is something that SurveyJS would put in."""
        inside = name.startswith(("panel.", "row.")) and bool(self.scope.here)
        indexed = name.partition("[")[0] in self.scope.repeated and "]." in name
        known = name in self.scope.symbols or name in self.scope.gone or name in self.scope.repeated
        return inside or indexed or known or name in ("panelIndex", "rowIndex", "visiblePanelIndex")


def languages_of(document: dict[str, Any], ledger: Ledger) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the languages, base first, and what SurveyJS calls each; its default is the language of the survey."""
    said = document.get("locale")
    base = language_tag(said) if isinstance(said, str) and said else None
    if isinstance(said, str) and said and base is None:
        ledger.lose("locale", said, "no such language is known")
    base = base or "en"
    tags = {_DEFAULT: base}
    for name in sorted(_localised(document)):
        tag = language_tag(name)
        if tag is not None:
            tags[name] = tag
    return tuple(dict.fromkeys([base, *tags.values()])) or (UNKNOWN,), tags


def _localised(value: Any) -> set[str]:
    """Return the names of all languages of localised strings: objects whose keys are all languages or the default."""
    found: set[str] = set()
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, dict):
            said = key in _WORDING or _DEFAULT in one
            if one and said and all(isinstance(words, str) and _is_language(name) for name, words in one.items()):
                found.update(name for name in one if name != _DEFAULT)
            else:
                waiting += one.items()
        elif isinstance(one, list):
            waiting += [(key, part) for part in one]
    return found


def _is_language(name: str) -> bool:
    return name == _DEFAULT or (
        re.fullmatch(r"[a-z]{2,3}([-_]\w{2,8})?", name) is not None and bool(language_tag(name))
    )
