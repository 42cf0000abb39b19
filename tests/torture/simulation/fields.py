"""All experiments, the table of what they showed, and the campaign that runs them for as long as there is time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.torture.finding import Finding
from tests.torture.simulation import alarms, intervals, methods, pipeline
from tests.torture.simulation.promises import Experiment, Shown, repeated

EVERY: tuple[Experiment, ...] = (
    *intervals.EXPERIMENTS,
    *methods.EXPERIMENTS,
    *alarms.EXPERIMENTS,
    *pipeline.EXPERIMENTS,
)
FIELDWORKS, FEWEST, SEED = 400, 40, 20261128
PAGE = Path(__file__).resolve().parents[3] / "docs" / "simulation.md"
BEGIN, END = "<!-- what was shown: written by python -m tests.torture.simulation --write -->", "<!-- until here -->"
WORDS = {
    "covers": "covers at its rate",
    "covers at least": "covers at its rate or above",
    "false alarms": "at most",
    "finds": "at least",
}


def run_all(
    experiments: Sequence[Experiment], fieldworks: int, seed: int, told: Callable[..., None] = lambda *lines: None
) -> list[Shown]:
    """Repeat every experiment, so often as its weight says; `told` hears the lines of each at once."""
    found: list[Shown] = []
    for experiment in experiments:
        shown = repeated(experiment, max(2, round(fieldworks * experiment.weight)), seed)
        told(*lines_of(shown)[2:])
        found += shown
    return found


def lines_of(found: Sequence[Shown]) -> list[str]:
    """Return the table in Markdown, with what broke in capitals."""
    lines = [
        "| what | promised | stated | observed | error of simulation | tolerance | fieldworks | estimates | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        cells = (
            one.promise.name,
            WORDS[one.promise.kind],
            f"{100 * one.nominal:.1f} %",
            f"{100 * one.observed:.1f} %",
            f"{100 * one.error:.1f}",
            f"{100 * one.promise.tolerance:.1f}",
            f"{one.fieldworks:,}",
            f"{one.estimates:,}",
            "kept" if one.kept else "BROKEN",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def in_page(page: str, lines: Sequence[str]) -> str:
    """Put the table between its two marks; raise ValueError where the page lacks them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the page has no place for the table")
    return "\n".join([before + begin, "", *lines, "", end + after])


def run(seconds: float) -> list[Finding]:
    """Run every experiment for its part of the time, forty fieldworks at least of the usual one, with new seeds."""
    found: list[Shown] = []
    seed, share = int(time.time()), seconds / len(EVERY)
    for experiment in EVERY:
        begun = time.monotonic()
        fewest = max(2, round(FEWEST * experiment.weight))
        repeated(experiment, fewest, seed)
        each = (time.monotonic() - begun) / fewest
        found += repeated(experiment, max(fewest, int(share / each) - fewest), seed + 1)
    print("\n".join(lines_of(found)))
    return [
        Finding(f"{one.promise.name}: {one.nominal:.3f}", f"{one.observed:.3f}", one.fieldworks, kept=one.kept)
        for one in found
    ]
