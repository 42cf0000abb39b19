"""Turn the questions of a plan into what kinds of people are looked for in: categories, and places on scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.codebook import Text, Variable
from analysis.dataset import Dataset
from analysis.plan import Discovery, Plan
from analysis.topics.choosing import way_of
from analysis.topics.driving import placed

MOST_LEVELS = 7


@dataclass(frozen=True)
class Feature:
    """One column: a choice that is marked or not, an answer out of several, or a place on a scale.

    `levels` are the wordings of its codes, −1 being no answer; of a mark they are not and marked. `numbers` exist for
    places on a scale.
    """

    variable: Variable
    codes: IntArray
    levels: tuple[Text, ...]
    numbers: FloatArray | None = None
    is_mark: bool = False


def features_of(dataset: Dataset, plan: Plan, entry: Discovery) -> tuple[Feature, ...]:
    """Return the features of an entry in its order; questions that do not exist give none."""
    found: list[Feature] = []
    for question in entry.categories:
        found += _categories(dataset, plan, dataset.codebook.of_question(question))
    for question in entry.numbers:
        found += [_number(dataset, variable) for variable in dataset.codebook.of_question(question) if variable.values]
    return tuple(found)


def _categories(dataset: Dataset, plan: Plan, variables: Sequence[Variable]) -> list[Feature]:
    if not variables:
        return []
    way = way_of(variables)
    if way == "several":
        return [_mark(dataset, v) for v in variables if v.choice and v.choice != plan.none]
    if way == "one" or variables[0].kind == "grid":
        return [_levels(dataset, variable) for variable in variables if variable.values]
    return [_levels(dataset, variables[0])] if way == "ranking" else []


def _mark(dataset: Dataset, variable: Variable) -> Feature:
    codes = np.where(dataset.answered(variable.name), dataset.holds_code(variable.name, ("1",)), -1)
    return Feature(variable, codes.astype(np.int64), ({}, variable.label), is_mark=True)


def _levels(dataset: Dataset, variable: Variable) -> Feature:
    """Number the values that occur."""
    codes = np.full(dataset.n, -1, dtype=np.int64)
    texts: list[Text] = []
    for value in variable.values:
        here = dataset.holds_code(variable.name, (value.code,))
        if here.any():
            codes[here] = len(texts)
            texts.append(value.text)
    return Feature(variable, codes, tuple(texts))


def _number(dataset: Dataset, variable: Variable) -> Feature:
    """Keep the place on the scale; as categories the codes of the scale are its levels."""
    numbers = placed(dataset, variable)
    levels = variable.scale[:MOST_LEVELS]
    codes = np.full(dataset.n, -1, dtype=np.int64)
    known = ~np.isnan(numbers)
    codes[known] = np.rint(numbers[known] * max(len(variable.scale) - 1, 1)).astype(np.int64)
    if len(variable.scale) > MOST_LEVELS:
        codes[known] = np.minimum((numbers[known] * MOST_LEVELS).astype(np.int64), MOST_LEVELS - 1)
    return Feature(variable, codes, tuple(value.text for value in levels), numbers)
