"""Latent classes find the groups that answers were drawn from, and say how sure that is."""

import numpy as np
import pytest
from scipy import optimize, special

from analysis.segments.latent import latent_classes

PROFILES = np.array([[0.9, 0.85, 0.8, 0.9, 0.75], [0.15, 0.2, 0.1, 0.25, 0.3]])
SIZES = (2,) * 5


def drawn(n: int = 2000, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    group = (random.random(n) < 0.3).astype(np.int64)
    return (random.random((n, 5)) < PROFILES[group]).astype(np.int64), group


def test_groups_are_found_again() -> None:
    codes, group = drawn()
    found = latent_classes(codes, SIZES, 2, np.ones(2000), np.ones(2000, dtype=np.bool_))
    np.testing.assert_allclose(found.shares, [1 - group.mean(), group.mean()], atol=0.03)
    np.testing.assert_allclose(np.stack([p[:, 1] for p in found.profiles], axis=1), PROFILES, atol=0.06)
    assert (found.posterior.argmax(axis=1) == group).mean() > 0.93
    assert found.agreeing_starts > 5
    assert 0.5 < found.entropy < 1


def test_the_bayesian_criterion_prefers_the_true_number() -> None:
    codes, _ = drawn()
    everyone = np.ones(2000, dtype=np.bool_)
    bic = [latent_classes(codes, SIZES, k, np.ones(2000), everyone, starts=5).bic for k in (1, 2, 3)]
    assert bic.index(min(bic)) == 1


def test_a_weight_of_2_is_two_people() -> None:
    codes, _ = drawn(300)
    weights = np.where(np.arange(300) < 100, 2.0, 1.0)
    doubled = np.concatenate([codes, codes[:100]])
    one = latent_classes(codes, SIZES, 2, weights, np.ones(300, dtype=np.bool_))
    other = latent_classes(doubled, SIZES, 2, np.ones(400), np.ones(400, dtype=np.bool_))
    np.testing.assert_allclose(one.shares, other.shares, atol=1e-6)


def test_missing_answers_add_nothing_and_empty_rows_leave() -> None:
    codes, _ = drawn(400)
    codes[::4, 2] = -1
    codes[7] = -1
    found = latent_classes(codes, SIZES, 2, np.ones(400), np.arange(400) != 5)
    assert np.isnan(found.posterior[[5, 7]]).all()
    assert not np.isnan(found.posterior[0]).any()
    assert found.n == 398
    assert found.profiles[2].sum(axis=1) == pytest.approx([1, 1])


def test_the_same_seed_gives_the_same_classes_and_small_ones_are_marked() -> None:
    codes, _ = drawn(200)
    everyone = np.ones(200, dtype=np.bool_)
    first, second = (latent_classes(codes, SIZES, 4, np.ones(200), everyone, starts=3, seed=9) for _ in range(2))
    np.testing.assert_array_equal(first.posterior, second.posterior)
    assert first.too_small == (first.shares.min() < 0.05)
    assert list(first.shares) == sorted(first.shares, reverse=True)


def loss(parameters: np.ndarray, codes: np.ndarray, weights: np.ndarray, k: int, sizes: tuple[int, ...]) -> float:
    """Return minus the weighted log-likelihood, written out person by person; a missing answer says nothing."""
    shares = special.log_softmax(parameters[:k])
    joint, at = np.tile(shares, (len(codes), 1)), k
    for item, size in enumerate(sizes):
        chances = special.log_softmax(parameters[at : at + k * size].reshape(k, size), axis=1)
        known = codes[:, item] >= 0
        joint[known] += chances[:, codes[known, item]].T
        at += k * size
    return -float(weights @ special.logsumexp(joint, axis=1))


def test_no_other_search_finds_a_likelier_model() -> None:
    random = np.random.default_rng(11)
    sizes, k, n = (3, 2, 3), 2, 120
    group = (random.random(n) < 0.4).astype(np.int64)
    codes = np.stack([(random.random(n) * size * (0.55 + 0.45 * group)).astype(np.int64) for size in sizes], axis=1)
    codes[random.random((n, 3)) < 0.08] = -1
    weights = random.uniform(0.5, 2.0, n)
    weights *= n / weights.sum()
    ours = latent_classes(codes, sizes, k, weights, np.ones(n, dtype=np.bool_), starts=8)
    starts = [random.normal(size=k + k * sum(sizes)) for _ in range(4)]
    others = [optimize.minimize(loss, start, args=(codes, weights, k, sizes), method="L-BFGS-B") for start in starts]
    best = min(others, key=lambda found: float(found.fun))
    assert ours.log_likelihood >= -best.fun - 1e-3
    assert sorted(ours.shares) == pytest.approx(sorted(special.softmax(best.x[:k])), abs=0.02)
