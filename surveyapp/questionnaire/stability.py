"""Find codes that mean something else than in an earlier version: their data could not be put side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire


def unstable_codes(before: Questionnaire, after: Questionnaire) -> tuple[Problem, ...]:
    """Return the choices whose words stood under another code before, list by list.

    An error where the code that words had now belongs to other words, since answers would be mistaken for each other;
    a warning where that code is gone. Words are compared in the base language of the newer version, without case.
    """
    old = _lists(before)
    found: list[Problem] = []
    for place, choices in _lists(after).items():
        if place in old:
            found.extend(_moved(place, _words(old[place], after.base_language), _words(choices, after.base_language)))
    return tuple(found)


def _moved(place: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Problem]:
    code_before = {words: code for code, words in was.items()}
    for code, words in now.items():
        before = code_before.get(words, code)
        if before == code:
            continue
        yield _unstable(f"{place}.{code}", words, before, code, taken=now.get(before, words) != words)


def _unstable(place: str, words: str, before: str, code: str, *, taken: bool) -> Problem:
    values = {"words": words, "before": before, "code": code}
    if not taken:
        text = sentence("'{words}' had the code '{before}' in the earlier version and has '{code}' now.", **values)
        return Problem("unstable-code", "warning", place, text)
    text = sentence(
        "'{words}' had the code '{before}' in the earlier version and has '{code}' now, "
        "while the old code now means something else.",
        **values,
    )
    return Problem("unstable-code", "error", place, text)


def _words(choices: tuple[Choice, ...], language: str) -> dict[str, str]:
    """Return the words of each code, folded; words that two codes share say nothing and are left out."""
    words = {choice.code: " ".join(choice.text.get(language, "").split()).casefold() for choice in choices}
    spoken = list(words.values())
    return {code: told for code, told in words.items() if told and spoken.count(told) == 1}


def _lists(questionnaire: Questionnaire) -> dict[str, tuple[Choice, ...]]:
    found = {f"lists.{name}": choices for name, choices in questionnaire.lists.items()}
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            if not isinstance(source, str):
                found[f"{question.id}.{part}"] = source
    return found
