"""Hold every wording to being there in every language, with the same answers piped into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.answer import texts_within
from surveyapp.questionnaire.messages import faults_of
from surveyapp.questionnaire.model import Text, parents_of
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import texts_of

_OPTIONAL = re.compile(
    r"(intro|complete_text|repeats\..*\.label|about\.genuine|pages\..*\.(section|title|notice)|[^.]*\.hint)\Z"
)


def wording_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield wording that is missing, is in a language nobody offers, or pipes differently from the base language.

    A regional language such as `vi-US` may leave wording to its parent, if that has it.
    """
    silent = {f"{q.id}.text" for q in questionnaire.questions() if isinstance(q.answer, Calculated)}
    beside = {f"{q.id}.{field}" for q in questionnaire.questions() for field in texts_within(type(q.answer))}
    for place, text in texts_of(questionnaire):
        worded = any(wording.strip() for wording in text.values())
        optional = place in beside or _OPTIONAL.match(place) is not None
        if place in silent or (optional and not worded):
            continue
        yield from _missing(questionnaire, place, text, optional)
        yield from _different(questionnaire, place, text)
        yield from _forms(questionnaire, place, text)
    used = {kind for question in questionnaire.questions() for kind in question.missing}
    for kind in sorted(used - set(questionnaire.missing_texts)):
        reason = sentence("A question offers '{kind}'; give it its wording.", kind=kind)
        yield Problem("missing-wording", "error", f"missing.{kind}", reason)


def _missing(questionnaire: Questionnaire, place: str, text: Text, optional: bool) -> Iterator[Problem]:
    for language in questionnaire.languages:
        if not any(text.get(tag, "").strip() for tag in parents_of(language)):
            needed = language == questionnaire.base_language and not optional
            code = "missing-wording" if needed else "missing-translation"
            yield Problem(code, "error", place, sentence("There is no wording in {language}.", language=language))


def _different(questionnaire: Questionnaire, place: str, text: Text) -> Iterator[Problem]:
    base = set(piped_names(text.get(questionnaire.base_language, "")))
    for language, wording in text.items():
        if language not in questionnaire.languages:
            reason = sentence("There is wording in {language}, which is not among the languages.", language=language)
            yield Problem("undeclared-language", "warning", place, reason)
        elif wording and set(piped_names(wording)) != base:
            reason = sentence(
                "The wording in {language} puts in other answers than that in {base}.",
                language=language,
                base=questionnaire.base_language,
            )
            yield Problem("piping-differs", "warning", place, reason)


def _forms(questionnaire: Questionnaire, place: str, text: Text) -> Iterator[Problem]:
    """Yield forms that a language needs and lacks; a number that meets none takes `other`."""
    for language, wording in text.items():
        if "{" not in wording or language not in questionnaire.languages:
            continue
        for fault in faults_of(wording, language):
            forms = ", ".join(fault.missing)
            match fault.code:
                case "message-unreadable":
                    reason = sentence(
                        "The forms for '{name}' in {language} cannot be read; look at the braces.",
                        name=fault.name,
                        language=language,
                    )
                    yield Problem(fault.code, "error", place, reason)
                case "other-missing":
                    reason = sentence(
                        "The forms for '{name}' in {language} lack `other`, which all else falls to.",
                        name=fault.name,
                        language=language,
                    )
                    yield Problem(fault.code, "error", place, reason)
                case "form-missing":
                    reason = sentence(
                        "In {language} the wording for '{name}' needs the forms {forms} too.",
                        language=language,
                        name=fault.name,
                        forms=forms,
                    )
                    yield Problem("plural-form-missing", "warning", place, reason)
                case "form-unknown":
                    reason = sentence(
                        "{language} has no number that takes {forms} (forms for '{name}').",
                        language=language,
                        forms=forms,
                        name=fault.name,
                    )
                    yield Problem("plural-form-unknown", "warning", place, reason)
