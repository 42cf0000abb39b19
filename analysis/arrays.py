"""Name the arrays the analysis speaks in; shapes are given where they are used."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]


def sums_by(codes: IntArray, values: FloatArray, count: int) -> FloatArray:
    """Sum the columns of `values` (rows × columns) within each code 0 … count−1; returns count × columns."""
    columns = [np.bincount(codes, weights=column, minlength=count) for column in values.T]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))
