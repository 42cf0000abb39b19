"""Estimate which topics interest an audience: shares choosing, ranks, and best–worst scores beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.codebook import Variable
from analysis.dataset import Dataset
from analysis.estimation import statistics as st
from analysis.plan import Plan
from analysis.topics.findings import Finding, covariance_of, df_of_tests, finding, share, share_statistic
from analysis.topics.ranking import Ranks, ranks
from analysis.topics.samples import Sample
from analysis.topics.utilities import screens

TOP = 3


@dataclass(frozen=True)
class Topic:
    """One topic: its share, and its best–worst score from −1 (always worst) to 1 (always best), if it was asked."""

    variable: Variable
    chosen: Finding
    score: Finding | None


@dataclass(frozen=True)
class Interest:
    """Topics ordered by share; `ranks`, in the same order, exist where the basis gives errors."""

    topics: tuple[Topic, ...]
    ranks: Ranks | None


def interest(sample: Sample, plan: Plan) -> Interest | None:
    """Estimate interest among all who answered; None where nobody was asked."""
    variables = [v for v in sample.dataset.codebook.of_question(plan.interest) if v.choice and v.choice != plan.none]
    if not variables:
        return None
    base = sample.answered(variables[0].name)
    if not base.any():
        return None
    flags = [sample.dataset.holds_code(variable.name, ("1",)) for variable in variables]
    limits = plan.thresholds
    shares = [
        share(sample, v.name.replace("__", "."), flag, base, limits, sensitive=v.is_sensitive)
        for v, flag in zip(variables, flags, strict=True)
    ]
    order = np.argsort([-made.value for made in shares], kind="stable")
    scores = best_worst(sample, plan)
    topics = tuple(Topic(variables[i], shares[i], scores.get(variables[i].choice or "")) for i in order)
    ranked = None
    if sample.has_intervals:
        joint = covariance_of(sample, [share_statistic(sample, flags[i], base) for i in order])
        values = np.array([topic.chosen.value for topic in topics])
        ranked = ranks(values, joint, df_of_tests(sample, base), alpha=limits.alpha, top=TOP, seed=plan.seed)
    return Interest(topics, ranked)


def best_worst(sample: Sample, plan: Plan) -> dict[str, Finding]:
    """Score each choice (times best − times worst) / times shown, as a ratio over everyone who was shown screens."""
    counts = best_worst_counts(sample.dataset, plan.best_worst)
    if counts is None:
        return {}
    codes, net, shown = counts
    base = sample.base & (shown.sum(axis=1) > 0)
    if not base.any():
        return {}
    found = {}
    for at, code in enumerate(codes):
        statistic = st.ratio(sample.design.weights, net[:, at], shown[:, at], base & (shown[:, at] > 0))
        found[code] = finding(sample, f"{plan.best_worst}.{code}", "difference", statistic, plan.thresholds)
    return found


def best_worst_counts(dataset: Dataset, question: str) -> tuple[list[str], FloatArray, FloatArray] | None:
    """Count per response and choice: best minus worst, and times shown on screens that were answered."""
    found = screens(dataset, question)
    if found is None:
        return None
    codes, answers = found
    k, who = len(codes), answers.respondent
    size = dataset.n * k
    best, worst = (np.bincount(who * k + at, minlength=size) for at in (answers.best, answers.worst))
    shown = np.zeros(size)
    for place in answers.shown.T:
        seen = place >= 0
        shown += np.bincount(who[seen] * k + place[seen], minlength=size)
    return codes, (best - worst).reshape(-1, k).astype(np.float64), shown.reshape(-1, k)
