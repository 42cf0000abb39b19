"""Read what one field of LimeSurvey takes: a number or a text, with its limits."""

from __future__ import annotations

from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.limesurvey.checks import limit_checks, number_or_script, text_pattern
from surveyapp.formats.limesurvey.choices import Making
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.questionnaire.answer_types import Number, OpenText
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check

_LINES = {"S": 1, "T": 5, "U": 12}
_LONGEST = {"S": 1_000, "T": 5_000, "U": 20_000}


def number_answer(asked: Asked, own: Single, at: int, making: Making) -> tuple[Number, tuple[Check, ...]]:
    """Return the number that a field takes, with checks for limits that depend on earlier answers."""
    (least, most), checks = limit_checks(asked, own, at, making)
    if asked.pattern:
        making.ledger.lose(f"{asked.title}.preg", asked.pattern, "a number has limits, not a pattern")
    unit = making.wordings.take(asked.attributes.take_wording("suffix"), f"{asked.title}.suffix", at)
    if asked.attributes.is_on("slider_layout"):
        return _slider(asked, unit), checks
    decimals = 0 if asked.attributes.is_on("num_value_int_only") else 10
    return Number(minimum=least, maximum=most, decimals=decimals, unit=unit or None), checks


def _slider(asked: Asked, unit: Text) -> Number:
    """Return a number that is slid between the ends of a slider, in its steps."""
    ends = [number_or_script(asked.attributes.take(f"slider_{end}"))[0] for end in ("min", "max", "accuracy")]
    least, most = (usual if end is None else end for end, usual in zip(ends, (0.0, 100.0), strict=False))
    step = ends[2] if ends[2] and ends[2] > 0 else 1.0
    whole = all(number.is_integer() for number in (least, most, step))
    if least >= most:
        least, most = 0.0, 100.0
    return Number(
        minimum=least, maximum=most, step=step, decimals=0 if whole else 10, layout="slider", unit=unit or None
    )


def text_or_number(
    asked: Asked, own: Single, at: int, making: Making, kind: str
) -> tuple[Number | OpenText, tuple[Check, ...]]:
    """Return a text, or a number where LimeSurvey lets nothing but numbers be written."""
    if not asked.attributes.is_on("numbers_only"):
        return _text(asked, making, kind), ()
    longest, _ = number_or_script(asked.attributes.take("maximum_chars"))
    number, checks = number_answer(asked, own, at, making)
    if longest and 1 <= longest <= 15 and number.maximum is None:
        number = number.model_copy(update={"maximum": float(10 ** int(longest) - 1)})
    return number, checks


def _text(asked: Asked, making: Making, kind: str) -> OpenText:
    longest, script = number_or_script(asked.attributes.take("maximum_chars"))
    if script:
        making.ledger.lose(f"{asked.title}.maximum_chars", script, "a length is a fixed number")
    most = int(longest) if longest and longest >= 1 else _LONGEST[kind]
    return OpenText(lines=_LINES[kind], max_length=min(most, 20_000), pattern=text_pattern(asked, making))
