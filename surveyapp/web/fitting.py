"""Make a questionnaire fit for the field: in languages that our pages speak, tagged, and behind a consent."""

from __future__ import annotations

from babel import Locale

from surveyapp.catalogues import languages_of, translator
from surveyapp.formats import fielding
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services.failures import Failure


class NoLanguage(Failure):
    """None of the questionnaire's languages has words for buttons and messages."""


def fit_for_the_field(
    questionnaire: Questionnaire, sensitivity: str | None, consent: bool, language: str
) -> tuple[Questionnaire, list[str]]:
    """Return the questionnaire as it is fielded and sentences about what was changed; raise NoLanguage."""
    notes: list[str] = []
    if "und" in questionnaire.languages:
        questionnaire = fielding.named_language(questionnaire, language)
        notes.append(f"Wording without a language is taken for {language}; --language says otherwise.")
    spoken = {"en", *languages_of("respondent")}
    offered = fielding.offered_languages(questionnaire, spoken)
    if not offered:
        raise NoLanguage(
            f"The questionnaire speaks {', '.join(questionnaire.languages)}; there are words for buttons and messages "
            f"only in {', '.join(sorted(spoken))}. Translate it into one of these first."
        )
    dropped = [tag for tag in questionnaire.languages if tag not in offered]
    if dropped:
        notes.append(f"Not offered, for want of words for buttons and messages: {', '.join(dropped)}.")
    questionnaire, filled = fielding.in_languages(questionnaire, offered)
    notes += [f"{number} wordings are missing in {tag}; another language stands in." for tag, number in filled.items()]
    if sensitivity is not None:
        questionnaire, number = fielding.tagged(questionnaire, sensitivity)
        notes.append(f"{number} questions are tagged {sensitivity}.")
    if consent and fielding.asks_consent(questionnaire):
        notes.append("The questionnaire asks consent to the analysis itself; nothing was added.")
    elif consent:
        questionnaire = fielding.with_consent(questionnaire, lambda tag: translator("respondent", tag).gettext)
    return questionnaire, notes


def countries_named(text: str) -> tuple[list[str], list[str]]:
    """Return the country codes in `all` or a list with commas, and what in it is no country's code."""
    known = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha() and code != "ZZ"}
    if text.strip().lower() == "all":
        return sorted(known), []
    codes = [code.strip().upper() for code in text.split(",") if code.strip()]
    return codes, [code for code in codes if code not in known]
