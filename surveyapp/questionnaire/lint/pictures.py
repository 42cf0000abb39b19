"""Hold pictures to being there, being pictures, being light, and standing where they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.pictures import LARGEST_PICTURE
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

HEAVIEST_PAGE = 300_000


def picture_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield broken, heavy, unknown and unused pictures, and choices in pictures that have none."""
    for name, picture in questionnaire.pictures.items():
        place = f"pictures.{name}"
        if not picture.content:
            yield Problem("picture-broken", "error", place, sentence("The data is not base64, or empty."))
        elif not picture.is_what_it_says:
            yield Problem("picture-broken", "error", place, sentence("The data is no {type}.", type=picture.type))
        elif len(picture.content) > LARGEST_PICTURE:
            size, most = len(picture.content) // 1000, LARGEST_PICTURE // 1000
            text = sentence(
                "The picture has {size} KB; at most {most} KB reach a slow phone in time.", size=size, most=most
            )
            yield Problem("picture-too-large", "error", place, text)
    used: set[str] = set()
    for page in questionnaire.pages:
        yield from _page(questionnaire, page, used)
    for name in questionnaire.pictures:
        if name not in used:
            yield Problem("unused-picture", "warning", f"pictures.{name}", sentence("No choice shows this picture."))


def _page(questionnaire: Questionnaire, page: Page, used: set[str]) -> Iterator[Problem]:
    shown: set[str] = set()
    for question in page.questions:
        in_pictures = getattr(question.answer, "layout", "") == "pictures"
        for place, choice in _choices(questionnaire, question):
            if choice.picture is None:
                if in_pictures and not choice.apart:
                    yield Problem(
                        "picture-missing", "error", place, sentence("This choice is shown as a picture and has none.")
                    )
                continue
            used.add(choice.picture)
            if choice.picture not in questionnaire.pictures:
                yield Problem(
                    "unknown-picture",
                    "error",
                    place,
                    sentence("There is no picture '{picture}'.", picture=choice.picture),
                )
            elif in_pictures:
                shown.add(choice.picture)
            else:
                text = sentence("A picture is shown only where the layout is 'pictures'.")
                yield Problem("picture-not-shown", "warning", place, text)
    weight = sum(len(questionnaire.pictures[name].content) for name in shown)
    if weight > HEAVIEST_PAGE:
        text = sentence(
            "The pictures of this page have {size} KB together; a slow phone waits for them.", size=weight // 1000
        )
        yield Problem("page-too-heavy", "warning", f"pages.{page.id}", text)


def _choices(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[str, Choice]]:
    for part, source in sources_of(question.answer).items():
        place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
        for choice in questionnaire.choices_of(source):
            yield f"{place}.{choice.code}", choice
