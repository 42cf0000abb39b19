"""What a campaign found, and the table that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One promise with the figure that was found, out of how many trials, and whether the promise was kept."""

    promise: str
    figure: str
    trials: int
    kept: bool


def table(findings: Sequence[Finding]) -> str:
    """Lay findings out in aligned columns, one a line."""
    head = ("promise", "figure", "trials", "")
    said = {True: "kept", False: "BROKEN"}
    rows = [head, *((one.promise, one.figure, f"{one.trials:,}", said[one.kept]) for one in findings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
