"""Take wording out of a runner schema: plain text, with placeholders as our `{name}` where they can be said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_symbol
from babel.units import get_unit_name

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Ticked
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.ons.rules import source_name
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark, without_pipes

_BRACED = re.compile(r"\{([^{}]*)\}")
_PLAINLY = "the number is shown plainly, without the format"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What every wording of a schema is taken with: its one language, what has been asked, the ledger."""

    language: str
    scope: Scope
    ledger: Ledger

    def text(self, words: str) -> Text:
        return {self.language: words} if words else {}

    def take(self, value: Any, place: str, at: int) -> Text:
        """Return a wording (a string, or one with placeholders or plural forms); empty where there is none."""
        return self.text(self.words(value, place, at))

    def words(self, value: Any, place: str, at: int) -> str:
        """Return the words of a wording in the schema's language."""
        if isinstance(value, str):
            return self._plain(value, {}, place)
        if not isinstance(value, dict):
            return ""
        marks = {
            str(one.get("placeholder")): self._mark(one, place, at)
            for one in value.get("placeholders") or ()
            if isinstance(one, dict)
        }
        if isinstance(text := value.get("text"), str):
            return self._plain(text, marks, place)
        plural = value.get("text_plural")
        forms = plural.get("forms") if isinstance(plural, dict) else None
        if not isinstance(forms, dict):
            return ""
        words = {str(form): self._plain(str(wording), marks, place) for form, wording in forms.items()}
        counted = self._counted(plural, at) if isinstance(plural, dict) else ""
        if counted and "other" in words and not any(sign in said for said in words.values() for sign in "#\u2060"):
            cases = " ".join(f"{form} {{{said}}}" for form, said in words.items())
            return f"{{{counted}, plural, {cases}}}"
        for form, said in words.items():
            if form != "other":
                self.ledger.lose(f"{place}.{form}", said, "the form `other` is shown for every number")
        return self._plain(str(forms.get("other", "")), marks, place)

    def _counted(self, plural: dict[str, Any], at: int) -> str:
        """Return the name of what plural forms count, as it stands in a wording; empty where it cannot be said."""
        try:
            return self._source(plural.get("count"), at).strip("{}")
        except Untranslatable:
            return ""

    def _plain(self, text: str, marks: dict[str, str], place: str) -> str:
        plain, dropped = plain_text(text)
        if dropped:
            self.ledger.lose(place, ", ".join(dropped), "wording is plain text")

        def put(found: re.Match[str]) -> str:
            return marks.get(found[1]) or without_pipes(found[0])

        return _BRACED.sub(put, plain)

    def _mark(self, placeholder: dict[str, Any], place: str, at: int) -> str:
        where = f"{place}.{placeholder.get('placeholder')}"
        try:
            if "value" in placeholder:
                return self._source(placeholder["value"], at)
            found = ""
            for transform in placeholder.get("transforms") or ():
                found = self._transformed(transform, found, where, at)
            return found
        except ValueError as error:
            self.ledger.lose(where, _said(placeholder), f"it is shown as an ellipsis: {error}")
            return "…"

    def _source(self, source: Any, at: int, before: str = "") -> str:
        if not isinstance(source, dict) or "source" not in source:
            return str(source)
        if source["source"] == "previous_transform":
            return before
        symbol = self.scope.symbol(source_name(source))
        if isinstance(symbol, Ticked) or self.scope.places.get(symbol.name, at) >= at:
            raise Untranslatable(f"`{symbol.name}` is not asked before")
        return pipe_mark(symbol.name)

    def _transformed(self, transform: Any, before: str, place: str, at: int) -> str:
        """Return what one transform gives: the steps of a chain take what the step before gave."""
        if not isinstance(transform, dict) or not isinstance(transform.get("arguments"), dict):
            raise Untranslatable("a transform has no arguments")
        name, given = str(transform.get("transform")), transform["arguments"]
        match name:
            case "concatenate_list":
                listed = given.get("list_to_concatenate")
                parts = [self._source(one, at, before) for one in (listed if isinstance(listed, list) else [listed])]
                return str(given.get("delimiter", "")).join(part for part in parts if part)
            case "format_list":
                return self._source(given.get("list_to_format"), at, before)
            case "option_label_from_value":
                return self._source(given.get("value"), at, before)
            case "telephone_number_link" | "email_link":
                return str(given.get("telephone_number") or given.get("email_address") or "")
            case "format_possessive":
                self.ledger.lose(place, _said(transform), "the ending is always ’s")
                return f"{self._source(given.get('string_to_format'), at, before)}’s"
            case "first_non_empty_item":
                items = given.get("items") or [""]
                if len(items) > 1:
                    self.ledger.lose(
                        place, _said(transform), "the last of the items is shown, also where another is set"
                    )
                return self._source(items[-1], at, before)
            case "format_date":
                if given.get("date_format") not in ("d MMMM yyyy", "MMMM yyyy"):
                    self.ledger.lose(place, _said(transform), "a day is written in full, in the language's own way")
                return self._source(given.get("date_to_format"), at, before)
            case "format_number" | "format_currency" | "format_percentage" | "format_unit":
                self.ledger.lose(place, _said(transform), _PLAINLY)
                number = self._source(given.get("number") or given.get("value"), at, before)
                return self._with_unit(name, number, given)
        raise Untranslatable(f"the transform {name[:40]!r} has no equivalent here")

    def _with_unit(self, name: str, number: str, given: dict[str, Any]) -> str:
        if name == "format_currency":
            return f"{currency_sign(str(given.get('currency') or 'GBP'), self.language)}{number}"
        if name == "format_percentage":
            return f"{number}%"
        unit = unit_sign(str(given.get("unit")), str(given.get("unit_length")), self.language)
        return f"{number} {unit}" if name == "format_unit" else number


def currency_sign(code: str, language: str) -> str:
    return str(get_currency_symbol(code, locale=_locale(language)))


def unit_sign(unit: str, length: str, language: str) -> str:
    """Return the name of a unit, as CLDR has it; the runner's own name where CLDR has none."""
    known = length if length in ("long", "short", "narrow") else "short"
    try:
        return str(get_unit_name(unit, length=known, locale=_locale(language)) or unit)  # type: ignore[arg-type]
    except (ValueError, LookupError):
        return unit


def _locale(language: str) -> Locale:
    try:
        return Locale.parse("en_GB" if language == "en" else language, sep="_" if language == "en" else "-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _said(value: Any) -> str:
    return re.sub(r"[{}\"']", "", str(value))
