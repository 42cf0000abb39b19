"""Say an author's wording in the reader's language, marked where it had to fall back to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from babel.support import NullTranslations
from markupsafe import Markup, escape

from surveyapp.catalogues import translator
from surveyapp.questionnaire.choices import MissingKind
from surveyapp.questionnaire.model import Text, wording
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.typesetting import typeset
from surveyapp.web.i18n import direction, number

DOMAIN: Final = "respondent"


@dataclass(frozen=True, slots=True)
class Wording:
    """`language` is None where it is the page's own."""

    text: str
    language: str | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        if self.language is None:
            return str(escape(self.text))
        return Markup('<span lang="{}" dir="{}">{}</span>').format(self.language, direction(self.language), self.text)


@dataclass(frozen=True, slots=True)
class Say:
    """Bind a language, a questionnaire and the answers that its wordings quote.

    `quoted` gathers the wordings said so far that quote any.
    """

    language: str
    questionnaire: Questionnaire
    values: Mapping[str, Any]
    words: NullTranslations
    quoted: set[str] = field(default_factory=set, compare=False)

    def __call__(self, text: Text | None) -> Wording:
        """Return the wording with answers filled in; a blank one where the author wrote none."""
        base = self.questionnaire.base_language
        words, language = wording(text, self.language, base)
        words = typeset(words, language)
        if "{" in words:
            self.quoted.add(words)
            words = pipe(words, self.values, self.questionnaire, language)
        own = language == self.language or self.language.startswith(f"{language}-")
        return Wording(words, None if own or not words else language)

    def missing(self, kind: MissingKind) -> Wording:
        """Return how a way not to answer is offered: the author's words, else ours."""
        if kind in self.questionnaire.missing_texts:
            return self(self.questionnaire.missing_texts[kind])
        ours = {
            "refused": self.words.gettext("Prefer not to answer"),
            "dont_know": self.words.gettext("Don’t know"),
            "not_applicable": self.words.gettext("Does not apply to me"),
        }
        return Wording(ours[kind])

    def missing_or_code(self, kind: str) -> Wording:
        """Return how a way not to answer is offered, or the code itself where there is no such way."""
        known: tuple[MissingKind, ...] = get_args(MissingKind)
        return next((self.missing(one) for one in known if one == kind), Wording(kind))

    def number(self, value: float) -> str:
        return number(_whole(value), self.language)

    def ungrouped(self, value: float) -> str:
        """Write a number without separators between thousands: it may be a year."""
        return number(_whole(value), self.language, grouped=False)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def say_in(language: str, questionnaire: Questionnaire, values: Mapping[str, Any]) -> Say:
    return Say(language, questionnaire, values, translator(DOMAIN, language))
