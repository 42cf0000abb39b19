"""Fieldworks that ask whether intervals cover the truth: shares, means, totals, raked shares, topics, ranks."""

from __future__ import annotations

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation import statistics as st
from analysis.estimation.estimates import estimate
from analysis.plan import Plan
from analysis.report.sections.leaders import leaders
from analysis.sampling import build_design
from analysis.topics.choosing import choices as choices_of
from analysis.topics.findings import Finding, finding, mean_statistic, share
from analysis.topics.interest import interest
from analysis.topics.ranking import Ranks, chance_of_top
from analysis.weighting.raking import Target, rake
from tests.analysis.report.package import CODES, INTEREST
from tests.torture.simulation.promises import Experiment, Promise, Trial, Trials
from tests.torture.simulation.world import (
    CLUSTERS,
    PEOPLE,
    TAKEN,
    UNEVEN,
    WOMEN_AMONG_ANSWERS,
    Chances,
    People,
    chances,
    drawn,
    marked,
    sample,
)

MIDDLE, NEAR_ZERO, NEAR_ONE = (0.5, 0.35, 0.2), (0.03, 0.015), (0.97, 0.985)
PLAN = Plan()
INTERVAL = 0.95
FEW_CLUSTERS = 0.02
"""Linearised errors of 72 clusters with uneven weights are somewhat small, and intervals cover up to so much less."""
UNEVEN_WEIGHTS = 0.04
"""The same, where the weights alone double the variance."""
TOP_BINS = ((0.1, 0.35), (0.35, 0.65), (0.65, 0.95))


def covered(findings: list[Finding], truth: FloatArray) -> Trial:
    """Tell which intervals hold their truth; a figure without an interval counts as a failure."""
    return Trial(np.array([one.low <= true <= one.high for one, true in zip(findings, truth, strict=True)]))


def within_ranks(ranks: Ranks, values: FloatArray) -> Trial:
    """Tell whether all true ranks at once lie in their ranges; `values` are the truths in the ranks' order."""
    above = (values[:, None] < values[None, :]).sum(axis=1)
    return Trial(np.array([bool(np.all((np.array(ranks.best) <= above + 1) & (above + 1 <= np.array(ranks.worst))))]))


def shares(rng: np.random.Generator) -> Trials:
    """Estimate shares in the middle and near the ends, from a sample weighted to country and sex."""
    people = drawn(rng)
    taken, everyone = sample(people, {}, rng), np.ones(people.n, dtype=np.bool_)
    found: dict[str, Trial] = {}
    for name, base in (("in the middle", MIDDLE), ("near 0", NEAR_ZERO), ("near 1", NEAR_ONE)):
        likely = chances(base)
        flags = rng.random((people.n, len(base))) < likely.of(people, rng)
        figures = [share(taken, "x", flags[:, at], everyone, PLAN.thresholds) for at in range(len(base))]
        found[f"share {name}"] = covered(figures, likely.true)
    likely = chances((0.3,))
    numbers = _numbers(likely, people, rng)
    figure = finding(taken, "x", "mean", mean_statistic(taken, numbers, everyone), PLAN.thresholds)
    return found | {"mean of a skewed number": covered([figure], likely.true)}


def uneven(rng: np.random.Generator) -> Trials:
    """Estimate shares under weights so unequal that the report warns of them."""
    people, likely = drawn(rng), chances(MIDDLE)
    taken, everyone = sample(people, {}, rng, UNEVEN), np.ones(people.n, dtype=np.bool_)
    flags = rng.random((people.n, len(MIDDLE))) < likely.of(people, rng)
    figures = [share(taken, "x", flags[:, at], everyone, PLAN.thresholds) for at in range(len(MIDDLE))]
    return {"share, weights of which the report warns": covered(figures, likely.true)}


def frames(rng: np.random.Generator) -> Trials:
    """Estimate totals from probabilities alone, and shares and totals raked to country and sex."""
    people, likely = drawn(rng), chances((0.35,))
    numbers, everyone = _numbers(likely, people, rng), np.ones(people.n, dtype=np.bool_)
    flags = (rng.random((people.n, 1)) < likely.of(people, rng)).astype(np.float64)
    uneven = rng.choice([0.7, 1.0, 1.3], len(PEOPLE) * CLUSTERS)[people.cluster]
    weights = PEOPLE.sum(axis=1)[people.country] / (CLUSTERS * TAKEN) * uneven
    design = build_design(weights, strata=[people.country], clusters=[people.cluster])
    targets = [
        Target("country", people.country, PEOPLE.sum(axis=1), tuple("abcdef")),
        Target("sex", people.woman.astype(np.int64), PEOPLE.sum(axis=0)[::-1], ("man", "woman")),
    ]
    done = rake(weights, targets)
    raked = design.reweighted(done.weights, done.projection)
    total = estimate(design, [st.total(weights, numbers, everyone)]).rows[0]
    total_raked, shared = estimate(
        raked,
        [st.total(raked.weights, numbers, everyone), st.shares_of_flags(raked.weights, flags, everyone)],
    ).rows
    answering = PEOPLE.sum() * float(_answering(likely)[0])
    among, known = _raked_truth(likely), PEOPLE.sum()
    return {
        "total from probabilities": Trial(np.array([total.low <= answering <= total.high])),
        "total, raked": Trial(np.array([total_raked.low <= among * known <= total_raked.high])),
        "share, raked": Trial(np.array([shared.low <= among <= shared.high])),
    }


def topics(rng: np.random.Generator) -> Trials:
    """Ask for several topics, as the bundled questionnaire does."""
    people, likely = drawn(rng), chances(np.array(INTEREST) / 100)
    flags = rng.random((people.n, len(INTEREST))) < likely.of(people, rng)
    taken = sample(people, marked("INT2", CODES["INT2"], flags), rng)
    found, chosen = interest(taken, PLAN), choices_of(taken, PLAN, "INT2")
    if found is None or found.ranks is None or chosen is None:
        raise ValueError("everybody was asked for topics")
    truth = dict(zip(CODES["INT2"], likely.true, strict=True))
    in_order = np.array([truth[topic.variable.choice or ""] for topic in found.topics])
    lead = leaders([topic.chosen for topic in found.topics], found.ranks)
    first = in_order[lead.places[0]] == in_order.max() if lead.how == "first" else False
    return {
        "share choosing a topic": covered([topic.chosen for topic in found.topics], in_order),
        "share choosing, of a list": covered(
            [part.share for part in chosen.parts], np.array([truth[part.code] for part in chosen.parts])
        ),
        "ranges of ranks, all at once": within_ranks(found.ranks, in_order),
        "“more than any other topic” of the wrong one": Trial(np.array([lead.how == "first" and not first])),
    }


def chances_of_top(rng: np.random.Generator) -> Trials:
    """Draw the truths themselves, and hold the probability of the top three against who is there."""
    k, spread = 16, 0.04
    truth = rng.normal(0.4, spread, k)
    mixed = rng.normal(size=(k, 40))
    covariance = mixed @ mixed.T / 40 * 0.03**2
    values = rng.multivariate_normal(truth, covariance)
    likely = chance_of_top(values, covariance, 3, seed=1)
    inside = np.zeros(k, dtype=np.bool_)
    inside[np.argsort(-truth)[:3]] = True
    found = {}
    for low, high in TOP_BINS:
        here: BoolArray = (likely >= low) & (likely < high)
        found[f"in the top three, said with {low:.2f} to {high:.2f}"] = Trial(inside[here], likely[here])
    return found


def _numbers(likely: Chances, people: People, rng: np.random.Generator) -> FloatArray:
    """Draw skewed numbers, whose means are what the chances say."""
    return np.asarray(rng.gamma(1.5, likely.of(people, rng)[:, 0] / 1.5))


def _answering(likely: Chances) -> FloatArray:
    """Return the means among those who answer, of whom more are women than in the population."""
    gap = WOMEN_AMONG_ANSWERS - PEOPLE[:, 0].sum() / PEOPLE.sum()
    return likely.true + gap * likely.woman


def _raked_truth(likely: Chances) -> float:
    """Return the mean at the true margins; raking to them needs no joint numbers, since nothing interacts."""
    return float(likely.true[0])


UNKNOWN = float("nan")
EXPERIMENTS = (
    Experiment(
        "shares and means",
        shares,
        (
            Promise("share in the middle", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("share near 0", "covers at least", INTERVAL, FEW_CLUSTERS),
            Promise("share near 1", "covers at least", INTERVAL, FEW_CLUSTERS),
            Promise("mean of a skewed number", "covers", INTERVAL, FEW_CLUSTERS),
        ),
        2.0,
    ),
    Experiment(
        "uneven weights",
        uneven,
        (Promise("share, weights of which the report warns", "covers", INTERVAL, UNEVEN_WEIGHTS),),
        2.0,
    ),
    Experiment(
        "totals and raking",
        frames,
        (
            Promise("total from probabilities", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("total, raked", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("share, raked", "covers", INTERVAL, FEW_CLUSTERS),
        ),
        4.0,
    ),
    Experiment(
        "topics",
        topics,
        (
            Promise("share choosing a topic", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("share choosing, of a list", "covers", INTERVAL, FEW_CLUSTERS),
            Promise("ranges of ranks, all at once", "covers at least", INTERVAL),
            Promise("“more than any other topic” of the wrong one", "false alarms", 0.05, 0.0),
        ),
    ),
    Experiment(
        "probability of the top three",
        chances_of_top,
        tuple(
            Promise(f"in the top three, said with {low:.2f} to {high:.2f}", "covers", UNKNOWN, 0.02)
            for low, high in TOP_BINS
        ),
        8.0,
    ),
)
