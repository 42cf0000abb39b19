"""Say a problem of a questionnaire in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from surveyapp.catalogues import locale_of, translator
from surveyapp.questionnaire.model import parents_of
from surveyapp.questionnaire.problems import Problem, Sentence

DOMAIN: Final = "problems"


def said_in(language: str, text: str) -> str:
    """Return a sentence in a language; what is in somebody else's words stays as it stands."""
    return text.said(translator(DOMAIN, language).gettext) if isinstance(text, Sentence) else text


def detail_of(problem: Problem, language: str) -> tuple[str, str]:
    """Return a problem's text for a reader, and the language that it is in."""
    told = said_in(language, problem.text)
    return told, language if isinstance(problem.text, Sentence) else "en"


def remark_in(language: str, why: str) -> tuple[str, str]:
    """Return why something of a file was not kept, for a reader, and the language that it is in.

    What is made of the file's own words, or of its expressions, stays in English.
    """
    told = translator(DOMAIN, language).gettext(why) if why else why
    return told, language if told != why else "en"


def language_of_terminal(environment: Mapping[str, str]) -> str:
    """Return the language that a terminal asks for: `vi-VN` for `vi_VN.UTF-8`; English for `C` and for none."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        asked = environment.get(name, "").partition(":")[0].partition(".")[0].partition("@")[0].replace("_", "-")
        if asked in ("C", "POSIX"):
            return "en"
        if asked:
            return next((tag for tag in parents_of(asked) if str(locale_of(tag)) == tag.replace("-", "_")), "en")
    return "en"
