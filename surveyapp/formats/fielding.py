"""Make a questionnaire from elsewhere fit for the field: languages we can speak, sensitivity, consent.

Every function returns the questionnaire it made and leaves the one it was given alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import Calculated, Consent, Information
from surveyapp.questionnaire.conditions import Comparison, Constant, Name
from surveyapp.questionnaire.model import Text, parents_of
from surveyapp.questionnaire.schema import Ending, Page, Question, Questionnaire
from surveyapp.questionnaire.texts import change_texts

PURPOSE = "analysis"
Say = Callable[[str], str]
"""Turn a message in English into the words of one language."""


def named_language(questionnaire: Questionnaire, tag: str) -> Questionnaire:
    """Return the questionnaire with its wording without a language (`und`) taken for `tag`."""

    def rename(_place: str, text: Text) -> Text:
        named = {tag: text["und"]} if "und" in text else {}
        return {**named, **{language: wording for language, wording in text.items() if language != "und"}}

    languages = tuple(dict.fromkeys(tag if language == "und" else language for language in questionnaire.languages))
    return change_texts(questionnaire, rename).model_copy(update={"languages": languages})


def offered_languages(questionnaire: Questionnaire, spoken: Collection[str]) -> tuple[str, ...]:
    """Return the languages for which there are words for buttons and messages, also a parent's (`vi` for `vi-US`)."""
    return tuple(tag for tag in questionnaire.languages if any(parent in spoken for parent in parents_of(tag)))


def in_languages(questionnaire: Questionnaire, languages: tuple[str, ...]) -> tuple[Questionnaire, Mapping[str, int]]:
    """Return the questionnaire in these languages only, and how many gaps of each were filled from another one.

    A gap is filled from the base language, else from whatever wording there is; `languages` must not be empty.
    """
    filled: Counter[str] = Counter()
    order = (*languages, *questionnaire.languages)

    def fill(_place: str, text: Text) -> Text:
        source = next((text[tag] for tag in order if text.get(tag, "").strip()), "")
        complete: Text = {}
        for tag in languages:
            own = text.get(tag, "")
            if source and not any(text.get(parent, "").strip() for parent in parents_of(tag)):
                filled[tag] += 1
                own = source
            if own:
                complete[tag] = own
        return complete

    made = change_texts(questionnaire, fill)
    return made.model_copy(update={"languages": languages}), filled


def tagged(questionnaire: Questionnaire, sensitivity: str) -> tuple[Questionnaire, int]:
    """Return the questionnaire with every untagged question tagged, and how many there were."""
    found = 0
    pages = []
    for page in questionnaire.pages:
        questions = []
        for question in page.questions:
            if question.sensitivity is None:
                found += not isinstance(question.answer, Information | Calculated)
                question = question.model_copy(update={"sensitivity": sensitivity})
            questions.append(question)
        pages.append(page.model_copy(update={"questions": tuple(questions)}))
    return questionnaire.model_copy(update={"pages": tuple(pages)}), found


def with_question(questionnaire: Questionnaire, name: str, **changed: Any) -> Questionnaire:
    """Return the questionnaire with some fields of one question changed; one nobody knows changes nothing."""
    pages = tuple(
        page.model_copy(
            update={
                "questions": tuple(
                    question.model_copy(update=changed) if question.id == name else question
                    for question in page.questions
                )
            }
        )
        for page in questionnaire.pages
    )
    return questionnaire.model_copy(update={"pages": pages})


def asks_consent(questionnaire: Questionnaire) -> bool:
    """Tell whether consent to the analysis is asked already."""
    return any(
        isinstance(question.answer, Consent) and question.answer.purpose == PURPOSE
        for question in questionnaire.questions()
    )


def with_consent(questionnaire: Questionnaire, say: Callable[[str], Say]) -> Questionnaire:
    """Return the questionnaire with a gate in front that asks consent to the analysis; who refuses is let go.

    `say` gives, for a language, what turns our English messages into its words.
    """
    worded = {tag: _consent_words(say(tag)) for tag in questionnaire.languages}
    title, notice, text, farewell = ({tag: words[at] for tag, words in worded.items()} for at in range(4))
    taken = {question.id for question in questionnaire.questions()} | {page.id for page in questionnaire.pages}
    name = next(
        name for name in ("consent", *(f"consent_{number}" for number in range(2, 10_000))) if name not in taken
    )
    question = Question(id=name, text=text, answer=Consent(purpose=PURPOSE), sensitivity="none")
    gate = Page(id=name, title=title, notice=notice, gate=True, questions=(question,))
    refused = Ending(id="refused", when=Comparison("==", Name(name), Constant("no")), outcome="refused", text=farewell)
    return questionnaire.model_copy(
        update={"pages": (gate, *questionnaire.pages), "endings": (refused, *questionnaire.endings)}
    )


def _consent_words(_: Say) -> tuple[str, str, str, str]:
    return (
        _("Before you begin"),
        _(
            "Taking part is voluntary. You may stop at any time, and refusing has no consequences. Your answers are "
            "used for analysis and are only published as totals. Nothing is recorded about your device or connection."
        ),
        _("Do you agree that your answers are used for this analysis?"),
        _("Thank you. Nothing of what you entered was kept."),
    )
