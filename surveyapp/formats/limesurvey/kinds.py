"""Know LimeSurvey's kinds of question by their letter: what each becomes, and the names its answers have."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.symbols import Computed, Kind, Many, Single, Symbol, Ticked
from surveyapp.formats.limesurvey.survey import Asked, Coded
from surveyapp.questionnaire.conditions import Call, Constant, Name

OTHER_CODE = "-oth-"
OTHER_OF_SEVERAL = "other"
SINGLE_CHOICE = ("L", "!", "O", "5", "Y", "G")
SEVERAL = ("M", "P")
WITH_OTHER = ("L", "!", "M", "P")
GRIDS = ("A", "B", "C", "E", "F", "H")
TEXTS = ("S", "T", "U")
LISTS_OF_FIELDS = ("K", "Q")
TABLES_OF_FIELDS = (":", ";")
TABLES = (*LISTS_OF_FIELDS, *TABLES_OF_FIELDS, "1")

_LOST = {
    "|": "files are not collected",
    "I": "the language is switched on every page, not asked",
}
_KNOWN = (*SINGLE_CHOICE, *SEVERAL, *GRIDS, *TEXTS, *LISTS_OF_FIELDS, *TABLES_OF_FIELDS, "D", "N", "R", "X", "*", "1")


def why_lost(asked: Asked) -> str | None:
    """Return why a question cannot be kept at all, None where it can."""
    if asked.kind in _LOST:
        return _LOST[asked.kind]
    if asked.kind not in _KNOWN:
        return f"nobody knows LimeSurvey's question type {asked.kind!r}"
    if asked.kind != "*" and asked.attributes.is_on("hidden"):
        return "a hidden question is asked of nobody"
    if asked.kind in (*SEVERAL, *GRIDS, *LISTS_OF_FIELDS, *TABLES_OF_FIELDS, "1") and not rows_of(asked):
        return "it has no subquestions"
    if asked.kind in ("L", "!", "O", "R", "F", "H", "1") and not [c for c in asked.answers if c.scale == "0"]:
        return "it has no answers to choose from"
    if asked.kind in TABLES_OF_FIELDS and not columns_of(asked):
        return "it has no columns"
    return None


def rows_of(asked: Asked) -> list[Coded]:
    return [row for row in asked.subquestions if row.scale != "1" and row.code]


def columns_of(asked: Asked) -> list[Coded]:
    return [column for column in asked.subquestions if column.scale == "1" and column.code]


def is_ticked_table(asked: Asked) -> bool:
    """Tell whether the cells of an array are boxes to tick."""
    return asked.kind == ":" and asked.attributes.is_on("multiflexible_checkbox")


def scales_of(asked: Asked) -> list[str]:
    """Return which scales of a dual-scale array have answers to choose from."""
    return [scale for scale in ("0", "1") if any(answer.scale == scale and answer.code for answer in asked.answers)]


def names_of(asked: Asked) -> Iterator[tuple[str, Symbol]]:
    """Yield every name that expressions use for the answers to a question, with what conditions see of it."""
    title = asked.title
    if asked.other and asked.kind in WITH_OTHER:
        yield f"{title}_other", Single(f"{title}_other")
    if asked.kind in SINGLE_CHOICE or asked.kind in TEXTS or asked.kind in ("D", "N", "*"):
        yield (
            title,
            Single(title, _kind_of_value(asked)),
        )
        if asked.kind == "O":
            yield f"{title}_comment", Single(f"{title}_comment")
    elif asked.kind in SEVERAL:
        yield title, Many(title, tuple(row.code for row in rows_of(asked)))
        for row in rows_of(asked):
            yield f"{title}_{row.code}", Ticked(title, row.code)
            if asked.kind == "P":
                yield f"{title}_{row.code}comment", Single(f"{title}_{row.code}_comment")
    elif asked.kind == "R":
        yield title, Many(title, tuple(answer.code for answer in asked.answers))
        for place in range(1, len(asked.answers) + 1):
            yield f"{title}_{place}", Computed(title, Call("item", (Name(title), Constant(place))))
    elif asked.kind in GRIDS:
        for row in rows_of(asked):
            yield f"{title}_{row.code}", Single(f"{title}.{row.code}", "number" if asked.kind in ("A", "B") else "code")
    elif asked.kind in TABLES:
        yield from _names_of_fields(asked)


def _kind_of_value(asked: Asked) -> Kind:
    if asked.kind in ("N", "5") or asked.attributes.is_on("numbers_only"):
        return "number"
    return "date" if asked.kind == "D" else "text" if asked.kind in TEXTS else "code"


def _names_of_fields(asked: Asked) -> Iterator[tuple[str, Symbol]]:
    title = asked.title
    columns = scales_of(asked) if asked.kind == "1" else [column.code for column in columns_of(asked)]
    for row in rows_of(asked):
        if asked.kind in LISTS_OF_FIELDS:
            yield f"{title}_{row.code}", Single(f"{title}.{row.code}", "number" if asked.kind == "K" else "code")
            continue
        for column in columns:
            name = f"{title}_{row.code}_{column}"
            if is_ticked_table(asked):
                yield name, Ticked(f"{title}.{row.code}", column, mark="1")
            else:
                yield name, Single(f"{title}.{row.code}.{column}", "number" if asked.kind == ":" else "code")


def parts_of(asked: Asked) -> list[Symbol]:
    """Return what `that.<title>` stands for: the pieces of a question with several."""
    comments = ("comment", "_other", "_comment")
    return [symbol for name, symbol in names_of(asked) if name != asked.title and not name.endswith(comments)]
