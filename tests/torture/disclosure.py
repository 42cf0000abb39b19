"""Write reports of simulated surveys one after the other, while people leave and come, and attack what was written."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.analysis.disclosure.succession import CUTS, Scenario, outcome_of, scenario
from tests.torture.finding import Finding

SIZES = (60, 100, 150, 250, 400, 1000)
MOVES = ((0, 0), (1, 0), (4, 0), (9, 0), (12, 0), (0, 4), (2, 2), (4, 60))


def run(seconds: float) -> list[Finding]:
    """Attack the files of pairs of reports until the time is up."""
    end = time.monotonic() + seconds
    return attack_again_and_again(lambda trials: trials == 0 or time.monotonic() < end)


def attack_again_and_again(goes_on: Callable[[int], bool], *, seed: int = 1, items: int = 4) -> list[Finding]:
    """Attack scenario after scenario: no answers of a few people may follow; tell how much of each was withheld."""
    chance, trials, tried, leaks = np.random.default_rng(seed), 0, 0, []
    printed, withheld = 0, 0
    while goes_on(trials):
        scene = _drawn(chance, trials)
        with tempfile.TemporaryDirectory() as folder:
            found = outcome_of(scene, Path(folder), items=items)
        trials, tried, leaks = trials + 1, tried + found.tried, [*leaks, *found.found]
        printed, withheld = printed + found.printed, withheld + found.withheld
    for leak in leaks:
        print(leak)
    part = withheld / max(printed + withheld, 1)
    return [
        Finding("no answers of a few follow from two reports", f"{len(leaks)} found", tried, kept=not leaks),
        Finding("little is withheld beside them", f"{part:.0%} of {printed + withheld} figures", trials, kept=True),
    ]


def _drawn(chance: np.random.Generator, trial: int) -> Scenario:
    leave, come = MOVES[int(chance.integers(len(MOVES)))]
    people, cuts = SIZES[int(chance.integers(len(SIZES)))], chance.integers(len(CUTS), size=2)
    name = f"trial {trial}: {people} people, {leave} leave, {come} come, cuts {cuts.tolist()}"
    return scenario(
        name,
        people,
        leave=leave,
        come=min(come, people // 3),
        cuts=(int(cuts[0]), int(cuts[1])),
        drawn=bool(chance.integers(2)),
        seed=int(chance.integers(1_000_000)),
    )
