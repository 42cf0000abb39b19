"""Count false letters in tables whose columns do not differ, by how many clusters there are and how they weigh.

`python -m tests.torture.simulation.letters_by_degrees 400` prints the table of docs/simulation.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.request.running import run

SHAPES = ((1, 6, 0.0), (1, 6, 0.8), (2, 5, 0.0), (2, 5, 0.8), (3, 6, 0.0), (3, 6, 0.8), (4, 12, 0.8))
"""Strata, clusters in each, and the standard deviation of the logarithm of clusters' weights."""
DEGREES = ("design", "effective")
SEED = 17


def people(rng: np.random.Generator, strata: int, clusters: int, uneven: float) -> pd.DataFrame:
    """Draw clusters of fifteen to twenty-four people that think alike, in columns that have nothing to do with it."""
    rows = []
    for cluster in range(strata * clusters):
        n = int(rng.integers(15, 25))
        taste, columns = np.exp(rng.normal(0, 0.35, 4)), rng.dirichlet(np.full(4, 8.0))
        answers = {"a": rng.choice(list("abcd"), n, p=taste / taste.sum()), "k": rng.choice(list("wxyz"), n, p=columns)}
        rows.append(
            pd.DataFrame(answers | {"s": cluster // clusters, "c": cluster, "w": np.exp(rng.normal(0, uneven))})
        )
    return pd.concat(rows, ignore_index=True)


def letters_in(data: pd.DataFrame, folder: Path) -> dict[str, bool]:
    """Tell whether a table of the answers has a letter, by the degrees of freedom that letters take."""
    data.to_csv(folder / "data.csv", index=False)
    table: dict[str, Any] = {"statistic": "crosstab", "rows": "a", "columns": "k"}
    asks = [{"id": one, **table, "letters": {"degrees": one, "min_n": 0, "min_effective_n": 0}} for one in DEGREES]
    design = {"weights": "w", "strata": ["s"], "clusters": ["c"]}
    document = run({"data": "data.csv", "design": design, "ask": asks}, folder).document
    return {
        result["id"]: any(letter["above"] for letter in result["letters"] if letter["column"] is not None)
        for result in document["results"]
    }


def lines(times: int) -> Iterator[str]:
    """Yield the rows of the table, the share of tables with a false letter of so many."""
    yield "| strata × clusters | weights | degrees of freedom | as R | effective |\n|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as place:
        for strata, clusters, uneven in SHAPES:
            rngs = (np.random.default_rng([SEED, strata, clusters, int(10 * uneven), at]) for at in range(times))
            found = [letters_in(people(rng, strata, clusters, uneven), Path(place)) for rng in rngs]
            shares = " | ".join(f"{100 * sum(one[name] for one in found) / times:.1f} %" for name in DEGREES)
            weights = "uneven" if uneven else "equal"
            yield f"| {strata} × {clusters} | {weights} | {strata * (clusters - 1)} | {shares} |"


if __name__ == "__main__":
    print(*lines(int(sys.argv[1])), sep="\n")
