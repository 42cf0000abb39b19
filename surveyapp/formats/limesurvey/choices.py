"""Make the choices and rows of a LimeSurvey question, with the answers that some kinds imply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Symbol, Ticked
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.expressions.truth import Translator, is_missing, ticked
from surveyapp.formats.implied import Implied, implied
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.limesurvey.kinds import OTHER_CODE, OTHER_OF_SEVERAL, SEVERAL, WITH_OTHER
from surveyapp.formats.limesurvey.survey import Asked, Coded
from surveyapp.formats.limesurvey.wording import Wordings
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, Condition, Name

_IMPLIED: dict[str, tuple[tuple[str, Implied], ...]] = {
    "Y": (("Y", "yes"), ("N", "no")),
    "G": (("F", "female"), ("M", "male")),
    "C": (("Y", "yes"), ("U", "uncertain"), ("N", "no")),
    "E": (("I", "increase"), ("S", "same"), ("D", "decrease")),
}
_POINTS = {"5": 5, "A": 5, "B": 10}


@dataclass(frozen=True, slots=True)
class Making:
    """What every choice of a survey is made with; `sources` finds the question that an array filter names."""

    wordings: Wordings
    scope: Scope
    sources: dict[str, Asked]
    parts: dict[str, Sequence[Symbol]]

    @property
    def ledger(self) -> Ledger:
        return self.wordings.ledger


def choices_of(asked: Asked, at: int, making: Making, scale: str = "0") -> tuple[Choice, ...]:
    """Return the choices: written, implied by the kind, and `other`; those of a grid are its columns."""
    languages = making.wordings.languages
    if asked.kind in _IMPLIED:
        return tuple(Choice(code=code, text=implied(name, languages)) for code, name in _IMPLIED[asked.kind])
    if asked.kind in _POINTS:
        points = [str(point) for point in range(1, _POINTS[asked.kind] + 1)]
        return tuple(Choice(code=point, text=dict.fromkeys(languages, point)) for point in points)
    if asked.kind in SEVERAL:
        found = coded_choices(asked, asked.subquestions, at, making, comments=asked.kind == "P")
    else:
        found = coded_choices(asked, [c for c in asked.answers if c.scale == scale], at, making)
    if not asked.other or asked.kind not in WITH_OTHER:
        return found
    text = making.wordings.take(
        asked.attributes.take_wording("other_replace_text"), f"{asked.title}.other_replace_text", at
    )
    code = OTHER_OF_SEVERAL if asked.kind in SEVERAL else OTHER_CODE
    return (*found, Choice(code=code, text={**implied("other", languages), **text}, other=True))


def coded_choices(
    asked: Asked, coded: Sequence[Coded], at: int, making: Making, *, comments: bool = False
) -> tuple[Choice, ...]:
    """Return written choices or rows; one that is hidden by an array filter or its own relevance says so."""
    filters = _Filters.of(asked, making)
    exclusive = set(asked.attributes.take("exclude_all_others").split(";")) if asked.kind in SEVERAL else set()
    found: dict[str, Choice] = {}
    for one in coded:
        making.ledger.keep_time(choices=1)
        place = f"{asked.title}.{one.code}"
        if not one.code or one.code in found:
            making.ledger.lose(place, " / ".join(one.text.values()), "it has no code of its own")
            continue
        found[one.code] = Choice(
            code=one.code[:120],
            text=making.wordings.take(one.text, place, at) or {making.wordings.base: one.code},
            exclusive=one.code in exclusive,
            comment=comments,
            show_if=all_of([*filters.conditions(one.code, at), relevance(one.relevance, place, "it", at, making)]),
        )
    return tuple(found.values())


def relevance(script: str, place: str, what: str, at: int, making: Making) -> Condition:
    """Return where something is shown; always, and listed, where that cannot be said."""
    script = script.strip()
    if script in ("", "1"):
        return ALWAYS
    translator = Translator(Script(making.scope, making.parts))
    try:
        return making.scope.usable(translator.condition(parse_script(script)).yes, at)
    except ValueError as error:
        making.ledger.lose(f"{place}.relevance", script, f"{error}; {what} is always shown")
        return ALWAYS


@dataclass(frozen=True, slots=True)
class _Filters:
    """The array filters of a question: `wanted` must be chosen, `unwanted` must not."""

    asked: Asked
    making: Making
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @classmethod
    def of(cls, asked: Asked, making: Making) -> _Filters:
        wanted, unwanted = (
            tuple(name.strip() for name in asked.attributes.take(attribute).split(";") if name.strip())
            for attribute in ("array_filter", "array_filter_exclude")
        )
        return cls(asked, making, wanted, unwanted)

    def conditions(self, code: str, at: int) -> list[Condition]:
        found = []
        for attribute, sources in (("array_filter", self.wanted), ("array_filter_exclude", self.unwanted)):
            for source in sources:
                try:
                    found.append(self._condition(source, code, at, turned=attribute == "array_filter_exclude"))
                except ValueError as error:
                    place = f"{self.asked.title}.{attribute}"
                    self.making.ledger.lose(place, source, f"{error}; everything is shown")
        return found

    def _condition(self, source: str, code: str, at: int, *, turned: bool) -> Condition:
        making = self.making
        if source not in making.sources:
            raise Untranslatable(
                f"it is filtered by `{source}`, {making.scope.gone.get(source, 'which does not exist')}"
            )
        found = making.sources[source]
        if code not in [part.code for part in (found.answers if found.kind == "R" else found.subquestions)]:
            return ALWAYS
        symbol = Ticked(source, code) if found.kind == "R" else making.scope.symbol(f"{source}_{code}")
        both = ticked(symbol) if isinstance(symbol, Ticked) else is_missing(Name(symbol.name)).turned()
        return making.scope.usable(both.no if turned else both.yes, at)
