"""Read what a report printed: its figures, the cells they stand in, and the gaps that measures are to close."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from surveyapp.recent import Recent
from surveyapp.services import jobs
from surveyapp.services.jobs import JobState
from surveyapp.stated.register import Figure

NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed; `cells` are table, row and column where it stands, by language."""

    id: str
    kind: str
    figure: Figure
    cells: Mapping[str, tuple[str, str, str]]

    @property
    def shown(self) -> bool:
        return self.figure.estimate is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a report printed, by id; `gaps` are needs whose importance is shown to exceed availability."""

    report: str
    made: float
    printed: Mapping[str, Printed]
    gaps: tuple[str, ...]
    made_from: Mapping[str, str]

    @property
    def figures(self) -> dict[str, Figure]:
        return {name: one.figure for name, one in self.printed.items()}

    def holding(self, words: str, language: str) -> Iterator[Printed]:
        """Yield the figures that are printed and in whose id or cell every word occurs, in the report's order."""
        wanted = words.casefold().split()
        for one in self.printed.values():
            told = " ".join((one.id, *one.cells.get(language, ()))).casefold()
            if one.shown and all(word in told for word in wanted):
                yield one


_read: Recent[str, Evidence] = Recent(4)


def evidence_of(session: Session, report: JobState) -> Evidence | None:
    """Return what a report printed, from memory where it was read before; None where it has no such file."""
    found = _read.get(report.id)
    if found is not None:
        return found
    evidence = jobs.artefact(session, report.id, "evidence.json")
    measures = jobs.artefact(session, report.id, "measures.json")
    if evidence is None or measures is None:
        return None
    gaps = json.loads(measures.content).get("gaps", [])
    found = _evidence(report, json.loads(evidence.content), tuple(gaps))
    _read.put(report.id, found)
    return found


def _evidence(report: JobState, told: Mapping[str, Any], gaps: tuple[str, ...]) -> Evidence:
    records = [record for record in told["records"] if record["kind"] != "fact"]
    printed = {
        one["id"]: Printed(
            one["id"],
            one["kind"],
            Figure(one["estimate"], one["low"], one["high"], one["n"], one["basis"]),
            {
                language: (cell["table"], cell["row"], cell["column"])
                for language, cell in one.get("cell", NOTHING).items()
            },
        )
        for one in records
    }
    return Evidence(report.id, report.created, printed, gaps, told["made_from"])
