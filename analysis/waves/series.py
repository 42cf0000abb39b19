"""Hold one figure as every wave estimated it, with the errors its samples gave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from analysis.arrays import FloatArray

Scale: TypeAlias = Literal["share", "number"]

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Series:
    """A figure over waves: `times` in years, rising; `errors` and `dfs` as the design of each wave gave them.

    A share is modelled on the logit scale, so that no interval leaves 0 to 1; its errors there are those of the delta
    method, se / (p(1−p)). Waves are taken as sampled apart: a covariance of overlapping samples is not known here.
    """

    times: FloatArray
    values: FloatArray
    errors: FloatArray
    dfs: FloatArray
    scale: Scale

    def __post_init__(self) -> None:
        lengths = {len(part) for part in (self.times, self.values, self.errors, self.dfs)}
        if len(lengths) != 1:
            raise ValueError("Times, values, errors and degrees of freedom must be as many as the waves.")
        if (np.diff(self.times) <= 0).any():
            raise ValueError("Waves must follow each other in time.")
        if self.scale == "share" and ((self.values < 0) | (self.values > 1)).any():
            raise ValueError("A share lies between 0 and 1.")
        if (self.errors < 0).any():
            raise ValueError("An error is not negative.")

    @property
    def n(self) -> int:
        return len(self.times)

    @property
    def has_errors(self) -> bool:
        """Tell whether every wave has an error above 0, and no share is 0 or 1."""
        inside = (self.values > 0) & (self.values < 1) if self.scale == "share" else np.isfinite(self.values)
        return bool(np.all(inside & np.isfinite(self.errors) & (self.errors > 0)))

    def first(self, waves: int) -> Series:
        """Return the series as it was known after so many waves."""
        times, values, errors, dfs = (part[:waves] for part in (self.times, self.values, self.errors, self.dfs))
        return Series(times, values, errors, dfs, self.scale)

    @property
    def modelled(self) -> tuple[FloatArray, FloatArray]:
        """Return values and variances on the scale of the model."""
        if self.scale == "number":
            return self.values, self.errors**2
        slopes = self.values * (1 - self.values)
        return np.asarray(special.logit(self.values)), np.asarray((self.errors / slopes) ** 2)

    def printed(self, modelled: float) -> float:
        """Return a value of the model's scale on that of the figure."""
        return float(special.expit(modelled)) if self.scale == "share" else modelled


def years(days: Sequence[date]) -> FloatArray:
    """Return days as years from the first of them."""
    return np.array([(day - days[0]).days / DAYS_A_YEAR for day in days], dtype=np.float64)
