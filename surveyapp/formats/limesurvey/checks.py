"""Turn the validation of a LimeSurvey question into limits and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveyapp.formats.expressions.combining import any_of, negated
from surveyapp.formats.expressions.symbols import Single, Symbol
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.limesurvey.choices import Making
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.limesurvey.kinds import GRIDS, SEVERAL, TABLES
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.formats.patterns import why_unusable
from surveyapp.questionnaire.conditions import (
    AnyOf,
    Call,
    Comparator,
    Comparison,
    Condition,
    Constant,
    IsMissing,
    Name,
)
from surveyapp.questionnaire.schema import Check

_COUNTS: dict[str, Comparator] = {"min_answers": ">=", "max_answers": "<="}
_DELIMITED = re.compile(r"\s*/(.*)/([a-zA-Z]*)\s*\Z", re.DOTALL)


def number_or_script(text: str) -> tuple[float | None, str]:
    """Return a limit that is a number, or the expression that computes it."""
    if not text:
        return None, ""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None, text.strip("{} ")
    return (number, "") if abs(number) < 1e15 else (None, text)


def limit_checks(
    asked: Asked, own: Symbol, at: int, making: Making
) -> tuple[tuple[float | None, float | None], tuple[Check, ...]]:
    """Return the fixed limits of a number, and checks where they depend on earlier answers."""
    limits: list[float | None] = []
    checks: list[Check] = []
    for attribute, comparator in (("min_num_value_n", ">="), ("max_num_value_n", "<=")):
        number, script = number_or_script(asked.attributes.take(attribute))
        limits.append(number)
        if script:
            try:
                value = Translator(Script(making.scope, making.parts)).expression(parse_script(script))
                condition = Comparison(">=" if comparator == ">=" else "<=", Name(own.name), value)
                text = implied("check", making.wordings.languages)
                checks.append(Check(condition=making.scope.usable(condition, at, own=True), text=text))
            except ValueError as error:
                making.ledger.lose(f"{asked.title}.{attribute}", script, str(error))
    least, most = limits
    if least is not None and most is not None and least > most:
        making.ledger.lose(f"{asked.title}.max_num_value_n", f"{least:g} to {most:g}", "no number fits these limits")
        least, most = None, None
    return (least, most), tuple(checks)


def validation_checks(asked: Asked, own: Symbol | None, at: int, making: Making) -> tuple[Check, ...]:
    """Return the check of the question's validation equation with its message; what cannot be said is listed."""
    checks: list[Check] = []
    parts = making.parts[asked.title] if asked.kind in (*SEVERAL, *GRIDS, *TABLES) else ()
    for attribute in ("em_validation_q", "em_validation_sq"):
        script = asked.attributes.take(attribute)
        place = f"{asked.title}.{attribute}"
        tip = making.wordings.take(asked.attributes.take_wording(f"{attribute}_tip"), f"{place}_tip", at)
        if not script:
            if tip:
                making.ledger.lose(f"{place}_tip", " / ".join(tip.values()), "it has no equation")
            continue
        fields = [part for part in parts if isinstance(part, Single)] if attribute == "em_validation_sq" else []
        try:
            found = [_passes(script, field, (), at, making) for field in fields] or [
                _passes(script, own, parts, at, making)
            ]
        except ValueError as error:
            making.ledger.lose(place, script, str(error))
            if tip:
                making.ledger.lose(f"{place}_tip", " / ".join(tip.values()), "its equation is lost")
            continue
        text = tip or implied("check", making.wordings.languages)
        checks += [Check(condition=condition, text=text) for condition in dict.fromkeys(found)]
    return tuple(checks)


def _passes(script: str, own: Symbol | None, parts: Sequence[Symbol], at: int, making: Making) -> Condition:
    """Return the check of an equation: false exactly where the equation is, and never of what is unanswered."""
    script_of_own = Script(making.scope, making.parts, own, parts)
    fails = Translator(script_of_own).condition(parse_script(script.strip("{}"))).no
    if own is not None and isinstance(fails, AnyOf):
        fails = AnyOf(tuple(part for part in fails.parts if part != IsMissing(Name(own.name))))
    return making.scope.usable(negated(fails), at, own=isinstance(own, Single))


def text_pattern(asked: Asked, making: Making) -> str | None:
    """Return the RE2 pattern that a whole text must match, from LimeSurvey's, which may match a part."""
    if not asked.pattern.strip():
        return None
    delimited = _DELIMITED.match(asked.pattern)
    bare, flags = (delimited[1], delimited[2]) if delimited else (asked.pattern, "")
    starts, ends = bare.startswith("^"), bare.endswith("$") and not bare.endswith("\\$")
    inner = bare[starts : len(bare) - ends]
    if "|" in inner and (starts or ends):
        starts = ends = False
        inner = bare
    pattern = f"{'' if starts else '(?s:.*)'}(?:{inner}){'' if ends else '(?s:.*)'}"
    pattern = f"(?i){pattern}" if "i" in flags else pattern
    if reason := why_unusable(pattern):
        making.ledger.lose(f"{asked.title}.preg", asked.pattern, f"this pattern cannot be used: {reason}")
        return None
    return pattern


def answered_checks(asked: Asked, at: int, making: Making) -> Iterator[Check]:
    """Yield what is asked of how much is answered: a mild request, a number of fields."""
    title, languages = asked.title, making.wordings.languages
    if asked.mandatory == "S":
        answered = IsMissing(Name(title), negated=True)
        yield Check(condition=answered, text=implied("answer", languages), severity="soft")
    yield from _count_checks(asked, at, making)


def _count_checks(asked: Asked, at: int, making: Making) -> Iterator[Check]:
    """Yield how many fields or choices may be answered, where that is no limit of the answer itself."""
    counts = asked.kind in (*SEVERAL, "R")
    parts = [] if counts else [Name(one.name) for one in making.parts.get(asked.title, ()) if isinstance(one, Single)]
    if not counts and asked.kind not in (*GRIDS, *TABLES):
        return
    counted = Call("count_chosen", (Name(asked.title),)) if counts else Call("count_answered", tuple(parts))
    for attribute, comparator in _COUNTS.items():
        number, script = number_or_script(asked.attributes.take(attribute))
        if (number is None and not script) or (counts and not script) or not (counts or parts):
            continue
        try:
            limit = (
                Constant(int(number))
                if number is not None
                else Translator(Script(making.scope, making.parts)).expression(parse_script(script))
            )
            enough = any_of([Comparison("==", counted, Constant(0)), Comparison(comparator, counted, limit)])
            condition = making.scope.usable(enough, at, own=True)
        except ValueError as error:
            making.ledger.lose(f"{asked.title}.{attribute}", script, str(error))
            continue
        yield Check(condition=condition, text=implied("check", making.wordings.languages))
