"""Tell which parts of audiences earlier reports printed under which names, and which are the same people today.

Who is the same is told by a hash of rows, never by whether figures print alike: that depends on what people answered.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.ledger import AskedPart, Cell, Ledger, Published
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import Evidence
from analysis.report.segment_disclosure import Part, parts_of, printed_parts
from analysis.report.successive import part_of
from analysis.topics.samples import Sample

_Names: TypeAlias = Mapping[tuple[str, Part], list[str]]
"""By audience and definition: what today's report calls a part."""


def parts_asked(evidence: Evidence) -> dict[str, AskedPart]:
    """Return the parts of audiences of which a report may print something, by audience and name of the part."""
    found: dict[str, AskedPart] = {}
    for audience in evidence.audiences:
        contrasts, members = printed_parts(audience), memberships_of(audience)
        rows = _hashed(audience.sample) if contrasts else np.zeros(0, dtype=np.uint64)
        for contrast in contrasts:
            name = f"{audience.id}@{contrast.inside.id.partition('@')[2]}"
            if name not in found:
                inside, others = parts_of(contrast, audience, members)
                found[name] = AskedPart(*sorted_part(*inside), _people(rows[contrast.segment.inside]))
                found[f"{name}:others"] = AskedPart(*sorted_part(*others), _people(rows[contrast.segment.others]))
    return found


def told_of(parts: Mapping[str, AskedPart], names: Iterable[str]) -> dict[str, AskedPart]:
    """Return the parts that some figures are about, by the ids of the figures."""
    told = {part_of(name) for name in names}
    return {name: part for name, part in parts.items() if name in told}


def sorted_part(variable: str, codes: Iterable[str], others: Iterable[str]) -> Part:
    """Return a part with its codes in one order, so that the same part is the same value in every report."""
    return variable, tuple(sorted(codes)), tuple(sorted(others))


def unchanged_since(report: Published, today: Mapping[str, AskedPart]) -> frozenset[str]:
    """Return the parts of today, by audience and name, of which nobody left, came or answered otherwise since."""
    people = {(name.partition("@")[0], one.people) for name, one in report.parts.items()}
    return frozenset(name for name, one in today.items() if (name.partition("@")[0], one.people) in people)


def in_names_of_today(ledger: Ledger, today: Mapping[str, AskedPart]) -> Ledger:
    """Return a ledger whose figures of parts are called as today's report calls the same codes of the same variable.

    A part that has the name of one of today's, but is made of other codes, loses it.
    """
    names: dict[tuple[str, Part], list[str]] = defaultdict(list)
    for name, one in today.items():
        audience, _, part = name.partition("@")
        names[audience, (one.variable, one.codes, one.others)].append(part)
    return replace(ledger, reports=tuple(_renamed(report, names) for report in ledger.reports))


def _renamed(report: Published, names: _Names) -> Published:
    means = {name: (one.variable, one.codes, one.others) for name, one in report.parts.items()}
    means |= {part_of(cell.id): _part_of(cell) for cell in report.cells if cell.variable}
    cells = tuple(replace(cell, id=id) for cell in report.cells for id in _ids(cell.id, means, names))
    return replace(report, cells=cells, hidden=tuple(id for name in report.hidden for id in _ids(name, means, names)))


def _ids(name: str, means: Mapping[str, Part], names: _Names) -> Iterator[str]:
    """Yield what today's report calls the figure that an earlier one called by a name."""
    item, _, part = name.partition("@")
    meant, audience = means.get(part_of(name)), name.partition(".")[0]
    if meant is None:
        yield name
        return
    today = names.get((audience, meant), [])
    yield from (f"{item}@{one}" for one in today)
    if not today:
        is_taken = any(part in some for (of, _), some in names.items() if of == audience)
        yield f"{name}~" if is_taken else name


def _part_of(cell: Cell) -> Part:
    return sorted_part(cell.variable, cell.codes, cell.others)


def _hashed(sample: Sample) -> NDArray[np.uint64]:
    """Return a hash of every row, response name and all answers, whatever the order of rows and of codes on file."""
    told = np.zeros(sample.dataset.n, dtype=np.uint64)
    for name, cells in sorted(sample.dataset.cells.items()):
        used = np.flatnonzero(np.bincount(cells.which, minlength=len(cells.different)))
        of_code = np.zeros(len(cells.different), dtype=np.uint64)
        of_code[used] = [_number(f"{name}\x1f{code}") for code in cells.different[used]]
        told = told * np.uint64(0x9E3779B97F4A7C15) + of_code[cells.which]
    return told


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")


def _people(rows: NDArray[np.uint64]) -> str:
    """Return the hash of a set of rows, in whatever order they are."""
    mixed = rows * (rows | np.uint64(1))
    told = [len(rows), *(int(part.sum(dtype=np.uint64)) for part in (rows, mixed, mixed * rows))]
    return hashlib.sha256(repr(told).encode()).hexdigest()
