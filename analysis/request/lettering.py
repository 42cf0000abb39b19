"""Read how letters are wanted, and write pairs and letters as a request's answer does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.request.shapes import LettersShape
from analysis.tables.letters import LetterRule, Mark, Pair, column_letter


def rule_of(shape: LettersShape | None) -> LetterRule:
    """Return the rule a request wishes for; of two levels the smaller is marked in upper case."""
    if shape is None:
        return LetterRule()
    given = shape.alpha if isinstance(shape.alpha, list) else [shape.alpha]
    return LetterRule(
        family=shape.family,
        alpha=min(given),
        weak_alpha=max(given) if len(given) > 1 else None,
        adjust=shape.adjust,
        min_n=shape.min_n,
        min_effective_n=shape.min_effective_n,
        min_difference=shape.min_difference,
        min_mean_difference=shape.min_mean_difference,
        degrees=shape.degrees,
    )


def written_pair(pair: Pair, rule: LetterRule, row: Any, columns: Sequence[Any]) -> dict[str, Any]:
    """Write one pair; `row` and `columns` name what is compared."""
    compared = pair.comparison
    written = {
        "row": row,
        "a": columns[pair.a],
        "b": None if pair.b is None else columns[pair.b],
        "difference": compared.difference,
        "se": compared.se,
        "t": compared.t,
        "df": compared.df,
        "p": compared.p,
        "p_adjusted": pair.p_adjusted,
        "family": {"unit": rule.family, "size": pair.family_size},
        "tested": pair.tested,
        "why_not": pair.why_not,
        "significant": pair.significant,
    }
    return written if rule.weak_alpha is None else {**written, "level": pair.level}


def written_mark(mark: Mark, rule: LetterRule, row: Any, column: Any, first: int = 0) -> dict[str, Any]:
    """Write the letters of one cell, those of the second level in lower case; `first` is the number of the column A."""
    written = {
        "row": row,
        "column": column,
        "letter": column_letter(first + mark.column),
        "above": letters_above(mark, first),
        "note": mark.note,
    }
    if mark.rest is not None:
        written |= {"rest": mark.rest}
        written |= {} if rule.weak_alpha is None else {"rest_level": mark.rest_level}
    return written


def letters_above(mark: Mark, first: int = 0) -> list[str]:
    """Return the letters a cell shows in the order of the columns, those of the second level in lower case."""
    shown = {column: column_letter(first + column) for column in mark.above}
    shown |= {column: column_letter(first + column).lower() for column in mark.weakly_above}
    return [shown[column] for column in sorted(shown)]
