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
        if what == "Answers" and has_text(part):
            making.ledger.lose(f"{place}.TextEntry", part.text("Display"), "a column of a grid opens no text")
        part.ignore("TextEntry")
        _lose_beside(part, place, making)
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


def _lose_beside(part: Part, place: str, making: Making) -> None:
    for key in ("TextEntryForceResponse", "TextEntryValidation", "TextEntryLength"):
        value = part.take(key)
        if value not in (None, "", "OFF", "None", False):
            making.ledger.lose(
                f"{place}.{key}", str(value), "the text beside a choice, or in a field, may be any or none"
            )
    if (size := part.take("TextEntrySize")) not in (None, "", "Medium"):
        making.ledger.lose(f"{place}.TextEntrySize", str(size), "it only says how the question looks in Qualtrics")


def rows_of(question: Part, at: int, making: Making) -> tuple[Choice, ...]:
    """Return the rows of a grid, whose codes are the keys of the choices."""
    rows = ordered(question, "Choices")
    made = choices_of(question, "Choices", at, making)
    for choice, (key, _) in zip(made, rows, strict=True):
        if choice.other:
            place = f"{question.place}.Choices.{key}.TextEntry"
            making.ledger.lose(place, choice.text[making.wordings.base], "a row of a grid takes no text of its own")
    return tuple(
        choice.model_copy(update={"code": key, "other": False, "other_id": None, "exclusive": False})
        for choice, (key, _) in zip(made, rows, strict=True)
    )


def shown_if(part: Part, place: str, what: str, at: int, making: Making) -> Condition:
    """Return where something is shown; always, and listed, where that cannot be said."""
    key = display_key(part)
    logic = part.take(key)
    if not logic:
        return ALWAYS
    try:
        return making.logic.scope.usable(making.logic.both(logic).yes, at)
    except ValueError as error:
        making.ledger.lose(f"{place}.{key}", str(logic), f"{error}; {what} is always shown")
        return ALWAYS


def display_key(part: Part) -> str:
    """Return where the display logic stands; that of a question on the same page has a key of its own."""
    return "InPageDisplayLogic" if "InPageDisplayLogic" in part and "DisplayLogic" not in part else "DisplayLogic"


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
    kind, advanced = random.text("Type"), random.part("Advanced")
    random.ignore("EvenPresentation")
    advanced.ignore("FixedOrder", "RandomizeAll", "EvenPresentation")
    drawn = "all choices are offered, not some drawn by lot"
    for part, key in ((random, "TotalRandSubset"), (advanced, "TotalRandSubset"), (advanced, "RandomSubSet")):
        said = part.take(key)
        if said not in (None, "", "0", 0, []) and (part is advanced) == (kind == "Advanced"):
            making.ledger.lose(f"{part.place}.{key}", str(said), drawn)
    if undisplayed := advanced.take("Undisplayed") if kind == "Advanced" else None:
        making.ledger.lose(f"{advanced.place}.Undisplayed", str(undisplayed), "all choices are offered")
    if kind != "Advanced":
        advanced.ignore_all()
    if kind not in ("", "None", "All", "Advanced"):
        making.ledger.lose(f"{random.place}.Type", kind, "choices are shuffled or stand as written")
    for key in ("ConsistentScaleReversal", "ScaleReversal"):
        if random.is_on(key) or advanced.is_on(key):
            making.ledger.lose(f"{random.place}.{key}", "true", "a scale always stands as it is written")
    return kind in ("All", "Advanced")


def plain(choices: Sequence[Choice], *, exclusive: bool = False) -> tuple[Choice, ...]:
    """Return choices as columns: what opens a text is for rows, what excludes others for boxes (`exclusive`)."""
    return tuple(
        Choice(code=one.code, text=one.text, show_if=one.show_if, exclusive=one.exclusive and exclusive)
        for one in choices
    )
