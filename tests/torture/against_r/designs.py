"""Draw a sample with a design of any kind: strata, clusters of several stages, unequal chances, replicate weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

LONELY = ("fail", "remove", "adjust", "average", "certainty")


@dataclass(frozen=True)
class Drawn:
    """Data with the design of a request; `joint` are joint probabilities of selection that a file beside holds."""

    frame: pd.DataFrame
    design: dict[str, Any]
    joint: pd.DataFrame | None = None


def draw(rng: np.random.Generator) -> Drawn:
    """Draw one of the kinds of design, with answers that depend on its clusters."""
    return KINDS[int(rng.integers(len(KINDS)))](rng)


def answers(rng: np.random.Generator, cluster: np.ndarray[Any, Any]) -> pd.DataFrame:
    """Draw answers: skewed, tied, rare, missing and constant within clusters; `n` are counts."""
    n = len(cluster)
    shift = rng.normal(size=cluster.max() + 1)[cluster]
    tilt = rng.normal(size=cluster.max() + 1)[cluster]
    level = shift + rng.normal(size=n)
    categories = np.digitize(level + rng.normal(size=n), [-1.2, 0.3, 1.5])
    missing = rng.random((3, n)) < 0.12
    frame = pd.DataFrame(
        {
            "yy": np.round(level, 4),
            "zz": np.round(np.exp(0.6 * tilt + 0.5 * rng.normal(size=n)), 4),
            "kk": np.clip(np.round(4 + 1.5 * level + rng.normal(size=n)), 0, 10).astype(int),
            "bin": (level + rng.normal(size=n) > 0.4).astype(int),
            "cat": np.array(["c1", "c2", "c3", "c4"])[categories],
            "grp": np.where(tilt + rng.normal(size=n) > 0, "ja", "nei"),
            "reg": rng.choice(["r1", "r2", "r3"], p=[0.62, 0.3, 0.08], size=n),
            "cnt": rng.poisson(np.exp(0.4 + 0.3 * level)),
            "mm": np.where(missing[0], np.nan, np.round(level + rng.normal(size=n), 3)),
            "half": np.where(missing[1], None, np.where(level > 0, "high", "low")),
        }
    )
    frame["vv"] = np.where(missing[2], np.nan, np.round(frame.yy + rng.normal(size=n), 3))
    for name, seen in (("cat", 4), ("reg", 3)):
        _seen(frame, name, [f"{name[0]}{i + 1}" for i in range(seen)])
    _seen(frame, "grp", ["ja", "nei"])
    _seen(frame, "half", ["high", "low"])
    return frame


def _seen(frame: pd.DataFrame, name: str, categories: list[str]) -> None:
    """Let the first rows give each category once, as far as there are rows."""
    frame.loc[: len(categories) - 1, name] = categories[: len(frame)]


def elements(rng: np.random.Generator) -> Drawn:
    """Draw people, in strata or not, some with the weight 0, some from a finite population."""
    n = int(rng.integers(25, 160))
    frame = answers(rng, np.arange(n) // 6)
    frame["s"] = [f"s{x}" for x in rng.integers(0, rng.integers(2, 6), size=n)]
    frame["w"] = np.round(np.exp(rng.normal(3, rng.choice([0.0, 0.4, 1.5]), size=n)), 3)
    strata = bool(rng.random() < 0.6)
    design: dict[str, Any] = {"weights": "w", "strata": ["s"] if strata else [], "lonely": _rule(rng)}
    if rng.random() < 0.4:
        counts = frame.groupby("s").yy.transform("count") if strata else pd.Series(float(n), index=frame.index)
        frame["pop"] = np.ceil(counts * rng.choice([1.0, 1.3, 5.0])).astype(int)
        design["fpc"] = ["pop"]
        if rng.random() < 0.4:
            frame["w"] = np.round(frame["pop"] / counts, 6)
            design["weights"] = None
    if design["weights"] and rng.random() < 0.3:
        frame.loc[rng.random(n) < 0.15, "w"] = 0.0
    return Drawn(frame, design)


def stages(rng: np.random.Generator) -> Drawn:
    """Draw clusters in strata, of one, two or three stages, with or without populations at each of them."""
    depth = int(rng.integers(1, 4))
    rows = []
    for s in range(int(rng.integers(1, 5))):
        for p in range(int(rng.choice([1, 2, 2, 3, 4, 6], p=[0.06, 0.24, 0.2, 0.2, 0.15, 0.15]))):
            for q in range(int(rng.integers(1, 4)) if depth > 1 else 1):
                rows += [(s, p, q) for _ in range(int(rng.integers(1, 8)))]
    place = np.array(rows)
    _, cluster = np.unique(place[:, :2], axis=0, return_inverse=True)
    frame = answers(rng, cluster.ravel())
    frame["s"], frame["p"], frame["q"] = (np.char.add(a, place[:, i].astype(str)) for i, a in enumerate("spq"))
    frame["w"] = np.round(np.exp(rng.normal(2, 0.5, size=int(place[:, 0].max()) + 1))[place[:, 0]], 3)
    frame["w"] *= np.round(np.exp(rng.normal(0, rng.choice([0.0, 0.6]), size=len(frame))), 3)
    names = [["p"], ["p", "q"], ["p", "q"]][depth - 1]
    design: dict[str, Any] = {"weights": "w", "strata": ["s"], "clusters": names, "nest": True, "lonely": _rule(rng)}
    if rng.random() < 0.6:
        design["fpc"] = _populations(rng, frame, depth)
        if rng.random() < 0.3:
            design["weights"] = None
    if design["weights"] and rng.random() < 0.2:
        frame.loc[rng.random(len(frame)) < 0.1, "w"] = 0.0
    return Drawn(frame, {**design, "lonely_domain": bool(rng.random() < 0.4)})


def _populations(rng: np.random.Generator, frame: pd.DataFrame, depth: int) -> list[str]:
    """Add the population of each stage, as counts or all as fractions; the last stage of three is people."""
    parents = (["s"], ["s", "p"], ["s", "p", "q"])
    units = ("p", "q", None)
    fractions = bool(rng.random() < 0.35)
    for stage in range(depth):
        grouped = frame.groupby(parents[stage])
        unit = units[stage]
        counts = grouped[unit].transform("nunique") if unit else grouped["yy"].transform("count")
        factor = grouped.ngroup().map(dict(enumerate(rng.choice([1.0, 1.5, 4.0, 20.0], size=grouped.ngroups))))
        population = np.ceil(counts * factor)
        frame[f"N{stage + 1}"] = counts / population if fractions else population.astype(int)
    if not fractions and (frame[[f"N{i + 1}" for i in range(depth)]] <= 1).all(axis=None):
        frame["N1"] += 1
    return [f"N{stage + 1}" for stage in range(depth)]


def unequal(rng: np.random.Generator) -> Drawn:
    """Draw people by unequal probabilities, with the approximations of their joint ones or with all of them."""
    n = int(rng.integers(12, 60))
    frame = answers(rng, np.arange(n) // 4)
    frame["pi"] = np.round(rng.uniform(0.05, 0.9, size=n), 4)
    method = str(rng.choice(["brewer", "overton", "hartley-rao", "horvitz-thompson", "yates-grundy"]))
    pps: dict[str, Any] = {"probabilities": ["pi"], "method": method}
    joint = None
    if method in ("horvitz-thompson", "yates-grundy"):
        both = np.outer(frame.pi, frame.pi) * (1 - 0.5 * np.outer(1 - frame.pi, 1 - frame.pi) / n)
        np.fill_diagonal(both, frame.pi)
        joint = pd.DataFrame(both)
        pps["joint"] = "joint.csv"
    return Drawn(frame, {"pps": pps, "lonely": "remove"}, joint)


def replicates(rng: np.random.Generator) -> Drawn:
    """Draw replicate weights of every type, with scales of their own, centred either way."""
    clusters = int(rng.integers(4, 12)) * 2
    cluster = np.repeat(np.arange(clusters), rng.integers(2, 9, size=clusters))
    frame = answers(rng, cluster)
    frame["w"] = np.round(np.exp(rng.normal(3, 0.5, size=clusters))[cluster], 3)
    kind = str(rng.choice(["JK1", "JKn", "BRR", "Fay", "bootstrap", "subbootstrap", "other"]))
    factors, scale, rscales = _factors(rng, kind, clusters)
    combined = bool(rng.random() < 0.7)
    columns = factors[cluster] * (frame.w.to_numpy()[:, None] if combined else 1.0)
    named = pd.DataFrame(columns, columns=[f"rep{i + 1}" for i in range(columns.shape[1])])
    shape = {"prefix": "rep", "type": kind, "scale": scale, "rscales": rscales, "combined": combined}
    shape |= {"mse": bool(rng.random() < 0.5)}
    return Drawn(pd.concat([frame, named], axis=1), {"weights": "w", "replicates": shape})


def _factors(rng: np.random.Generator, kind: str, clusters: int) -> tuple[np.ndarray[Any, Any], float, list[float]]:
    """Return what each replicate multiplies each cluster's weight with, the scale and the scales of replicates."""
    if kind in ("JK1", "JKn"):
        pairs = np.arange(clusters) // 2 if kind == "JKn" else np.zeros(clusters, int)
        size = np.bincount(pairs)[pairs]
        same = pairs[:, None] == pairs
        factors = np.where(same, (size / (size - 1))[:, None], 1.0)
        np.fill_diagonal(factors, 0.0)
        scales = ((size - 1) / size).tolist()
        return factors, *((scales[0], [1.0] * clusters) if kind == "JK1" else (1.0, scales))
    if kind in ("BRR", "Fay"):
        order = 1
        signs = np.ones((1, 1))
        while order <= clusters // 2:
            signs = np.block([[signs, signs], [signs, -signs]])
            order *= 2
        rho = 0.3 if kind == "Fay" else 0.0
        half = (
            1 + (1 - rho) * np.where(np.arange(clusters)[:, None] % 2 == 0, 1, -1) * signs[1 + np.arange(clusters) // 2]
        )
        return half, 1 / (order * (1 - rho) ** 2), [1.0] * order
    count = int(rng.integers(12, 40))
    drawn = rng.multinomial(clusters - 1, np.full(clusters, 1 / clusters), size=count).T * clusters / (clusters - 1)
    if kind == "other":
        return np.round(drawn * 0.7 + 0.3, 6), 0.037, np.round(rng.uniform(0.2, 2.0, size=count), 4).tolist()
    return drawn, 1 / count, [1.0] * count


def _rule(rng: np.random.Generator) -> str:
    return str(rng.choice(LONELY, p=[0.1, 0.2, 0.25, 0.25, 0.2]))


KINDS: tuple[Callable[[np.random.Generator], Drawn], ...] = (elements, stages, stages, replicates, unequal)
