"""Turn one SurveyJS element into a question of ours."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.cases import calculated
from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.surveyjs.choices import Making, choices_of, items_of, shown_if, ways_not_to_answer
from surveyapp.formats.surveyjs.elements import ONE, SEVERAL, Element, is_multiple, is_numeric, kind_of
from surveyapp.formats.surveyjs.expression import parse_surveyjs, translator_of
from surveyapp.formats.surveyjs.grids import grid_of, matrix_of, texts_of
from surveyapp.formats.surveyjs.moments import MOMENTS, moment_of
from surveyapp.formats.surveyjs.validators import checks_of, counts_of, number_of, text_of
from surveyapp.questionnaire.answer_types import AnswerType, Calculated, Information, Number, One, Ranking, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import NEVER, Condition
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question

_INFORMING = ("html", "panel", "flowpanel")
_SLIDERS = ("slider", "nouislider")


def build_question(element: Element, making: Making) -> Question | None:
    """Return what an element becomes; None, and listed, where nothing is left of it."""
    making.ledger.keep_time()
    part, at, kind = element.part, element.place, element.kind
    shown = all_of([*(_visible(one, at, making) for one in (*element.around, part))])
    if shown == NEVER:
        making.ledger.lose(part.place, element.id, "it is never shown, unless a script shows it")
    answer = _answer(element, making)
    if answer is None:
        making.ledger.lose(part.place, f"{kind}: {element.id}", "it has nothing to choose from")
        part.ignore_all()
        return None
    asks = not isinstance(answer, Information | Calculated)
    required = any([part.is_on("isRequired"), _every_row(part, making)]) and asks
    comment = any([part.is_on("showCommentArea"), part.is_on("hasComment")])
    return Question(
        id=element.id,
        text=_text(element, making),
        hint=_hint(element, making) or None,
        answer=answer,
        required=required,
        show_if=shown,
        missing=ways_not_to_answer(part, at, making),
        checks=checks_of(element, making) if asks else (),
        comment=comment and asks,
    )


def _every_row(part: Part, making: Making) -> bool:
    """Tell whether each row of a matrix must be answered; here that is what a required grid asks for."""
    each = any([part.is_on("isAllRowRequired"), part.is_on("eachRowRequired")])
    if kind_of(part) == "matrix" and part.peek("isRequired") is True and not each:
        why = "one row is enough there; a grid that is required is answered row by row here"
        making.ledger.lose(f"{part.place}.isRequired", "true", why)
    return each


def _visible(part: Part, at: int, making: Making) -> Condition:
    """Return where a panel or question is shown; a condition of its own outweighs a fixed state."""
    if part.peek("visible") is False and "visibleIf" not in part:
        part.ignore("visible")
        return NEVER
    return shown_if(part, "visibleIf", "it", at, making)


def _text(element: Element, making: Making) -> Text:
    part, at = element.part, element.place
    if element.kind == "html":
        return making.wordings.take(part, "html", at) or {making.wordings.base: element.id}
    title = making.wordings.take(part, "title", at) or (
        making.wordings.take(part, "label", at) if element.kind == "boolean" else {}
    )
    return title or {making.wordings.base: part.text("name") or element.id}


def _hint(element: Element, making: Making) -> Text:
    return making.wordings.take(element.part, "description", element.place)


def _answer(element: Element, making: Making) -> AnswerType | None:
    part, kind = element.part, element.kind
    if kind in _INFORMING:
        return Information()
    if kind == "expression":
        return _calculated(element, making)
    if kind in ("matrix", "matrixdropdown", "multipletext"):
        return {"matrix": grid_of, "matrixdropdown": matrix_of, "multipletext": texts_of}[kind](element, making)
    if kind in _SLIDERS or (kind == "text" and is_numeric(part)):
        part.ignore("inputType")
        number = number_of(part, making)
        return number.model_copy(update={"layout": "slider"}) if _is_slider(part, number) else number
    if kind == "text" and str(part.peek("inputType")) in MOMENTS:
        return moment_of(element, making)
    if kind in ("text", "comment"):
        rows = part.number("rows")
        lines = int(rows) if rows and 1 <= rows <= 40 else 4
        return text_of(part, 1 if kind == "text" else lines, 1_000 if kind == "text" else 5_000, making)
    return _chosen(element, making)


def _is_slider(part: Part, number: Number) -> bool:
    return part.peek("type") in _SLIDERS and number.minimum is not None and number.maximum is not None


def _chosen(element: Element, making: Making) -> AnswerType | None:
    part, kind = element.part, element.kind
    if kind == "boolean":
        return One(choices=tuple(_booleans(part, element.place, making)), layout="list")
    if kind == "rating":
        return _rating(element, making)
    choices = tuple(choices_of(element, making))
    choices = tuple(one if one.text else one.model_copy(update={"text": _number_words(one, making)}) for one in choices)
    if not choices:
        return None
    order = part.text("choicesOrder")
    if order in ("asc", "desc"):
        making.ledger.lose(f"{part.place}.choicesOrder", order, "choices stand in the order written")
    shuffle = order == "random"
    least, most = counts_of(part, len(choices), making)
    if kind in SEVERAL or (kind == "imagepicker" and is_multiple(part)):
        return Several(choices=choices, at_least=max(1, least or 1), at_most=most, shuffle=shuffle)
    if kind in ("ranking", "sortablelist"):
        some = part.is_on("selectToRankEnabled")
        return Ranking(choices=choices, top=most, at_least=least or (1 if some else None), shuffle=shuffle)
    layout = "select" if kind == "dropdown" else "list"
    return One.model_validate({"choices": choices, "layout": layout if kind in ONE else "list", "shuffle": shuffle})


def _number_words(choice: Choice, making: Making) -> Text:
    return dict.fromkeys(making.wordings.languages, choice.code)


def _booleans(part: Part, at: int, making: Making) -> Iterator[Choice]:
    for value_key, label_key, code in (("valueTrue", "labelTrue", "true"), ("valueFalse", "labelFalse", "false")):
        usual = implied("yes" if code == "true" else "no", making.wordings.languages)
        own = part.text(value_key) or code
        yield Choice(code=own, text={**usual, **making.wordings.take(part, label_key, at)})


def _rating(element: Element, making: Making) -> AnswerType:
    """Return a scale: its values as written, or counted from the least to the greatest."""
    part, at = element.part, element.place
    points = items_of(part, "rateValues", at, making)
    if not points:
        low, high, step = part.number("rateMin"), part.number("rateMax"), part.number("rateStep") or 1
        low = 1 if low is None else low
        count = part.number("rateCount")
        high = (low + (count - 1) * step if count else 5) if high is None else high
        steps = int((high - low) / step) if step > 0 and 0 <= (high - low) / step <= 100 else 4
        codes = [f"{low + step * number:g}" for number in range(steps + 1)]
        points = [Choice(code=code, text=dict.fromkeys(making.wordings.languages, code)) for code in codes]
    for key, end in (("minRateDescription", 0), ("maxRateDescription", -1)):
        words = making.wordings.take(part, key, at)
        named = {tag: f"{points[end].text.get(tag, points[end].code)} – {text}" for tag, text in words.items()}
        points[end] = points[end].model_copy(update={"text": {**points[end].text, **named}})
    return One(choices=tuple(points), layout="scale")


def _calculated(element: Element, making: Making) -> Calculated:
    part, scope = element.part, making.wordings.scope
    script = part.text("expression")
    making.ledger.lose(part.place, element.id, "a calculated value is not shown by itself")
    try:
        return calculated(parse_surveyjs(script), translator_of(scope), scope, element.place)
    except ValueError as error:
        making.ledger.lose(f"{part.place}.expression", script, f"{error}; the value stays empty")
        making.ledger.warn("calculation", part.place, f"The expression {script[:200]!r} cannot be kept: {error}.")
        return Calculated()
