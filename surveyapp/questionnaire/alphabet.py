"""Put long lists in the order in which the readers of a language look a name up."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.model import parents_of, remembered
from surveyapp.questionnaire.schema import Questionnaire


def in_alphabet(
    questionnaire: Questionnaire, source: Choices, choices: tuple[Choice, ...], language: str
) -> tuple[Choice, ...]:
    """Return choices of a source in the order of a language, or of its parent; codes it does not name come last."""
    if not isinstance(source, str) or source not in questionnaire.alphabetical:
        return choices
    places = _places(questionnaire)[source]
    for tag in parents_of(language):
        if tag in places:
            return tuple(sorted(choices, key=lambda choice: places[tag].get(choice.code, len(places[tag]))))
    return choices


@remembered
def _places(questionnaire: Questionnaire) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    return {
        name: {language: {code: at for at, code in enumerate(codes)} for language, codes in orders.items()}
        for name, orders in questionnaire.alphabetical.items()
    }
