"""Take wording out of a runner schema: plain text, with placeholders as our `{name}` where they can be said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_symbol
from babel.units import get_unit_name

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Ticked
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.ons.rules import source_name
from surveyapp.formats.ons.values import Values
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.conditions import Call, Constant, Expression, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import pipe_mark, without_pipes

_LAST_MARK = re.compile(r"\{`?([^{}`]+)`?\}\Z")
_BRACED = re.compile(r"\{([^{}]*)\}")
_PLAINLY = "the number is shown plainly, without the format"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What every wording of a schema is taken with: its one language, what has been asked, the ledger."""

    language: str
    scope: Scope
    ledger: Ledger
    values: Values

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
            case "first_non_empty_item":
                items = given.get("items") or [""]
                names = [self._named(item, at) for item in items]
                if len(items) > 1 and all(names):
                    return self.values.first_given([str(name) for name in names])
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
            case "list_item_count" | "conditional_trad_as" | "calculate_date_difference" | "format_possessive":
                return self._calculated(name, given, before, place, at)
        raise Untranslatable(f"the transform {name[:40]!r} has no equivalent here")

    def _calculated(self, name: str, given: dict[str, Any], before: str, place: str, at: int) -> str:
        """Return what one transform gives that needs a value of its own."""
        match name:
            case "list_item_count":
                if (counted := self._named(given.get("list_to_count"), at)) and self._is_many(given["list_to_count"]):
                    return self.values.counted(counted, at)
            case "conditional_trad_as":
                if trading := self._named(given.get("trad_as"), at):
                    return self.values.where_given(trading, f" ({pipe_mark(trading)})")
            case "calculate_date_difference":
                days = [self._day(given.get(which), at) for which in ("first_date", "second_date")]
                return self.values.between(days[0], days[1], self.language, at)
            case "format_possessive":
                owned = self._source(given.get("string_to_format"), at, before)
                if last := _LAST_MARK.search(owned):
                    return owned[: last.start()] + self.values.possessive(last[1])
                self.ledger.lose(place, f"{name}: {_said(given)}", "the ending is always ’s")
                return f"{owned}’s"
        raise Untranslatable(f"what {name!r} is given has no equivalent here")

    def _named(self, source: Any, at: int) -> str | None:
        """Return the answer that a value source is, where it is one and asked before."""
        if not isinstance(source, dict) or source.get("source") not in ("answers", "metadata"):
            return None
        mark = self._source(source, at)
        return self.scope.symbol(source_name(source)).name if mark else None

    def _is_many(self, source: Any) -> bool:
        return isinstance(self.scope.symbol(source_name(source)), Many)

    def _day(self, source: Any, at: int) -> Expression:
        if isinstance(source, dict) and source.get("value") == "now":
            return Call("today")
        if isinstance(source, dict) and isinstance(written := source.get("value"), str):
            return Constant(written)
        if (name := self._named(source, at)) is None:
            raise Untranslatable("it refers to a step of its own")
        return Name(name)

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
