"""Hold what repeated fieldworks show against what is promised, with the error of having simulated only so often."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray

Kind: TypeAlias = Literal["covers", "covers at least", "false alarms", "finds"]
"""An interval covers at its rate, or at it or above; something false is claimed at most so often; a truth is found."""

BEYOND_CHANCE = 4.0
"""Errors of simulation by which a rate must be outside its tolerance: once in 30,000 that is chance."""


@dataclass(frozen=True)
class Promise:
    """A rate that is promised: `tolerance` is how far from it a rate may be, without the error of simulation.

    `nominal` is not a number where each trial comes with its own chance (`Trial.chances`).
    """

    name: str
    kind: Kind
    nominal: float
    tolerance: float = 0.01


@dataclass(frozen=True)
class Trial:
    """What one fieldwork showed of one promise, an element an estimate; `chances` where each was promised its own."""

    hits: BoolArray
    chances: FloatArray | None = None


Trials: TypeAlias = Mapping[str, Trial]
"""Trials by the name of the promise; a promise may be missing from a fieldwork."""


@dataclass(frozen=True)
class Experiment:
    """A fieldwork that can be repeated, and what it shows; `weight` is how often it is run for each one asked for."""

    name: str
    fieldwork: Callable[[np.random.Generator], Trials]
    promises: tuple[Promise, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Shown:
    """What was observed of a promise, with the standard error of the simulation."""

    promise: Promise
    nominal: float
    observed: float
    error: float
    fieldworks: int
    estimates: int

    @property
    def kept(self) -> bool:
        """Tell whether the rate is within its tolerance, or outside it by no more than chance."""
        room = self.promise.tolerance + BEYOND_CHANCE * self.error
        below, above = self.observed < self.nominal - room, self.observed > self.nominal + room
        match self.promise.kind:
            case "covers":
                return not (below or above)
            case "covers at least" | "finds":
                return not below
            case "false alarms":
                return not above


def repeated(experiment: Experiment, times: int, seed: int) -> list[Shown]:
    """Run the fieldwork so many times, each with its own seed, and return what it showed of every promise.

    Raise ValueError where a promise was never put to the test, or something was shown that nobody promised.
    """
    found: dict[str, list[Trial]] = defaultdict(list)
    for number in range(times):
        rng = np.random.default_rng([seed, number])
        for name, trial in experiment.fieldwork(rng).items():
            if len(trial.hits):
                found[name].append(trial)
    unknown = set(found) ^ {promise.name for promise in experiment.promises}
    if unknown:
        raise ValueError(f"{experiment.name}: promised or shown, but not both: {', '.join(sorted(unknown))}")
    return [shown(promise, found[promise.name]) for promise in experiment.promises]


def shown(promise: Promise, trials: Sequence[Trial]) -> Shown:
    """Pool what fieldworks showed; estimates of one fieldwork are not taken for independent."""
    hits = np.concatenate([trial.hits for trial in trials]).astype(np.float64)
    nominal, expected = promise.nominal, np.full(len(hits), promise.nominal)
    if math.isnan(nominal):
        expected = np.concatenate([trial.chances for trial in trials if trial.chances is not None])
        nominal = float(expected.mean())
    sizes = np.array([len(trial.hits) for trial in trials])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    off = np.add.reduceat(hits - hits.mean() - (expected - expected.mean()), starts)
    between = math.sqrt(float(off @ off)) / len(hits)
    alone = math.sqrt(nominal * (1 - nominal) / len(hits))
    return Shown(promise, nominal, float(hits.mean()), max(between, alone), len(trials), len(hits))
