"""Turn one Qualtrics question into one of ours."""

from __future__ import annotations

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, choices_of, is_shuffled, shown_if
from surveyapp.formats.qualtrics.grids import GRIDS, grid_of, sum_of
from surveyapp.formats.qualtrics.kinds import kind_of
from surveyapp.formats.qualtrics.names import fields_of, tag_of
from surveyapp.formats.qualtrics.validation import counts_of, number_of, text_of
from surveyapp.questionnaire.answer_types import AnswerType, Information, One, Ranking, Several
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question

_LISTS = ("DL", "SB")


def build_questions(question: Part, at: int, making: Making) -> list[Question]:
    """Return what one question becomes; what is not kept of it is listed."""
    making.ledger.keep_time()
    show_if = shown_if(question, question.place, "the question", at, making)
    if question.take("DefaultChoices"):
        making.ledger.lose(
            f"{question.place}.DefaultChoices", "default answer", "an answer is not filled in beforehand"
        )
    return [_single(question, kind_of(question), at, making).model_copy(update={"show_if": show_if})]


def _text(question: Part, at: int, making: Making) -> Text:
    languages = question.part("Language")
    place = f"{question.place}.QuestionText"
    text = making.wordings.take(question, "QuestionText", languages, ("QuestionText",), place, at)
    question.ignore("QuestionText_Unsafe")
    for name in languages.names():
        languages.part(name).ignore("QuestionText_Unsafe", "QuestionDescription")
    return text or {making.wordings.base: tag_of(question)}


def _required(question: Part, making: Making) -> bool:
    settings = question.part("Validation").part("Settings")
    force, kind = settings.text("ForceResponse"), settings.text("ForceResponseType")
    if force == "RequestResponse" or (force == "ON" and kind == "RequestResponse"):
        making.ledger.lose(settings.place, "request a response", "a question is required always or never; this is not")
        return False
    return force == "ON"


def _single(question: Part, kind: str, at: int, making: Making) -> Question:
    answer = _answer(question, kind, at, making)
    asks = kind != "information"
    return Question(
        id=tag_of(question),
        text=_text(question, at, making),
        answer=answer,
        required=_required(question, making) and asks,
    )


def _answer(question: Part, kind: str, at: int, making: Making) -> AnswerType:
    question.part("Validation").part("Settings").ignore("Type")
    if kind == "information":
        return Information()
    if kind == "text":
        return text_of(question, making)
    if kind == "number":
        return number_of(question, making)
    if kind in GRIDS:
        _lose_row_tags(question, making)
        return grid_of(question, kind, at, making)
    shuffle = is_shuffled(question, making)
    choices = choices_of(question, "Choices", at, making)
    _lose_groups(question, making)
    least, most = counts_of(question, making)
    if kind == "sum":
        return sum_of(question, choices, shuffle, making)
    if kind == "several":
        return Several(choices=choices, at_least=max(1, least or 1), at_most=most, shuffle=shuffle)
    if kind == "ranking":
        return Ranking(choices=choices, top=most, at_least=least, shuffle=shuffle)
    selector = question.text("Selector")
    layout = "select" if selector in _LISTS else "scale" if selector in ("NPS", "SAHR") else "list"
    return One.model_validate({"choices": choices, "layout": layout, "shuffle": shuffle})


def _lose_row_tags(question: Part, making: Making) -> None:
    tags = question.take("ChoiceDataExportTags")
    usual = dict(fields_of(question))
    if isinstance(tags, dict) and {str(k): v for k, v in tags.items()} != usual:
        names = ", ".join(str(tag) for tag in tags.values())
        making.ledger.lose(f"{question.place}.ChoiceDataExportTags", names, "a row is named by its grid and its code")


def _lose_groups(question: Part, making: Making) -> None:
    groups = question.part("ChoiceGroups")
    question.ignore("ChoiceGroupOrder")
    for name in groups.names():
        group = groups.part(name)
        making.ledger.lose(group.place, group.text("GroupLabel") or name, "choices are not put into groups")
        group.ignore_all()
