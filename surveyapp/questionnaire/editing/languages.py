"""Let a questionnaire speak more languages, or fewer."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import change_texts


def with_languages(questionnaire: Questionnaire, wanted: Sequence[str]) -> Questionnaire:
    """Return the questionnaire in these languages; the base stays, and what is said in a language left out goes.

    A new language has no wording yet, which the check then says.
    """
    kept = [tag for tag in questionnaire.languages if tag in wanted or tag == questionnaire.base_language]
    languages = tuple(dict.fromkeys([*kept, *wanted]))
    gone = frozenset(questionnaire.languages) - frozenset(languages)

    def spoken(place: str, text: Text) -> Text:
        return {tag: words for tag, words in text.items() if tag not in gone}

    changed = change_texts(questionnaire, spoken) if gone else questionnaire
    return changed.model_copy(update={"languages": languages})
