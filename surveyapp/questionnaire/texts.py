"""Reach every wording of a questionnaire by its place, such as `INT1.choices.1` or `pages.trust.notice`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from surveyapp.questionnaire.answer_types import AnswerType
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check, Contact, Ending, Page, Question, Questionnaire

Change = Callable[[str, Text], Text]


def texts_of(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    """Yield every wording with its place, in the order of the questionnaire; what is absent is not yielded."""
    found: list[tuple[str, Text]] = []

    def note(place: str, text: Text) -> Text:
        found.append((place, text))
        return text

    change_texts(questionnaire, note)
    yield from found


def with_texts(questionnaire: Questionnaire, language: str, wordings: Mapping[str, str]) -> Questionnaire:
    """Return the questionnaire with one language's wordings put at their places; unknown places are passed over."""

    def put(place: str, text: Text) -> Text:
        return {**text, language: wordings[place]} if place in wordings else text

    return change_texts(questionnaire, put)


def change_texts(questionnaire: Questionnaire, change: Change) -> Questionnaire:
    """Return the questionnaire with every wording replaced by what `change(place, text)` gives."""
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    fields["title"] = change("title", questionnaire.title)
    fields["intro"] = _optional("intro", questionnaire.intro, change)
    if questionnaire.about is not None:
        fields["about"] = _contact(questionnaire.about, change)
    fields["lists"] = {
        name: _choices(f"lists.{name}", choices, change) for name, choices in questionnaire.lists.items()
    }
    fields["missing_texts"] = {
        kind: change(f"missing.{kind}", text) for kind, text in questionnaire.missing_texts.items()
    }
    fields["repeats"] = tuple(
        repeat.model_copy(update={"label": _optional(f"repeats.{repeat.id}.label", repeat.label, change)})
        for repeat in questionnaire.repeats
    )
    fields["pages"] = tuple(_page(page, change) for page in questionnaire.pages)
    fields["endings"] = tuple(_ending(ending, change) for ending in questionnaire.endings)
    fields["complete_text"] = _optional("complete_text", questionnaire.complete_text, change)
    return Questionnaire(**fields)


def _optional(place: str, text: Text | None, change: Change) -> Text | None:
    return None if text is None else change(place, text)


def _contact(about: Contact, change: Change) -> Contact:
    texts = {name: _optional(f"about.{name}", text, change) for name, text in about}
    return about.model_copy(update=texts)


def _page(page: Page, change: Change) -> Page:
    place = f"pages.{page.id}"
    update = {
        "section": _optional(f"{place}.section", page.section, change),
        "title": _optional(f"{place}.title", page.title, change),
        "notice": _optional(f"{place}.notice", page.notice, change),
        "questions": tuple(_question(question, change) for question in page.questions),
    }
    return page.model_copy(update=update)


def _question(question: Question, change: Change) -> Question:
    update = {
        "text": change(f"{question.id}.text", question.text),
        "hint": _optional(f"{question.id}.hint", question.hint, change),
        "answer": _answer(question.id, question.answer, change),
        "checks": tuple(
            _check(f"{question.id}.checks.{at}", check, change) for at, check in enumerate(question.checks)
        ),
    }
    return question.model_copy(update=update)


def _check(place: str, check: Check, change: Change) -> Check:
    return check.model_copy(update={"text": change(place, check.text)})


def _ending(ending: Ending, change: Change) -> Ending:
    return ending.model_copy(update={"text": change(f"endings.{ending.id}", ending.text)})


def _answer(place: str, answer: AnswerType, change: Change) -> AnswerType:
    return answer.worded(place, change, lambda inside, source: _source(inside, source, change))


def _source(place: str, source: Choices, change: Change) -> Choices:
    return source if isinstance(source, str) else _choices(place, source, change)


def _choices(place: str, choices: tuple[Choice, ...], change: Change) -> tuple[Choice, ...]:
    return tuple(
        choice.model_copy(update={"text": change(f"{place}.{choice.code}", choice.text)}) for choice in choices
    )
