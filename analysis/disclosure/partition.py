"""Withhold parts of a whole beside those that may not be told, so that these do not follow from the sum of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analysis.disclosure.inference import Sets, withhold


def parts_beside(
    counts: Sequence[int], hidden: Iterable[int], fewest: int, *, sums: Sequence[Sequence[int]] = ()
) -> frozenset[int]:
    """Return the places of the parts to withhold with the hidden ones; `sums` are parts whose sum is printed too.

    `counts` are the people in each part, which share nobody and make up a whole that is printed. No part of fewer than
    `fewest` people, nor the sum of those withheld where that is so small, follows from what is left.
    """
    n, secret = len(counts), sorted(set(hidden))
    if not secret:
        return frozenset()
    whole = np.ones(n, dtype=np.bool_)
    rows = [whole, *np.eye(n, dtype=np.bool_), *(np.isin(np.arange(n), list(parts)) for parts in sums)]
    members = np.array(rows)
    is_secret = np.zeros(len(rows), dtype=np.bool_)
    is_secret[[1 + at for at in secret]] = True
    fixed = np.zeros(len(rows), dtype=np.bool_)
    fixed[0], fixed[1 + n :] = True, True
    sizes = np.array(counts, dtype=np.int64)
    gone = withhold(Sets(members, sizes, ~is_secret, fixed, is_secret, [np.arange(1, 1 + n)]), fewest)
    return frozenset(int(row) - 1 for row in gone if 1 <= row <= n) - frozenset(secret)
