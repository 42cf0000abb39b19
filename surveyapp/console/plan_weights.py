"""Choose the weights of a report in its plan's form: none, those of the design, or with the population's margins."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from surveyapp.console.language import gettext as _
from surveyapp.services.fielded import Point
from surveyapp.web.limits import clean

ABOUT: Final = ("population", "age_scope", "date", "source", "source_url")
WEIGHTS: Final = ("margins", "design", "none")
LONGEST_TABLE: Final = 40_000
TOTALS: Final = "margins.own.totals"


def weights_names() -> Mapping[str, str]:
    """Return what each way of weighting is called in the language of the request."""
    return {
        "margins": _("Design weights, then the population’s margins for the audience that they describe"),
        "design": _("Design weights only: one over the recorded chance of being drawn"),
        "none": _("None: every answer counts alike, and the figures describe those who answered"),
    }


def recorded(points: Sequence[Point]) -> str:
    """Say for how many points of collection a chance of being drawn is recorded, without which nothing is weighted."""
    drawn = [point for point in points if point.design.get("inclusion_probability")]
    if not drawn:
        return _("No point of collection records a chance of being drawn: whatever is chosen, nothing is weighted.")
    told = _("A chance of being drawn is recorded for {n} of {all} points of collection; only those can be weighted.")
    return told.format(n=len(drawn), all=len(points))


def totals_shown(own: Mapping[str, Any]) -> str:
    """Write the totals of a plan's own margins as lines, or as they were typed where they could not be read."""
    totals = own.get("totals", ())
    return "\n".join(f"{one['country']}, {one['sex']}, {_plain(one['total'])}" for one in totals)


def weights_from(given: Mapping[str, str], table: str = "") -> dict[str, Any]:
    """Return the parts of a plan that say how to weight; a `table` of margins takes the place of what is typed."""
    said = {name: clean(given.get(f"margins.own.{name}", "")) for name in ABOUT}
    lines = clean(given.get(TOTALS, ""))[:LONGEST_TABLE]
    totals = [_total(cells) for cells in csv.reader(io.StringIO(lines)) if any(cell.strip() for cell in cells)]
    if table.strip():
        said, totals = _from_table(clean(table))
    chosen = clean(given.get("weights", ""))
    return {
        "weights": chosen or "margins",
        "weighted": clean(given.get("weighted", ""))[:80],
        "margins": {"own": {**said, "totals": totals}},
    }


def _from_table(text: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Read a table with a heading, as the bundled margins are kept; what its rows do not share is left to be typed."""
    rows = list(csv.DictReader(io.StringIO(text)))
    shared = {name: {(row.get(name) or "").strip() for row in rows} for name in ABOUT}
    said = {name: values.pop() if len(values) == 1 else "" for name, values in shared.items()}
    return said, [_total([row.get(name) or "" for name in ("country", "sex", "total")]) for row in rows]


def _total(cells: Sequence[str]) -> dict[str, Any]:
    country, sex, *rest = [cell.strip() for cell in [*cells, "", ""]]
    total = ",".join(rest).rstrip(",")
    try:
        people: float | str = float(total)
    except ValueError:
        people = total
    return {"country": country.upper(), "sex": sex, "total": people}


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
