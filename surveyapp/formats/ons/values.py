"""Calculate what a wording of a runner schema shows beside plain answers: which item is given, how many, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from babel import Locale
from babel.units import format_unit

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.conditions import Call, Comparison, Condition, Constant, Expression, IsMissing, Name, Test
from surveyapp.questionnaire.piping import pipe_mark
from surveyapp.questionnaire.schema import Page, Question

_UNITS = ("years", "months", "days")
_SAMPLES = 200
"""Numbers below which every plural form of whole numbers occurs."""


@dataclass(slots=True)
class Values:
    """Values that the wordings of one block show; they stand on a page before it, which nobody sees."""

    scope: Scope
    ledger: Ledger
    block: str = ""
    known: dict[str, Question] = field(default_factory=dict)

    def begin(self, block: str) -> None:
        """Forget the values of the block before, and name those that follow after this one."""
        self.block, self.known = block, {}

    def page(self, repeat: str | None) -> Page | None:
        """Return the page that calculates what was asked for since `begin`; None where nothing was."""
        questions = tuple(self.known.values())
        return Page(id=f"{self.block}-values", questions=questions, repeat=repeat) if questions else None

    def name(self, answer: Calculated) -> str:
        """Return the name under which a value is calculated, once each."""
        key = answer.model_dump_json()
        if key not in self.known:
            name = f"{self.block}_value{len(self.known) + 1}"
            self.known[key] = Question(id=name, text={}, answer=answer)
            self.ledger.add(name)
        return self.known[key].id

    def counted(self, name: str, at: int) -> str:
        """Return what shows how many choices were made."""
        value = Call("coalesce", (Call("count_chosen", (Name(name),)), Constant(0)))
        return pipe_mark(self.name(Calculated(otherwise=self.scope.usable_expression(value, at))))

    def first_given(self, names: Sequence[str]) -> str:
        """Return what shows the first of these answers that was given, the last where none was."""
        given = [IsMissing(Name(name), negated=True) for name in names[:-1]]
        return self._chosen(given, [pipe_mark(name) for name in names])

    def where_given(self, name: str, words: str) -> str:
        """Return what shows these words where an answer was given, and nothing where it was not."""
        return self._chosen([IsMissing(Name(name), negated=True)], [words, ""])

    def possessive(self, name: str) -> str:
        """Return what shows an answer with the English ending that its last letter asks for."""
        ends_in_s = Test("ends_with", (Call("lower", (Name(name),)), Constant("s")))
        return pipe_mark(name) + self._chosen([ends_in_s], ["’", "’s"])

    def between(self, first: Expression, second: Expression, language: str, at: int) -> str:
        """Return what shows the whole years between two days, else the months, else the days, in words."""
        spans = {unit: Call(f"{unit}_between", (first, second)) for unit in _UNITS}
        for span in spans.values():
            self.scope.usable_expression(span, at)
        long = [Comparison(">=", spans[unit], Constant(1)) for unit in ("years", "months")]
        words = [self._length(self.name(Calculated(otherwise=span)), unit, language) for unit, span in spans.items()]
        return self._chosen(long, words)

    def _length(self, name: str, unit: str, language: str) -> str:
        """Return the plural forms of a number of units, as CLDR has them."""
        locale = Locale.parse(language, sep="-")
        samples = {str(locale.plural_form(number)): number for number in reversed(range(_SAMPLES))}
        forms = {
            form: str(format_unit(number, f"duration-{unit[:-1]}", "long", locale=locale)).replace(str(number), "#")
            for form, number in sorted(samples.items(), key=lambda one: one[0] == "other")
        }
        return f"{{{name}, plural, {' '.join(f'{form} {{{words}}}' for form, words in forms.items())}}}"

    def _chosen(self, conditions: Sequence[Condition], words: Sequence[str]) -> str:
        """Return the form of which the first condition holds, the last one where none does."""
        cases = tuple(Case(when=one, value=Constant(str(at))) for at, one in enumerate(conditions, start=1))
        which = self.name(Calculated(cases=cases, otherwise=Constant("0")))
        forms = " ".join(f"{at} {{{said}}}" for at, said in enumerate(words[:-1], start=1))
        return f"{{{which}, select, {forms} other {{{words[-1]}}}}}"
