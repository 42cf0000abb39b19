"""Audience methods: no random start beats them, order and copies of people change nothing, extremes are refused."""

import numpy as np
import pytest

from analysis.segments.latent import latent_classes
from analysis.segments.prototypes import prototypes
from analysis.topics.bestworst import Choices, NotScaledError, scale
from analysis.topics.correspondence import lay_out
from analysis.topics.drivers import MEASURES, Measure, NotComparableError, drivers
from analysis.topics.reach import smallest_set

N, STARTS = 90, 200


def answers(seed: int, questions: int = 4) -> np.ndarray:
    """Return codes of two kinds of people, and as many numbers beside."""
    rng = np.random.default_rng(seed)
    kind = rng.random(N) < 0.4
    return np.where(kind[:, None], rng.random((N, questions)) < 0.8, rng.random((N, questions)) < 0.3).astype(np.int64)


def climbed(codes: np.ndarray, weights: np.ndarray, rng: np.random.Generator) -> float:
    """Fit two classes of yes and no from one random start by plain expectation and maximisation; the likelihood."""
    share, chance = np.array([0.5, 0.5]), rng.uniform(0.1, 0.9, (2, codes.shape[1]))
    for _ in range(80):
        yes = codes[:, None, :] == 1
        joint = share * np.where(yes, chance, 1 - chance).prod(axis=2)
        part = weights[:, None] * joint / joint.sum(axis=1, keepdims=True)
        share = part.sum(axis=0) / weights.sum()
        chance = np.clip((part.T @ codes) / part.sum(axis=0)[:, None], 1e-9, 1 - 1e-9)
    return float(weights @ np.log(joint.sum(axis=1)))


def settled(numbers: np.ndarray, codes: np.ndarray, cost: float, first: np.ndarray) -> float:
    """Move three prototypes from given people until they stay, and return what lies within."""
    centres, kinds = numbers[first], codes[first]
    for _ in range(30):
        apart = ((numbers[:, None] - centres) ** 2).sum(axis=2) + cost * (codes[:, None] != kinds).sum(axis=2)
        near = apart.argmin(axis=1)
        if len(np.unique(near)) < 3:
            return np.inf
        centres = np.stack([numbers[near == at].mean(axis=0) for at in range(3)])
        kinds = np.stack([[np.bincount(column).argmax() for column in codes[near == at].T] for at in range(3)])
    apart = ((numbers[:, None] - centres) ** 2).sum(axis=2) + cost * (codes[:, None] != kinds).sum(axis=2)
    return float(apart.min(axis=1).sum())


@pytest.mark.parametrize("seed", [1, 2])
def test_no_random_start_finds_better_classes(seed: int) -> None:
    codes, rng = answers(seed), np.random.default_rng(seed)
    weights = rng.uniform(0.5, 2, N)
    weights *= N / weights.sum()
    found = latent_classes(codes, (2,) * 4, 2, weights, np.ones(N, dtype=np.bool_))
    assert found.log_likelihood >= max(climbed(codes, weights, rng) for _ in range(STARTS)) - 1e-6


@pytest.mark.parametrize("seed", [1, 2])
def test_no_random_start_finds_closer_prototypes(seed: int) -> None:
    codes, rng = answers(seed, 3), np.random.default_rng(seed)
    numbers = rng.normal(size=(N, 2)) + 3 * codes[:, :1]
    found = prototypes(numbers, codes, 3, np.ones(N), np.ones(N, dtype=np.bool_), exchange=1.5, starts=60)
    starts = (rng.choice(N, 3, replace=False) for _ in range(STARTS))
    assert found.total_within <= min(settled(numbers, codes, 1.5, first) for first in starts) * (1 + 1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_drivers_take_a_weight_of_three_for_three_people_and_no_notice_of_order(measure: Measure) -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(N, 3))
    y, times = x @ [1.0, 0.5, 0.0] + rng.normal(size=N), rng.integers(1, 4, N)
    once = drivers(times.astype(float), y, x, np.ones(N, dtype=np.bool_), measure).shares.values
    many, order = np.repeat(np.arange(N), times), [2, 0, 1]
    again = drivers(np.ones(len(many)), y[many], x[many], np.ones(len(many), dtype=np.bool_), measure).shares.values
    turned = drivers(times.astype(float), y, x[:, order], np.ones(N, dtype=np.bool_), measure).shares.values
    np.testing.assert_allclose(again, once, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(turned, once[order], rtol=1e-9, atol=1e-12)


def test_weights_that_span_a_million_leave_drivers_and_maps_finite() -> None:
    rng = np.random.default_rng(5)
    weights, x = 10 ** rng.uniform(-3, 3, N), rng.normal(size=(N, 3))
    found = drivers(weights, x[:, 0] + rng.normal(size=N), x, np.ones(N, dtype=np.bool_))
    assert np.isfinite(found.shares.values).all()
    assert found.shares.values.sum() == pytest.approx(found.explained.values[0])
    layout, scaled = (lay_out(answers(5), (2,) * 4, factor * weights) for factor in (1.0, 1e6))
    np.testing.assert_allclose(scaled.eigenvalues, layout.eigenvalues, rtol=1e-9, atol=1e-12)


def test_constant_collinear_and_too_few_answers_are_refused_with_a_sentence() -> None:
    x = np.random.default_rng(6).normal(size=(N, 2))
    everyone, ones = np.ones(N, dtype=np.bool_), np.ones(N)
    for outcome, predictors, base in (
        (ones, x, everyone),
        (x[:, 0], np.stack([x[:, 0], 2 * x[:, 0]], axis=1), everyone),
        (x[:, 0], x, np.arange(N) < 1),
        (np.full(N, np.nan), x, everyone),
    ):
        with pytest.raises(NotComparableError):
            drivers(ones, outcome, predictors, base)


def test_utilities_do_not_depend_on_the_names_of_objects_or_the_order_of_people() -> None:
    rng = np.random.default_rng(7)
    shown = np.argsort(rng.random((400, 5)), axis=1)[:, :4]
    respondent, rows = np.repeat(np.arange(100), 4), np.arange(400)
    best = shown[rows, rng.integers(0, 2, 400)]
    worst = shown[rows, rng.integers(2, 4, 400)]
    weights, everyone = rng.uniform(0.5, 2, 100), np.ones(100, dtype=np.bool_)
    found = scale(weights, Choices(respondent, shown, best, worst, 5), everyone).utilities.values
    names, people = rng.permutation(5), rng.permutation(100)
    renamed = Choices(people[respondent], names[shown], names[best], names[worst], 5)
    reweighted = np.zeros(100)
    reweighted[people] = weights
    np.testing.assert_allclose(scale(reweighted, renamed, everyone).utilities.values[names], found, atol=1e-8)
    with pytest.raises(NotScaledError):
        scale(np.zeros(100), renamed, everyone)


def test_the_smallest_set_is_that_of_all_sets_tried() -> None:
    rng = np.random.default_rng(8)
    used, weights = rng.random((N, 6)) < 0.35, rng.uniform(0.1, 5, N)
    for target in (0.4, 0.7, 0.85):
        sets = [tuple(at for at in range(6) if bits >> at & 1) for bits in range(64)]
        reached = {one: weights[used[:, list(one)].any(axis=1)].sum() / weights.sum() for one in sets}
        fewest = min((len(one) for one in sets if reached[one] >= target), default=0)
        best = max(
            (one for one in sets if len(one) == fewest and reached[one] >= target),
            key=lambda one: reached[one],
            default=(),
        )
        assert smallest_set(used, weights, target) == best
