"""Model a figure as a level that wanders: what each wave measures is the level and that wave's own sampling error.

y(i) = μ(t(i)) + e(i), Var e(i) = squared standard error, known; μ is Brownian motion of variance q a year, with a
steady drift where one is asked for. Level and drift are diffuse. Restricted likelihood and forecasts are those of the
exact diffuse Kalman filter (Durbin and Koopman 2012, chapter 5), computed at once by generalised least squares; waves
may stand at any distance in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import special
from scipy.optimize import minimize_scalar

from analysis.arrays import FloatArray
from analysis.waves.series import Series

Model: TypeAlias = Literal["level", "drift"]

EXACT = 1e-12
POINTS, NEGLIGIBLE = 161, 14.0
"""How many spreads are weighed, up to where the log-likelihood has fallen by so much."""


@dataclass(frozen=True)
class Predicted:
    """What a figure may be at one time: a mixture of normal distributions on the scale of the model."""

    centres: FloatArray
    spreads: FloatArray
    chances: FloatArray

    @property
    def centre(self) -> float:
        return float(self.chances @ self.centres)

    def quantile(self, probability: float) -> float:
        """Return the value that lies above the truth with this probability."""
        reach = 9 * float(self.spreads.max())
        low, high = float(self.centres.min()) - reach, float(self.centres.max()) + reach
        for _ in range(80):
            middle = (low + high) / 2
            below = float(self.chances @ special.ndtr((middle - self.centres) / self.spreads))
            low, high = (middle, high) if below < probability else (low, middle)
        return (low + high) / 2


@dataclass(frozen=True)
class LocalLevel:
    """A fitted series. `spread` is the restricted maximum likelihood estimate of √q, what the level moves in a year.

    With a dozen waves that estimate is unsure and often 0, which would make every interval too narrow. So forecasts
    weigh every spread in `spreads` by its restricted likelihood (`chances` sum to 1; a flat prior of √q).
    """

    series: Series
    model: Model
    spread: float
    log_likelihood: float
    spreads: FloatArray
    chances: FloatArray

    @property
    def rotated(self) -> Rotated:
        return Rotated.of(self.series, self.model)

    def predict(self, time: float, noise: float = 0.0) -> Predicted:
        """Predict the figure at a later time; `noise` is the variance of a measurement of it then."""
        centres, variances = self.rotated.predicted(self.spreads, time)
        return Predicted(centres, np.sqrt(variances + noise), self.chances)

    def carried(self, time: float, noise: float = 0.0) -> Predicted:
        """Predict that the figure stays as the last wave measured it."""
        values, variances = self.series.modelled
        moved = self.spreads**2 * (time - self.series.times[-1])
        centres = np.full(len(self.spreads), values[-1])
        return Predicted(centres, np.sqrt(moved + variances[-1] + noise), self.chances)

    def plugged(self, time: float, noise: float = 0.0) -> tuple[float, float]:
        """Return centre and standard deviation at the most likely spread alone, as a Kalman filter gives them."""
        centres, variances = self.rotated.predicted(np.array([self.spread]), time)
        return float(centres[0]), float(np.sqrt(variances[0] + noise))


def fit(series: Series, model: Model = "level") -> LocalLevel:
    """Fit the model by restricted maximum likelihood.

    Raise ValueError where a wave has no error above 0, or there are not three waves more than the model has terms.
    """
    if series.n < fewest_waves(model) or not series.has_errors:
        raise ValueError(f"The model needs at least {fewest_waves(model)} waves, each with an error above 0.")
    rotated = Rotated.of(series, model)
    spreads = np.linspace(0.0, _largest(series, rotated), POINTS)
    likely = rotated.restricted(spreads)
    at = int(np.argmax(likely))
    around = spreads[max(at - 1, 0)], spreads[min(at + 1, POINTS - 1)]

    def unlikely(spread: float) -> float:
        return -float(rotated.restricted(np.array([spread]))[0])

    found = minimize_scalar(unlikely, bounds=around, method="bounded", options={"xatol": EXACT})
    spread = float(found.x) if -found.fun > likely[0] else 0.0
    chances = np.exp(likely - likely.max())
    chances[[0, -1]] /= 2
    return LocalLevel(series, model, spread, max(float(-found.fun), float(likely[0])), spreads, chances / chances.sum())


def fewest_waves(model: Model) -> int:
    """Return how many waves a fit needs at least."""
    return 4 if model == "level" else 5


@dataclass(frozen=True)
class Rotated:
    """A series on axes along which its covariance is diagonal for every spread: q·`lengths` + 1, errors divided out.

    With D the sampling variances and K the covariance of Brownian motion, D^−½ K D^−½ = U diag(lengths) Uᵀ.
    """

    start: float
    times: FloatArray
    turned: FloatArray
    lengths: FloatArray
    log_errors: float
    terms: FloatArray
    values: FloatArray
    fixed: float

    @staticmethod
    def of(series: Series, model: Model) -> Rotated:
        values, variances = series.modelled
        since, roots = series.times - series.times[0], np.sqrt(variances)
        lengths, axes = np.linalg.eigh(np.minimum.outer(since, since) / np.outer(roots, roots))
        turned = axes.T / roots
        terms = _terms(since, model)
        fixed = 2 * float(np.log(np.abs(np.linalg.qr(terms)[1].diagonal())).sum())
        whole = (turned, np.maximum(lengths, 0.0), float(np.log(variances).sum()), turned @ terms, turned @ values)
        return Rotated(float(series.times[0]), since, *whole, fixed)

    def restricted(self, spreads: FloatArray) -> FloatArray:
        """Return the restricted log-likelihood of each √q, that of all contrasts free of level and drift."""
        grown = 1 + spreads[:, None] ** 2 * self.lengths
        inner, effects = self._effects(grown)
        residuals = self.values - effects @ self.terms.T
        squares = (residuals**2 / grown).sum(axis=1)
        n, k = self.terms.shape
        determinants = self.log_errors + np.log(grown).sum(axis=1) + np.linalg.slogdet(inner)[1] - self.fixed
        return np.asarray(-((n - k) * np.log(2 * np.pi) + determinants + squares) / 2)

    def predicted(self, spreads: FloatArray, time: float) -> tuple[FloatArray, FloatArray]:
        """Return for each √q the best linear unbiased prediction of the level at a later time, and its variance."""
        squared, since = spreads[:, None] ** 2, time - self.start
        grown = 1 + squared * self.lengths
        inner, effects = self._effects(grown)
        shared = squared * (self.turned @ np.minimum(self.times, since))
        ahead = _terms(np.array([since]), self._model)[0]
        residuals = self.values - effects @ self.terms.T
        centres = effects @ ahead + (shared * residuals / grown).sum(axis=1)
        missing = ahead - (shared / grown) @ self.terms
        unsure = (missing * np.linalg.solve(inner, missing[:, :, None])[:, :, 0]).sum(axis=1)
        return centres, squared[:, 0] * since - (shared**2 / grown).sum(axis=1) + unsure

    @property
    def _model(self) -> Model:
        return "level" if self.terms.shape[1] == 1 else "drift"

    def _effects(self, grown: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return for each spread the information on level and drift (k × k) and their estimates."""
        weighted = self.terms / grown[:, :, None]
        inner = np.einsum("sni,nj->sij", weighted, self.terms)
        return inner, np.linalg.solve(inner, np.einsum("sni,n->si", weighted, self.values)[:, :, None])[:, :, 0]


def _terms(since: FloatArray, model: Model) -> FloatArray:
    ones = np.ones_like(since)
    return ones[:, None] if model == "level" else np.column_stack([ones, since])


def _largest(series: Series, rotated: Rotated) -> float:
    """Return the spread beyond which none is likely."""
    values, variances = series.modelled
    jumps = np.abs(np.diff(values)) / np.sqrt(np.diff(series.times))
    errors = np.sqrt(variances.mean() / np.diff(series.times).mean())
    ladder = max(float(jumps.max()), float(errors)) * np.geomspace(0.01, 100, 61)
    likely = rotated.restricted(np.append(0.0, ladder))
    far = np.flatnonzero(likely[1:] > likely.max() - NEGLIGIBLE)
    return float(ladder[min(far[-1] + 1, len(ladder) - 1)]) if len(far) else float(ladder[0])
