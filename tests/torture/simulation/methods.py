"""Fieldworks that ask whether the methods for audiences cover the truth: needs, reach, best–worst, drivers."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.cells import Cells
from analysis.plan import Plan
from analysis.topics.drivers import drivers, importance
from analysis.topics.driving import link
from analysis.topics.findings import findings_of
from analysis.topics.needs import needs
from analysis.topics.reach import reach
from analysis.topics.refusals import Refusal
from analysis.topics.utilities import utilities
from tests.analysis.report.package import CODES
from tests.torture.simulation.intervals import FEW_CLUSTERS, INTERVAL, covered, within_ranks
from tests.torture.simulation.promises import Experiment, Promise, Trial, Trials
from tests.torture.simulation.world import CLUSTERS, PEOPLE, Chances, chances, coded, drawn, marked, sample

PLAN = Plan()
WANTED: FloatArray = np.array([0.6, 0.66, 0.7, 0.3, 0.5, 0.3, 0.4, 0.5, 0.5, 0.35, 0.45, 0.55, 0.65, 0.4, 0.5, 0.28])
HARD: FloatArray = np.array([0.3, 0.45, 0.6, 0.5, 0.4, 0.5, 0.4, 0.3, 0.3, 0.45, 0.35, 0.25, 0.15, 0.4, 0.2, 0.4])
"""Wanted and hard to get; where they sum to 0.8 importance and availability are the same."""
LOOKED = 0.9
OFTEN, SELDOM = 6, 2
"""Needs that somebody is asked of one half of them, and of the other."""

PREFERENCES: FloatArray = np.linspace(-1.2, 1.2, 12)
SCREENS, SHOWN, VERSIONS = 8, 4, 5

CHANNELS: FloatArray = np.array(
    [[0.52, 0.4, 0.3, 0.25, 0.2, 0.1, 0.06, 0.05, 0.04], [0.2, 0.35, 0.1, 0.3, 0.08, 0.15, 0.05, 0.1, 0.03]]
)
"""Chances of using each platform, by one of two ways of living that platforms share."""

BETWEEN: FloatArray = 0.35 * np.ones((5, 5)) + 0.65 * np.eye(5)
SLOPES: FloatArray = np.array([0.45, 0.3, 0.2, 0.1, 0.0])
CLUSTERED = 0.08
"""The part of every variable's variance that is between clusters."""


def gaps(rng: np.random.Generator) -> Trials:
    """Ask for half of the needs, by chances that depend on age as the needs do."""
    people, wanted = drawn(rng), _by_age(WANTED)
    important = rng.random((people.n, 16)) < wanted.of(people, rng)
    hard = rng.random((people.n, 16)) < HARD
    looked = rng.random((people.n, 16)) < LOOKED
    asked = _asked(people.young, rng)
    ratings = np.where(important, rng.integers(4, 6, important.shape), rng.integers(1, 4, important.shape))
    ease = np.where(hard, rng.integers(1, 3, hard.shape), rng.integers(3, 6, hard.shape))
    ease = np.where(looked, ease, 6)
    answers = _rows("NED1", ratings, asked) | _rows("NED2", ease, asked)
    found = needs(sample(people, answers, rng), PLAN)
    if found is None or found.ranks is None:
        raise ValueError("everybody was asked for needs")
    at = [CODES["NED1"].index(need.variable.row or "") for need in found.needs]
    importance_, availability = 0.25 + 0.625 * wanted.true, 0.75 - 0.625 * HARD
    unmet, beyond = wanted.true * HARD * LOOKED, importance_ - availability
    true_gap = (importance_ * np.maximum(0, beyond))[at]
    none = np.array([beyond[one] <= 1e-9 for one in at])
    inside = [need.gap.low <= gap <= need.gap.high for need, gap in zip(found.needs, true_gap, strict=True)]
    shown = np.array([need.gap.shown for need in found.needs])
    return {
        "unmet need, asked of a part": covered([need.unmet for need in found.needs], unmet[at]),
        "never looked, asked of a part": covered([n.never_looked for n in found.needs], np.full(16, 1 - LOOKED)),
        "importance, asked of a part": covered([need.importance for need in found.needs], importance_[at]),
        "availability, asked of a part": covered([need.availability for need in found.needs], availability[at]),
        "gap between importance and availability": Trial(np.array(inside)),
        "gap shown where there is none": Trial(shown[none]),
        "gap of 0.14 shown": Trial(shown[beyond[at] > 0.13]),
        "ranges of ranks of needs, all at once": within_ranks(found.ranks, unmet[at]),
    }


def _by_age(base: FloatArray) -> Chances:
    """Return chances of which age moves those of the first half one way, and of the second the other."""
    usual, room = chances(base, by_group=0.05, by_cluster=0.4), np.minimum(base, 1 - base)
    return replace(usual, young=0.45 * room * np.where(np.arange(len(base)) < len(base) // 2, 1.0, -1.0))


def _asked(young: BoolArray, rng: np.random.Generator) -> BoolArray:
    """Draw whom to ask for what: the young mostly for the first eight needs, the others for the last eight."""
    order = np.argsort(rng.random((len(young), 2, 8)), axis=2).argsort(axis=2)
    several = np.where(young[:, None], [OFTEN, SELDOM], [SELDOM, OFTEN])
    return np.asarray((order < several[:, :, None]).reshape(len(young), 16))


def _rows(question: str, codes: IntArray, asked: BoolArray) -> dict[str, Cells]:
    given = np.where(asked, codes, 0)
    texts = ["", *(str(code) for code in range(1, 7))]
    return {f"{question}__{row}": coded(texts, given[:, at]) for at, row in enumerate(CODES["NED1"])}


def channels(rng: np.random.Generator) -> Trials:
    """Ask for platforms used, which go together."""
    people = drawn(rng)
    ways = rng.uniform(0.2, 0.8, len(PEOPLE) * CLUSTERS)[people.cluster]
    way = (rng.random(people.n) < ways).astype(np.int64)
    flags = rng.random((people.n, CHANNELS.shape[1])) < CHANNELS[way]
    codes = PLAN.platforms
    found = reach(sample(people, marked("CHN1", codes, flags), rng), PLAN, "platforms", codes)
    if found is None or found.enough_union is None:
        raise ValueError("everybody was asked for channels")
    order = [codes.index(step.variable.choice or "") for step in found.steps]
    unions = np.array([_union(order[: at + 1]) for at in range(len(order))])
    enough = _union([codes.index(variable.choice or "") for variable in found.enough])
    return {
        "reach of the platforms added so far": covered([step.union for step in found.steps], unions),
        "gain of a platform": covered([step.gain for step in found.steps], np.diff(unions, prepend=0.0)),
        "reach of the smallest set": covered([found.enough_union], np.array([enough])),
    }


def _union(chosen: list[int]) -> float:
    return float(1 - np.prod(1 - CHANNELS[:, chosen], axis=1).mean())


def preferences(rng: np.random.Generator) -> Trials:
    """Let people say on screens of four what is best and what is worst."""
    people, k = drawn(rng, 5), len(PREFERENCES)
    plans = np.stack([_screens(k) for _ in range(VERSIONS)])
    version = rng.integers(0, VERSIONS, people.n)
    answers: dict[str, Cells] = {}
    names, pairs = CODES["INT2"][:k], np.array(list(permutations(range(SHOWN), 2)))
    for screen in range(SCREENS):
        shown = plans[version, screen]
        apart = PREFERENCES[shown[:, pairs[:, 0]]] - PREFERENCES[shown[:, pairs[:, 1]]]
        chosen = pairs[np.argmax(apart + rng.gumbel(size=apart.shape), axis=1)]
        rows = np.arange(people.n)
        texts = [" ".join(names[at] for at in plans[one, screen]) for one in range(VERSIONS)]
        answers[f"INT3__{screen + 1}__shown"] = coded(texts, version)
        answers[f"INT3__{screen + 1}__best"] = coded(names, shown[rows, chosen[:, 0]])
        answers[f"INT3__{screen + 1}__worst"] = coded(names, shown[rows, chosen[:, 1]])
    found = utilities(sample(people, answers, rng), PLAN)
    if found is None or isinstance(found, Refusal) or found.ranks is None:
        raise ValueError("everybody answered the screens")
    at = [names.index(one.code) for one in found.preferred]
    likely = np.exp(PREFERENCES) / np.exp(PREFERENCES).sum()
    return {
        "best–worst utility": covered([one.utility for one in found.preferred], PREFERENCES[at]),
        "best–worst share of preference": covered([one.preference for one in found.preferred], likely[at]),
        "ranges of ranks of utilities, all at once": within_ranks(found.ranks, PREFERENCES[at]),
    }


_DESIGNS = np.random.default_rng(5)


def _screens(k: int) -> IntArray:
    """Draw screens of four that show every choice about equally often."""
    order = np.concatenate([_DESIGNS.permutation(k) for _ in range(SCREENS * SHOWN // k + 1)])
    screens = [order[at * SHOWN : (at + 1) * SHOWN] for at in range(SCREENS)]
    return np.stack([one if len(set(one)) == SHOWN else _DESIGNS.permutation(k)[:SHOWN] for one in screens])


def driving(rng: np.random.Generator) -> Trials:
    """Set an outcome against five predictors that go together, and against five that have nothing to do with it."""
    people, found = drawn(rng), {}
    root = np.linalg.cholesky(_joint(SLOPES))
    data = _clustered(rng, people.cluster) @ root.T
    taken, everyone = sample(people, {}, rng), np.ones(people.n, dtype=np.bool_)
    weights = taken.design.weights
    for measure in ("shapley", "johnson"):
        shared = drivers(weights, data[:, 0], data[:, 1:], everyone, measure, relative=True)
        truth = importance(_joint(SLOPES), measure)
        figures = findings_of(taken, [f"x{at}" for at in range(5)], "part", shared.shares, PLAN.thresholds)
        found[f"part of what is explained, {measure}"] = covered(list(figures), truth / truth.sum())
    none = _clustered(rng, people.cluster) @ np.linalg.cholesky(_joint(np.zeros(5))).T
    unlinked = link(taken, none[:, 0], none[:, 1:], everyone) < PLAN.thresholds.alpha
    return found | {"drivers printed where nothing goes together": Trial(np.array([unlinked]))}


def _joint(slopes: FloatArray) -> FloatArray:
    """Return the correlations of an outcome of unit variance with its predictors, the outcome first."""
    result = np.eye(6)
    result[1:, 1:] = BETWEEN
    result[0, 1:] = result[1:, 0] = BETWEEN @ slopes
    return result


def _clustered(rng: np.random.Generator, cluster: IntArray) -> FloatArray:
    places = rng.normal(size=(len(PEOPLE) * CLUSTERS, 6))[cluster]
    own = rng.normal(size=(len(cluster), 6))
    return np.asarray(np.sqrt(CLUSTERED) * places + np.sqrt(1 - CLUSTERED) * own)


EXPERIMENTS = (
    Experiment(
        "needs",
        gaps,
        (
            Promise("unmet need, asked of a part", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("never looked, asked of a part", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("importance, asked of a part", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("availability, asked of a part", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("gap between importance and availability", "covers at least", INTERVAL),
            Promise("gap shown where there is none", "false alarms", 0.025, 0.005),
            Promise("gap of 0.14 shown", "finds", 0.9, 0.0),
            Promise("ranges of ranks of needs, all at once", "covers at least", INTERVAL),
        ),
        0.5,
    ),
    Experiment(
        "reach",
        channels,
        (
            Promise("reach of the platforms added so far", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("gain of a platform", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("reach of the smallest set", "covers", INTERVAL, FEW_CLUSTERS),
        ),
    ),
    Experiment(
        "best–worst",
        preferences,
        (
            Promise("best–worst utility", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("best–worst share of preference", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("ranges of ranks of utilities, all at once", "covers at least", INTERVAL),
        ),
        0.5,
    ),
    Experiment(
        "drivers",
        driving,
        (
            Promise("part of what is explained, shapley", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("part of what is explained, johnson", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("drivers printed where nothing goes together", "false alarms", 0.05),
        ),
    ),
)
