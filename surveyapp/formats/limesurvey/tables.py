"""Read LimeSurvey's questions of several fields as grids: numbers, texts, boxes to tick, two scales."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.combining import any_of
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.limesurvey import kinds
from surveyapp.formats.limesurvey.checks import number_or_script
from surveyapp.formats.limesurvey.choices import Making, choices_of, coded_choices
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.limesurvey.fields import number_answer, text_or_number
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.questionnaire.answer_types import Grid, GridColumn, Number, One, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Call, Comparator, Comparison, Condition, Constant, Name
from surveyapp.questionnaire.schema import Check

_TOTALS: dict[str, Comparator] = {"equals_num_value": "==", "min_num_value": ">=", "max_num_value": "<="}


def table_answer(asked: Asked, at: int, making: Making) -> tuple[Grid, tuple[Check, ...]]:
    """Return the grid and the checks of its fields and of their total."""
    rows = coded_choices(asked, kinds.rows_of(asked), at, making)
    shuffle = asked.attributes.is_on("random_order")
    if asked.kind == "1":
        return Grid(rows=rows, columns=tuple(_scales(asked, at, making)), shuffle=shuffle), ()
    columns = _plain(coded_choices(asked, kinds.columns_of(asked), at, making))
    if kinds.is_ticked_table(asked):
        return Grid(rows=rows, cell=Several(choices=columns), shuffle=shuffle), ()
    answer, checks = _field(asked, at, making)
    if asked.kind in kinds.LISTS_OF_FIELDS:
        return Grid(rows=rows, cell=answer, shuffle=shuffle), (*checks, *_totals(asked, at, making))
    required = asked.mandatory == "Y"
    made = (GridColumn(code=c.code, text=c.text, answer=answer, required=required) for c in columns)
    return Grid(rows=rows, columns=tuple(made), shuffle=shuffle), checks


def _plain(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return columns, which an array filter is not about."""
    return tuple(Choice(code=choice.code, text=choice.text) for choice in choices)


def _scales(asked: Asked, at: int, making: Making) -> Iterator[GridColumn]:
    for scale, attribute in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        header = making.wordings.take(asked.attributes.take_wording(attribute), f"{asked.title}.{attribute}", at)
        points = _plain(choices_of(asked, at, making, scale))
        if points:
            numbered = dict.fromkeys(making.wordings.languages, str(int(scale) + 1))
            required = asked.mandatory == "Y"
            yield GridColumn(code=scale, text=header or numbered, answer=One(choices=points), required=required)


def _field(asked: Asked, at: int, making: Making) -> tuple[Number | OpenText, tuple[Check, ...]]:
    """Return what every field takes; limits that depend on earlier answers are checked field by field."""
    names = [symbol.name for symbol in kinds.parts_of(asked)]
    if asked.kind == ":":
        least, _ = number_or_script(asked.attributes.take("multiflexible_min"))
        most, _ = number_or_script(asked.attributes.take("multiflexible_max"))
        fits = least is None or most is None or least <= most
        return Number(minimum=least if fits else None, maximum=most if fits else None, decimals=10), ()
    answer: Number | OpenText = OpenText()
    found: list[Check] = []
    for name in names:
        own = Single(name, "number" if asked.kind == "K" else "code")
        if asked.kind == "K":
            answer, checks = number_answer(asked, own, at, making)
        else:
            answer, checks = text_or_number(asked, own, at, making, "S")
        found += checks
    return answer, tuple(found)


def _totals(asked: Asked, at: int, making: Making) -> Iterator[Check]:
    """Yield what the fields must come to; a sum of nothing passes unless the question is mandatory."""
    total = Call("sum", tuple(Name(symbol.name) for symbol in kinds.parts_of(asked)))
    for attribute, comparator in _TOTALS.items() if asked.kind == "K" else ():
        number, script = number_or_script(asked.attributes.take(attribute))
        if number is None and not script:
            continue
        try:
            wanted = (
                Constant(int(number) if number.is_integer() else number)
                if number is not None
                else Translator(Script(making.scope, making.parts)).expression(parse_script(script))
            )
            condition: Condition = Comparison(comparator, total, wanted)
            if asked.mandatory != "Y":
                condition = any_of([Comparison("==", total, Constant(0)), condition])
            usable = making.scope.usable(condition, at, own=True)
        except ValueError as error:
            making.ledger.lose(f"{asked.title}.{attribute}", script, str(error))
            continue
        yield Check(condition=usable, text=implied("check", making.wordings.languages))
