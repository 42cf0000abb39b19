"""Draw small designs at random, with everything in them that goes wrong in real ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as some

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.sampling import build_design
from analysis.weighting.raking import Target, rake

RULES = ("fail", "remove", "adjust", "average", "certainty")


@dataclass(frozen=True)
class Drawn:
    """A design and two coded variables, numbers, groups that overlap, and a domain; −1 and nan are missing."""

    design: Design
    answers: IntArray
    k: int
    columns: IntArray
    count: int
    numbers: FloatArray
    masks: list[BoolArray]
    domain: BoolArray


@some.composite
def drawn(draw: Callable[..., Any]) -> Drawn:
    random = np.random.default_rng(draw(some.integers(0, 2**32 - 1)))
    n, k, count = draw(some.integers(4, 90)), draw(some.integers(1, 4)), draw(some.integers(1, 4))
    design = designed(
        random, n,
        stages=draw(some.integers(0, 2)), strata=draw(some.integers(1, 4)), clusters=draw(some.integers(1, 7)),
        fpc=draw(some.booleans()), lonely=draw(some.sampled_from(RULES)), in_domains=draw(some.booleans()),
        zeros=draw(some.booleans()), raked=draw(some.booleans()),
    )  # fmt: skip
    missing = draw(some.sampled_from([0.0, 0.2]))
    return Drawn(
        design,
        np.where(random.random(n) < missing, -1, random.integers(0, k, n)), k,
        np.where(random.random(n) < missing, -1, random.integers(0, count, n)), count,
        np.where(random.random(n) < missing, np.nan, random.normal(50, 9, n)),
        [random.random(n) < 0.5 for _ in range(count)],
        random.random(n) < draw(some.sampled_from([0.6, 1.1])),
    )  # fmt: skip


def designed(
    random: np.random.Generator, n: int, *, stages: int, strata: int, clusters: int, fpc: bool, lonely: Any,
    in_domains: bool, zeros: bool, raked: bool,
) -> Design:  # fmt: skip
    """Build a design of 0 (elements), 1 or 2 stages of clusters; `raked` weights it to two margins."""
    of_stratum = random.integers(0, strata, n)
    labels = [random.integers(0, clusters, n) for _ in range(stages)]
    weights = random.uniform(0.2, 5, n)
    if zeros:
        weights[random.random(n) < 0.2] = 0
        weights[0] = 1
    fractions = [np.full(n, 0.3), np.full(n, 0.5), np.full(n, 0.9)][: stages + 1] if fpc else []
    design = build_design(
        weights, strata=[of_stratum], clusters=labels, fpc=fractions, nest=True, lonely=lonely, lonely_domain=in_domains
    )
    if raked:
        margins = [np.arange(n) % 2, (np.arange(n) // 2) % 2]
        weights = np.where(np.arange(n) < 4, np.maximum(weights, 0.5), weights)
        design = design.reweighted(weights)
        for _ in range(2):
            targets = [Target("m", codes, np.array([50.0, 60.0]), ("a", "b")) for codes in margins]
            done = rake(design.weights, targets, tolerance=1e-6)
            design = design.reweighted(done.weights, done.projection)
            margins = margins[:1]
    return design
