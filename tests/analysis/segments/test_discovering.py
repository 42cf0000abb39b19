"""Kinds of people that are there are found, and none where there are none."""

import numpy as np

from analysis.codebook import Variable
from analysis.segments.discovering import STABLE, adjusted_rand, discover
from analysis.segments.features import Feature
from analysis.segments.typing_rule import typing_rule

CHANCES = np.array([[0.8] * 4 + [0.1] * 8, [0.1] * 4 + [0.8] * 4 + [0.1] * 4, [0.2] * 8 + [0.7] * 4])


def features(chances: np.ndarray, seed: int) -> list[Feature]:
    answers = (np.random.default_rng(seed).random(chances.shape) < chances).astype(np.int64)
    variables = [Variable(f"x{at}", "Q", "several", {}, {}, choice=str(at)) for at in range(chances.shape[1])]
    return [Feature(v, answers[:, at], ({}, {}), is_mark=True) for at, v in enumerate(variables)]


def test_three_kinds_are_found_again_with_a_rule_that_tells_them() -> None:
    truth = np.random.default_rng(3).choice(3, 600, p=[0.5, 0.3, 0.2])
    weights, found_in = np.ones(600), features(CHANCES[truth], 4)
    found = discover(found_in, weights, weights > 0, most=5, resamples=5, seed=2)
    assert found.k == 3
    assert found.stability > STABLE
    assert adjusted_rand(found.kind, truth, weights) > 0.8
    rule = typing_rule(found_in, found.kind, weights, seed=1)
    assert rule.agreement > 0.8 > 0.6 > rule.chance
    assert rule.apply([int(asked.feature.codes[0]) for asked in rule.asked]) in range(3)


def test_answers_without_structure_show_one_kind() -> None:
    weights = np.ones(400)
    found = discover(features(np.full((400, 10), 0.4), 5), weights, weights > 0, most=5, resamples=5, seed=2)
    assert found.k == 1
