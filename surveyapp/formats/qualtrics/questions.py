"""Turn one Qualtrics question into one of ours."""

from __future__ import annotations

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, choices_of, is_shuffled, shown_if
from surveyapp.formats.qualtrics.grids import GRIDS, best_worst_of, grid_of, ranks_checks, sum_of
from surveyapp.formats.qualtrics.kinds import kind_of
from surveyapp.formats.qualtrics.names import fields_of, tag_of
from surveyapp.formats.qualtrics.validation import checks_of, counts_of, is_requested, number_of, settings_of, text_of
from surveyapp.questionnaire.answer_types import AnswerType, Information, One, Ranking, Several
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check, Question

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


def _single(question: Part, kind: str, at: int, making: Making) -> Question:
    answer = _answer(question, kind, at, making)
    asks = kind != "information"
    force = settings_of(question).text("ForceResponse")
    return Question(
        id=tag_of(question),
        text=_text(question, at, making),
        answer=answer,
        required=asks and force == "ON" and not is_requested(question),
        checks=_checks(question, kind, at, making) if asks else (),
    )


def _checks(question: Part, kind: str, at: int, making: Making) -> tuple[Check, ...]:
    ranks = ranks_checks(question, making) if kind == "ranks" else ()
    return (*ranks, *checks_of(question, kind, at, making))


def _answer(question: Part, kind: str, at: int, making: Making) -> AnswerType:
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
    if kind == "best and worst":
        return best_worst_of(question, choices, at, making)
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
