"""A file of answers with a fixed seed: strata, clusters that think alike, unequal weights, missing answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

QUESTIONS, STRATA, CLUSTERS, COLUMNS, MARGINS = 60, 200, 4000, 12, 5
ANSWERS = (5, 2, 4, 7, 3, 5, 10, 4, 5, 5)
MISSING = 255
"""Stands for no answer in files that R reads; −1 as a signed byte."""


@dataclass(frozen=True)
class File:
    """Columns of the file, one number a respondent; `codes` is questions × respondents, −1 missing."""

    codes: np.ndarray
    column: np.ndarray
    stratum: np.ndarray
    cluster: np.ndarray
    weights: np.ndarray
    k: tuple[int, ...]


def build(folder: Path, respondents: int, seed: int = 20261128) -> None:
    """Write the file: respondents in no order of strata or clusters, margins that go together."""
    random = np.random.default_rng(seed)
    clusters = min(CLUSTERS, respondents // 25)
    strata = min(STRATA, clusters // 4)
    cluster = random.integers(0, clusters, respondents, dtype=np.int32)
    cluster[: 2 * clusters] = np.arange(2 * clusters) % clusters
    k = tuple(ANSWERS[i % len(ANSWERS)] for i in range(QUESTIONS))
    lean = random.normal(0, 0.08, (QUESTIONS, clusters))
    common = random.random(respondents)
    with (folder / "codes").open("wb") as file:
        for i, answers in enumerate(k):
            chance = random.random(respondents) + lean[i][cluster]
            if i < MARGINS:
                chance = np.where(random.random(respondents) < 0.8, common, chance)
            given = np.clip(np.floor(chance * answers), 0, answers - 1).astype(np.int8)
            if i >= MARGINS:
                given[random.random(respondents) < 0.03] = -1
            file.write(given.tobytes())
    (folder / "column").write_bytes(random.integers(0, COLUMNS, respondents, dtype=np.int8).tobytes())
    (folder / "cluster").write_bytes(cluster.tobytes())
    (folder / "stratum").write_bytes((cluster % strata).astype(np.int32).tobytes())
    (folder / "weights").write_bytes(random.uniform(0.5, 2.0, respondents).tobytes())
    (folder / "shape.json").write_text(json.dumps({"n": respondents, "k": k}), "utf-8")


def read(folder: Path) -> File:
    """Read the file into memory."""
    shape = json.loads((folder / "shape.json").read_text("utf-8"))
    return File(
        np.fromfile(folder / "codes", np.int8).reshape(QUESTIONS, shape["n"]),
        np.fromfile(folder / "column", np.int8),
        np.fromfile(folder / "stratum", np.int32),
        np.fromfile(folder / "cluster", np.int32),
        np.fromfile(folder / "weights", np.float64),
        tuple(shape["k"]),
    )


def totals(file: File) -> list[np.ndarray]:
    """Return totals of the margins to rake to: the first questions, moved away from the sample."""
    found = []
    for i in range(MARGINS):
        shares = np.linspace(1.0, 2.0 if i % 2 else 1.1, file.k[i])
        found.append(shares / shares.sum() * 1e6)
    return found


def attained(file: File, weights: np.ndarray) -> float:
    """Return the largest share by which raked weights miss a total."""
    found = []
    for i, wanted in enumerate(totals(file)):
        found.append(np.abs(np.bincount(file.codes[i], weights=weights, minlength=len(wanted)) / wanted - 1).max())
    return float(max(found))
