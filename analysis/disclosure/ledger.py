"""Keep what was published: for every figure of every report of a survey, the intervals of what a reader can know.

A ledger tells no more than the reports it lists, and lies beside them. It lets the next report ask what could be learnt
from both. Every report has a mark, the hash of what it printed, and in the file a chain over the marks up to it: taking
a report out, or changing one, breaks the chain, and manifests name marks that the ledger lacks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMAT = "disclosure-ledger-2"
WITHOUT_CHAIN = "disclosure-ledger-1"


class LedgerError(ValueError):
    """The ledger cannot be read; the message says why."""


@dataclass(frozen=True)
class Cell:
    """One figure as printed: the people and the value it may stand for, each from least to most.

    `item` is what was estimated. A figure of a part names the variable and codes that define it, and with `others` the
    codes of everyone else it was set against.
    """

    id: str
    item: str
    kind: str
    n: tuple[int, int]
    value: tuple[float, float]
    variable: str = ""
    codes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """An audience of a report: how many people as printed, and the hash of who they are and of what they answered.

    The hash covers the random names of responses, so that nobody can find answers that give it.
    """

    people: str
    n: tuple[int, int]


@dataclass(frozen=True)
class AskedPart:
    """A part of an audience of which something was printed: how it is defined, and the hash of who is in it.

    The hash covers what they answered, and the random names of responses, as that of audiences.
    """

    variable: str
    codes: tuple[str, ...]
    others: tuple[str, ...]
    people: str


@dataclass(frozen=True)
class Published:
    """One report: the hash of its data, how many responses it was made from, the last day of fieldwork, its figures."""

    data: str
    responses: int
    last: str
    cells: tuple[Cell, ...]
    audiences: Mapping[str, Asked] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    """The ids of shares that it marked as not printed, since they were too uncertain."""
    parts: Mapping[str, AskedPart] = field(default_factory=dict)
    """By audience and part as its figures name them, such as `V@age=18-34:others`."""
    until: str = ""
    """The last day on which one of its responses was given."""
    cut: str | None = None
    """The variable that told its audiences apart; None where it was not kept."""

    def as_plain(self) -> dict[str, Any]:
        """Return plain values from which `printed_from` makes it again."""
        return self.head() | {"cells": [_plain(cell) for cell in self.cells]}

    def head(self) -> dict[str, Any]:
        """Return the plain values without the figures."""
        asked = {name: {"people": one.people, "n": list(one.n)} for name, one in sorted(self.audiences.items())}
        told: dict[str, Any] = {"data": self.data, "responses": self.responses, "last": self.last, "audiences": asked}
        told["hidden"] = list(self.hidden)
        if self.cut is not None:
            told |= {"parts": {name: vars(one) for name, one in sorted(self.parts.items())}}
            told |= {"until": self.until, "cut": self.cut}
        return told

    @property
    def mark(self) -> str:
        """Return the hash of everything that the report told the ledger."""
        return _hash(json.dumps(self.as_plain(), ensure_ascii=False, allow_nan=False))


@dataclass(frozen=True)
class Ledger:
    survey: str
    reports: tuple[Published, ...] = ()

    def with_report(self, report: Published) -> Ledger:
        """Return the ledger with one more report; the same figures of the same data stand there once."""
        return self if report in self.reports else Ledger(self.survey, (*self.reports, report))

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(report.mark for report in self.reports)

    def lacks(self, marks: Iterable[str]) -> tuple[str, ...]:
        """Return those of some marks whose reports are not in the ledger."""
        known = set(self.marks)
        return tuple(mark for mark in dict.fromkeys(marks) if mark and mark not in known)

    def as_json(self) -> str:
        """Return the ledger as JSON, a line a figure, with the chain over the reports."""
        links = _chain(self.survey, self.marks)
        reports = [
            json.dumps(one.head() | {"chain": link, "cells": []}, ensure_ascii=False)[: -len("[]}")]
            + "[\n"
            + ",\n".join(json.dumps(_plain(cell), ensure_ascii=False, allow_nan=False) for cell in one.cells)
            + "\n]}"
            for one, link in zip(self.reports, links, strict=True)
        ]
        head = json.dumps({"format": FORMAT, "survey": self.survey}, ensure_ascii=False)[:-1]
        return head + ', "reports": [\n' + ",\n".join(reports) + "\n]}\n"


def _chain(survey: str, marks: Iterable[str]) -> list[str]:
    """Return for every report the hash of its mark and of all before it."""
    link, found = _hash(survey), []
    for mark in marks:
        link = _hash(link + mark)
        found.append(link)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def ledger_name(survey: str) -> str:
    """Return the file name of a survey's ledger."""
    return f"ledger.{re.sub('[^A-Za-z0-9_.-]', '_', survey)[:80]}.json"


def read_ledger(path: Path, survey: str) -> Ledger:
    """Read a ledger; an empty one where there is none yet. Raise LedgerError for another survey's or a broken file."""
    if not path.exists():
        return Ledger(survey)
    return ledger_from(path.read_text("utf-8"), survey, path.name)


def ledger_from(text: str, survey: str, name: str = "ledger.json") -> Ledger:
    """Read a ledger from its JSON."""
    try:
        raw = json.loads(text)
        if raw["format"] not in (FORMAT, WITHOUT_CHAIN):
            raise LedgerError(f"{name} is not a ledger that this version can read (it needs {FORMAT}).")
        if raw["survey"] != survey:
            raise LedgerError(f"{name} is the ledger of {raw['survey']!r}, not of {survey!r}.")
        read = Ledger(survey, tuple(printed_from(report) for report in raw["reports"]))
        links = _chain(survey, read.marks) if raw["format"] == FORMAT else []
        for at, link in enumerate(links):
            if raw["reports"][at]["chain"] != link:
                raise LedgerError(
                    f"{name} is not as it was written: from report {at + 1} on its chain is broken. Put the file back "
                    "as it was."
                )
        return read
    except (ValueError, KeyError, TypeError) as broken:
        if isinstance(broken, LedgerError):
            raise
        raise LedgerError(f"{name} cannot be read ({broken!r}).") from broken


def _plain(cell: Cell) -> dict[str, Any]:
    part = {"variable": cell.variable, "codes": cell.codes, "others": cell.others} if cell.variable else {}
    return {"id": cell.id, "item": cell.item, "kind": cell.kind, "n": cell.n, "value": cell.value} | part


def printed_from(raw: Mapping[str, Any]) -> Published:
    """Build what one report printed from plain values."""
    cells = tuple(
        Cell(
            id=str(cell["id"]),
            item=str(cell["item"]),
            kind=str(cell["kind"]),
            n=(int(cell["n"][0]), int(cell["n"][1])),
            value=(float(cell["value"][0]), float(cell["value"][1])),
            variable=str(cell.get("variable", "")),
            codes=tuple(map(str, cell.get("codes", ()))),
            others=tuple(map(str, cell.get("others", ()))),
        )
        for cell in raw["cells"]
    )
    audiences = {
        str(name): Asked(str(one["people"]), (int(one["n"][0]), int(one["n"][1])))
        for name, one in raw.get("audiences", {}).items()
    }
    parts = {
        str(name): AskedPart(
            str(one["variable"]), tuple(map(str, one["codes"])), tuple(map(str, one["others"])), str(one["people"])
        )
        for name, one in raw.get("parts", {}).items()
    }
    return Published(
        str(raw["data"]),
        int(raw["responses"]),
        str(raw["last"]),
        cells,
        audiences,
        hidden=tuple(map(str, raw.get("hidden", ()))),
        parts=parts,
        until=str(raw.get("until", "")),
        cut=str(raw["cut"]) if "cut" in raw else None,
    )
