"""Turn one LimeSurvey question into one of ours, or into a heading and a question for each of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.formats.expressions.cases import calculated
from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.functions import call
from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.limesurvey import kinds
from surveyapp.formats.limesurvey.checks import answered_checks, number_or_script, validation_checks
from surveyapp.formats.limesurvey.choices import Making, choices_of, coded_choices, relevance
from surveyapp.formats.limesurvey.conditions import equation_of
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.limesurvey.fields import number_answer, text_or_number
from surveyapp.formats.limesurvey.moments import moment_answer
from surveyapp.formats.limesurvey.settings import lose_settings
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.formats.limesurvey.tables import table_answer
from surveyapp.formats.limesurvey.wording import EXPRESSION
from surveyapp.formats.plain_text import plain_text
from surveyapp.questionnaire.answer_types import (
    AnswerType,
    Calculated,
    Grid,
    Information,
    One,
    Ranking,
    Several,
)
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Constant, Expression
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check, Question

_WHOLE_EXPRESSION = re.compile(r"\s*\{(.*)\}\s*\Z", re.DOTALL)


def build_questions(asked: Asked, at: int, making: Making) -> Iterator[Question]:
    """Yield what one question becomes; what is not kept of it is listed."""
    making.ledger.keep_time()
    added = making.wordings.added
    added.within, added.known = asked.title, {}
    show_if = relevance(_script(asked, making), asked.title, "the question", at, making)
    for value in asked.defaults:
        making.ledger.lose(f"{asked.title}.default", value, "an answer is not filled in beforehand")
    question = _single(asked, at, making)
    yield from added.waiting
    added.within, added.waiting = "", []
    yield question.model_copy(update={"show_if": all_of([show_if, question.show_if])})
    lose_settings(asked, making.ledger)


def _script(asked: Asked, making: Making) -> str:
    """Return the relevance equation, or what older files have in its place."""
    if not asked.conditions or asked.relevance.strip() not in ("", "1"):
        return asked.relevance
    equation = equation_of(asked.conditions, lambda name: isinstance(making.scope.symbols.get(name), Many))
    if equation is None:
        making.ledger.lose(asked.title, "its conditions", "one of them cannot be read; the question is always shown")
    return equation or ""


def _wording(asked: Asked, at: int, making: Making) -> Text:
    text = making.wordings.take(asked.text, f"{asked.title}.text", at)
    if not text and asked.kind != "*":
        making.ledger.warn("no-wording", asked.title, f"The question {asked.title!r} has no text; its code is shown.")
    return text or {making.wordings.base: asked.title}


def _single(asked: Asked, at: int, making: Making) -> Question:
    own = Single(asked.title, "number" if asked.kind == "N" else "code")
    checks: tuple[Check, ...] = ()
    if asked.kind == "*":
        answer: AnswerType = _calculated(asked, at, making)
        text = {making.wordings.base: asked.title}
    else:
        answer, checks = _answer(asked, own, at, making)
        text = _wording(asked, at, making)
        if asked.kind != "X":
            checks = (*checks, *validation_checks(asked, own, at, making), *answered_checks(asked, at, making))
    return Question(
        id=asked.title,
        text=text,
        hint=making.wordings.take(asked.help, f"{asked.title}.help", at) or None,
        answer=answer,
        required=asked.mandatory == "Y" and asked.kind not in ("X", "*"),
        checks=checks,
        comment=asked.kind == "O",
    )


def _answer(asked: Asked, own: Single, at: int, making: Making) -> tuple[AnswerType, tuple[Check, ...]]:
    kind = asked.kind
    if kind == "X":
        return Information(), ()
    if kind == "D":
        return moment_answer(asked, at, making), ()
    if kind == "N":
        return number_answer(asked, own, at, making)
    if kind in kinds.TEXTS:
        return text_or_number(asked, own, at, making, kind)
    if kind in kinds.TABLES:
        return table_answer(asked, at, making)
    choices = choices_of(asked, at, making)
    if kind in kinds.GRIDS:
        rows = coded_choices(asked, kinds.rows_of(asked), at, making)
        return Grid(rows=rows, choices=_unfiltered(choices), shuffle=_shuffled(asked, making)), ()
    if kind in kinds.SEVERAL:
        least, most = _counts(asked, making)
        return Several(choices=choices, at_least=max(1, least or 1), at_most=most, shuffle=_shuffled(asked, making)), ()
    if kind == "R":
        least, most = _counts(asked, making)
        least = least or (None if asked.mandatory == "Y" and most is None else 1)
        return Ranking(choices=choices, top=most, at_least=least, shuffle=_shuffled(asked, making)), ()
    layout = "select" if kind == "!" else "scale" if kind == "5" else "list"
    return One.model_validate({"choices": choices, "layout": layout, "shuffle": _shuffled(asked, making)}), ()


def _unfiltered(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return the columns of a grid: an array filter is about its rows."""
    return tuple(Choice(code=choice.code, text=choice.text) for choice in choices)


def _counts(asked: Asked, making: Making) -> tuple[int | None, int | None]:
    counts: list[int | None] = []
    for attribute in ("min_answers", "max_answers"):
        number, _ = number_or_script(asked.attributes.take(attribute))
        counts.append(int(number) if number and number >= 1 else None)
    return counts[0], counts[1]


def _shuffled(asked: Asked, making: Making) -> bool:
    order = asked.attributes.take("answer_order")
    if order not in ("", "normal", "random"):
        making.ledger.lose(asked.title, f"answer_order: {order}", "choices stand in the order written")
    return asked.attributes.is_on("random_order") or order == "random"


def _calculated(asked: Asked, at: int, making: Making) -> Calculated:
    script = asked.attributes.take("equation") or next(iter(asked.text.values()), "")
    whole = _WHOLE_EXPRESSION.match(script)
    place = f"{asked.title}.equation"
    if not asked.attributes.is_on("hidden"):
        making.ledger.lose(place, script, "a calculated value is not shown by itself")
    try:
        translator = Translator(Script(making.scope, making.parts))
        if not whole or whole[1].count("{") or whole[1].count("}"):
            return Calculated(otherwise=making.scope.usable_expression(_mixed(script, translator), at))
        return calculated(parse_script(_assigned(whole[1], asked.title)), translator, making.scope, at)
    except ValueError as error:
        making.ledger.lose(place, script, f"{error}; the value stays empty")
        making.ledger.warn("calculation", place, f"The equation {script[:200]!r} cannot be kept: {error}.")
        making.scope.symbols.pop(asked.title, None)
        making.scope.gone[asked.title] = "whose equation is lost"
        return Calculated()


def _assigned(script: str, title: str) -> str:
    """Return what an equation gives that assigns it to the question itself, `title = …`."""
    found = re.match(rf"\s*{re.escape(title)}(?:\.NAOK)?\s*=(?!=)", script)
    return script[found.end() :] if found else script


def _mixed(script: str, translator: Translator) -> Expression:
    """Return a text put together from what is written and from expressions; nothing stands for the unanswered."""
    plain, _ = plain_text(script)
    parts: list[Expression] = []
    end = 0
    for found in EXPRESSION.finditer(plain):
        parts += [Constant(plain[end : found.start()])] if plain[end : found.start()] else []
        parts.append(call("coalesce", translator.expression(parse_script(found[1])), Constant("")))
        end = found.end()
    parts += [Constant(plain[end:])] if plain[end:] else []
    return parts[0] if len(parts) == 1 else call("concat", *parts)
