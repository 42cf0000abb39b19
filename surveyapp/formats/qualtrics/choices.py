"""Make the choices, rows and columns of a Qualtrics question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.logic import Logic
from surveyapp.formats.qualtrics.names import codes_of, has_text, ordered, text_name
from surveyapp.formats.qualtrics.wording import Wordings
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, Condition

_TOKEN = "{~Randomized~}"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Making:
    """What every question of a survey is made with."""

    wordings: Wordings
    logic: Logic

    @property
    def ledger(self) -> Ledger:
        return self.wordings.ledger


def choices_of(question: Part, what: str, at: int, making: Making) -> tuple[Choice, ...]:
    """Return the choices (`Choices` or `Answers`) with their codes, conditions and texts beside them."""
    codes = codes_of(question, what)
    languages = question.part("Language")
    fixed = fixed_keys(question) if what == "Choices" else frozenset()
    made: list[Choice] = []
    for key, part in ordered(question, what):
        making.ledger.keep_time(choices=1)
        place = f"{question.place}.{what}.{key}"
        path = (what, key, "Display")
        text = making.wordings.take(part, "Display", languages, path, f"{place}.Display", at)
        opens = has_text(part) and what == "Choices"
        part.ignore("TextEntry")
        _lose_beside(part, place, opens, making)
        made.append(
            Choice(
                code=codes[key],
                text=text or {making.wordings.base: codes[key]},
                exclusive=part.is_on("ExclusiveAnswer"),
                other=opens,
                other_id=text_name(question, key) if opens else None,
                fixed=key in fixed,
                show_if=shown_if(part, place, "it", at, making),
            )
        )
    return tuple(made)


def _lose_beside(part: Part, place: str, opens: bool, making: Making) -> None:
    for key in ("TextEntryForceResponse", "TextEntryValidation", "TextEntrySize", "TextEntryLength"):
        value = part.take(key)
        if opens and value not in (None, "", "OFF", "None", False):
            making.ledger.lose(f"{place}.{key}", str(value), "the text beside a choice may be any text, or none")


def rows_of(question: Part, at: int, making: Making) -> tuple[Choice, ...]:
    """Return the rows of a grid, whose codes are the keys of the choices."""
    rows = ordered(question, "Choices")
    made = choices_of(question, "Choices", at, making)
    return tuple(
        choice.model_copy(update={"code": key, "other": False, "other_id": None, "exclusive": False})
        for choice, (key, _) in zip(made, rows, strict=True)
    )


def shown_if(part: Part, place: str, what: str, at: int, making: Making) -> Condition:
    """Return where something is shown; always, and listed, where that cannot be said."""
    logic = part.take("DisplayLogic")
    if not logic:
        return ALWAYS
    try:
        return making.logic.scope.usable(making.logic.both(logic).yes, at)
    except ValueError as error:
        making.ledger.lose(f"{place}.DisplayLogic", str(logic), f"{error}; {what} is always shown")
        return ALWAYS


def fixed_keys(question: Part) -> frozenset[str]:
    """Return the keys of choices that keep their place while the others are shuffled."""
    advanced = question.part("Randomization").peek("Advanced")
    order = advanced.get("FixedOrder") if isinstance(advanced, dict) else None
    if not isinstance(order, list):
        return frozenset()
    return frozenset(str(key) for key in order if key != _TOKEN)


def is_shuffled(question: Part, making: Making) -> bool:
    """Tell whether the choices are put in random order; what else is random about them is listed."""
    random = question.part("Randomization")
    kind, advanced = random.text("Type"), random.take("Advanced")
    random.ignore("EvenPresentation")
    subset = random.text("TotalRandSubset")
    if subset not in ("", "0"):
        making.ledger.lose(f"{random.place}.TotalRandSubset", subset, "all choices are offered, not some drawn by lot")
    if kind not in ("", "None", "All", "Advanced"):
        making.ledger.lose(f"{random.place}.Type", kind, "choices are shuffled or stand as written")
    if isinstance(advanced, dict) and (drawn := advanced.get("RandomSubSet")):
        making.ledger.lose(f"{random.place}.RandomSubSet", str(drawn), "all choices are offered, not some drawn by lot")
    return kind in ("All", "Advanced")


def plain(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices as columns: what opens a text or excludes others is for rows."""
    return tuple(Choice(code=choice.code, text=choice.text, show_if=choice.show_if) for choice in choices)
