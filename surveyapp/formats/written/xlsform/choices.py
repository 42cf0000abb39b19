"""Write lists of choices, and the filter that shows a choice under its own condition."""

from __future__ import annotations

from dataclasses import dataclass, field

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.xlsform.names import Names, codes_of
from surveyapp.formats.written.xlsform.wording import said_there, wording_cells
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import ALWAYS, Condition
from surveyapp.questionnaire.schema import Questionnaire

FILTER_COLUMN = "shown_if"


@dataclass(slots=True)
class Lists:
    """`rows` of the choices sheet; a list is written once, with one filter for all who offer it."""

    questionnaire: Questionnaire
    names: Names
    ledger: Ledger
    rows: list[dict[str, str]] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)

    def offer(self, wanted: str, source: Choices, *, without: str | None = None) -> tuple[str, str]:
        """Return the name of the list and its filter (empty where every choice is shown).

        `without` leaves out the choice that the form adds by itself.
        """
        key = source if isinstance(source, str) else f"={wanted}"
        if key not in self.written:
            self.written[key] = self._free("_".join(str(source if isinstance(source, str) else wanted).split()))
            choices = tuple(c for c in self.questionnaire.choices_of(source) if c.code != without)
            self._write(self.written[key], choices)
        name = self.written[key]
        return name, self.filters[name]

    def _free(self, wanted: str) -> str:
        taken = set(self.written.values())
        return next(n for at in range(1, 100_000) if (n := wanted if at == 1 else f"{wanted}_{at}") not in taken)

    def _write(self, name: str, choices: tuple[Choice, ...]) -> None:
        codes = codes_of(choice.code for choice in choices)
        alternatives: dict[Condition, str] = {}
        parts: list[str] = []
        for choice in choices:
            place = f"choices.{name}.{choice.code}"
            if codes[choice.code] != choice.code:
                self.ledger.lose(place, f"its code; it is {codes[choice.code]} there", "a code there has no spaces")
            row = {"list_name": name, "name": codes[choice.code]}
            row |= wording_cells("label", said_there(choice.text, place, self.names, self.ledger))
            if choice.show_if != ALWAYS:
                number = self._alternative(choice, place, alternatives, parts)
                if number:
                    row[FILTER_COLUMN] = number
            self.rows.append(row)
        self.filters[name] = " or ".join([f"{FILTER_COLUMN} = ''", *parts]) if parts else ""

    def _alternative(self, choice: Choice, place: str, alternatives: dict[Condition, str], parts: list[str]) -> str:
        if choice.show_if in alternatives:
            return alternatives[choice.show_if]
        try:
            condition = self.names.writer().where_true(choice.show_if)
        except Untranslatable as error:
            self.ledger.lose(f"{place}.show_if", "its condition", f"{error}; the choice is always shown")
            alternatives[choice.show_if] = ""
            return ""
        number = str(len(parts) + 1)
        alternatives[choice.show_if] = number
        bracketed = f"({condition})" if " or " in condition else condition
        parts.append(f"({FILTER_COLUMN} = '{number}' and {bracketed})")
        return number
