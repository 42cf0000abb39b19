"""Take wording out of a row: plain text in every language, with `${name}` as our `{name}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Ticked
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.tables import Row
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark

_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_WOULD_BE_PIPED = re.compile(r"(?<!\$)\{(?=[^\W\d][\w.]*\})")
_WORD_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What every text of a form needs: its base language, and the ledger for what it cannot hold."""

    base: str
    languages: tuple[str, ...]
    ledger: Ledger

    def take(self, row: Row, kind: str, place: str) -> Text:
        """Return the wording of a row by language, without markup; empty where it has none."""
        wording: Text = {}
        for language, text in row.take_wording(kind, self.base).items():
            plain, dropped = plain_text(text)
            if dropped:
                self.ledger.lose(place, ", ".join(dropped), "wording is plain text")
            if plain:
                wording[language] = plain
        if wording and self.base not in wording:
            self.ledger.warn("no-base-wording", place, f"There is no wording in {self.base}, the base language.")
        return wording


def piped(text: Text, scope: Scope, at: int, place: str, ledger: Ledger) -> Text:
    """Return the wording with references to earlier answers as `{name}`; others become an ellipsis and are listed.

    Braces that mean nothing in an XLSForm get an invisible sign behind them, so that they mean nothing here.
    """

    def replace(found: re.Match[str]) -> str:
        name = found[1]
        if (spoken := scope.spoken.get(name)) is not None and scope.is_here(spoken) and scope.places[spoken] < at:
            return pipe_mark(spoken)
        symbol = scope.symbols.get(name)
        if symbol is not None and not scope.is_here(symbol.name):
            ledger.lose(place, found[0], f"`{name}` has an answer for each turn of a repeat")
            return "…"
        if symbol is None or isinstance(symbol, Ticked) or scope.places.get(symbol.name, at) >= at:
            why = scope.gone.get(name, "which is not asked before") if symbol is None else "which is not asked before"
            ledger.lose(place, found[0], f"it shows the answer to `{name}`, {why}")
            return "…"
        return pipe_mark(symbol.name)

    guarded = {tag: _WOULD_BE_PIPED.sub("{" + _WORD_JOINER, wording) for tag, wording in text.items()}
    return {tag: _REFERENCE.sub(replace, wording) for tag, wording in guarded.items()}


def references(text: Text) -> set[str]:
    """Return the names that a wording refers to."""
    return {name for wording in text.values() for name in _REFERENCE.findall(wording)}
