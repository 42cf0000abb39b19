"""Write the figures of a banner table as ratios of sums: rows may unite answers, and columns have everyone else."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.engine.recipes import Layout, Recipe


def compared_shares(layout: Layout, members: FloatArray) -> Recipe:
    """Share of each row in each column, in the Total, and among everyone outside each column (rows × 2c + 1).

    `members` (rows × answers) is 1 where an answer belongs to a row.
    """
    sets = np.concatenate([layout.sets, layout.rests])
    everybody = np.ones((1, layout.answers))
    return _ratio(layout, _product(members, sets), np.tile(_product(everybody, sets), (len(members), 1)), len(sets))


def row_shares(layout: Layout, members: FloatArray) -> Recipe:
    """Share of each column among those in each row (rows × c)."""
    here, everywhere = layout.sets[:-1], np.repeat(layout.sets[-1:], layout.columns, axis=0)
    return _ratio(layout, _product(members, here), _product(members, everywhere), layout.columns)


def whole_shares(layout: Layout, members: FloatArray) -> Recipe:
    """Share of each cell in the whole table (rows × c)."""
    everywhere = np.tile(_product(np.ones((1, layout.answers)), layout.sets[-1:]), (len(members) * layout.columns, 1))
    return _ratio(layout, _product(members, layout.sets[:-1]), everywhere, layout.columns)


def compared_means(layout: Layout, origin: float) -> Recipe:
    """Mean of numbers, of which `origin` was taken away, in columns, Total and everyone else (1 × 2c + 1)."""
    sets = np.concatenate([layout.sets, layout.rests])
    numerators = np.concatenate([sets, origin * sets], axis=1)
    return Recipe("mean", (1, len(sets)), numerators, np.concatenate([np.zeros_like(sets), sets], axis=1), sets)


def _ratio(layout: Layout, above: FloatArray, below: FloatArray, columns: int) -> Recipe:
    sizes = np.zeros((len(above), layout.places))
    numerators = np.concatenate([above, sizes], axis=1)
    return Recipe("share", (len(above) // columns, columns), numerators, np.concatenate([below, sizes], axis=1), below)


def _product(outer: FloatArray, inner: FloatArray) -> FloatArray:
    return np.asarray(np.kron(outer, inner), dtype=np.float64)
