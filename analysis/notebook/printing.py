"""Print the answer to one ask for reading: rounded to what its error leaves certain, the same as text and as HTML."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

Words = Mapping[str, Any]

HIDDEN = ("df", "weighted_n", "effective_n", "deff", "deff_weights", "share_of", "groups", "notes")
ESTIMATED = ("estimate", "low", "high", "difference")
WHOLE = ("n", "base_n")
SIGNIFICANT = 3


def table_of(rows: Sequence[Words], asked: Words) -> pd.DataFrame:
    """Return the rows as texts: estimates to three significant digits of their error, p to three places.

    Degrees of freedom, effective sizes and design effects are left out, unless `deff` was asked for; a column in which
    nothing stands is too.
    """
    kept = {"deff"} if asked.get("deff") not in (None, False) else set()
    hidden = [name for name in HIDDEN if name not in kept]
    shown = [_row({k: v for k, v in _spread(row).items() if k not in hidden}) for row in rows]
    table = pd.DataFrame(shown)
    return table.loc[:, [name for name in table if (table[name] != "").any()]]


def sentence_of(test: Words | None) -> str:
    """Say a test in one line, empty where there is none."""
    if test is None:
        return ""
    given = {name: value for name, value in test.items() if isinstance(value, int | float)}
    statistic, ndf, ddf = (given.get(name) for name in ("statistic", "ndf", "ddf"))
    freedom = " and ".join(_digits(value, 4) for value in (ndf, ddf) if value is not None and math.isfinite(value))
    degrees = f" on {freedom} degrees of freedom" if freedom else ""
    scale = f", {_digits(given['scale'], 4)} times as large as without the design" if "scale" in given else ""
    return f"Test statistic {_digits(statistic, 4)}{scale}{degrees}, p {_probability(given.get('p'))}"


def text_of(table: pd.DataFrame) -> str:
    """Set a table in columns, words to the left and numbers to the right."""
    if table.empty:
        return ""
    widths = {name: max(len(str(name)), *(len(cell) for cell in table[name])) for name in table}
    wordy = {name: not any(_is_number(cell) for cell in table[name]) for name in table}
    lines = [dict(zip(table, (str(name) for name in table), strict=True)), *table.to_dict("records")]
    return "\n".join(
        "  ".join(line[name].ljust(widths[name]) if wordy[name] else line[name].rjust(widths[name]) for name in table)
        for line in lines
    )


def html_of(table: pd.DataFrame) -> str:
    """Set a table in HTML; every cell is escaped."""
    if table.empty:
        return ""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in table)
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _spread(row: Words) -> dict[str, Any]:
    """Give every variable of `by`, and the two groups of a difference, columns of their own."""
    groups = row.get("groups") or ()
    named = {f"group {number}": _members(group) for number, group in enumerate(groups, start=1)}
    return {**(row.get("by") or {}), **named, **{key: value for key, value in row.items() if key != "by"}}


def _members(group: Words) -> str:
    return ", ".join(
        " or ".join(str(one) for one in value) if isinstance(value, list) else str(value) for value in group.values()
    )


def _row(row: Words) -> dict[str, str]:
    places = _places(row.get("se"))
    return {str(name): _cell(str(name), value, places) for name, value in row.items()}


def _cell(name: str, value: Any, places: int | None) -> str:
    if name in ("row", "column") and value is None:
        return "Total"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if name in WHOLE:
        return f"{value:,.0f}"
    if name in ("p", "p_adjusted"):
        return _probability(value).removeprefix("= ")
    if name in (*ESTIMATED, "se") and places is not None:
        return f"{value:,.{places}f}"
    return _digits(value, 5)


def _places(se: Any) -> int | None:
    """Return to how many decimal places the error is known with three significant digits."""
    if not isinstance(se, int | float) or not math.isfinite(se) or se <= 0:
        return None
    return max(0, SIGNIFICANT - 1 - math.floor(math.log10(se)))


def _digits(value: float | None, digits: int) -> str:
    if value is None:
        return "not known"
    return f"{value:,.0f}" if abs(value) >= 10**digits else f"{value:.{digits}g}"


def _probability(value: float | None) -> str:
    if value is None:
        return "is not known"
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _is_number(cell: str) -> bool:
    return cell.lstrip("<-− ")[:1].isdigit()
