"""What a file from elsewhere says of how its sample was drawn: stages, population sizes, or replicate weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.collected.columns import Raw
from analysis.files.reading import DataFile, as_text
from analysis.sampling import DesignError, build_design

POPULATION_SIZE, REPLICATE = "population_size", "replicate"


@dataclass(frozen=True)
class Replicates:
    """Replicate weights, the columns of a prefix and a number; nothing about them is inferred.

    `rscales` is one number for all or one for each. `combined` says that they already hold the weights, `mse` that
    the errors are about the figure itself instead of the mean of the replicates.
    """

    prefix: str
    type: str
    scale: float
    rscales: tuple[float, ...] = (1.0,)
    mse: bool = False
    combined: bool = True

    def columns(self, file: DataFile) -> list[str]:
        """Return the columns in the order of their numbers."""
        numbered = {
            str(name): int(found[1])
            for name in file.frame
            if (found := re.fullmatch(rf"{re.escape(self.prefix)}_?(\d+)", str(name)))
        }
        return sorted(numbered, key=lambda name: numbered[name])


@dataclass(frozen=True)
class Drawing:
    """The columns that say how people were drawn, outermost stage first; names of clusters may recur above."""

    weights: str = ""
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    replicates: Replicates | None = None

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns by what they say, without replicates."""
        named = {"weights": (self.weights,) if self.weights else (), "strata": self.strata}
        named |= {"clusters": self.clusters, "fpc": self.fpc}
        return {what: names for what, names in named.items() if names}

    def __bool__(self) -> bool:
        return bool(self.columns) or self.replicates is not None


def names_of_stages(first: str, count: int) -> list[str]:
    """Name what a package holds of each stage: `cluster`, `cluster_2`."""
    return [first if at == 0 else f"{first}_{at + 1}" for at in range(count)]


def problems_in_drawing(file: DataFile, drawing: Drawing) -> Iterator[str]:
    """Say everything that is wrong with the columns of a drawing."""
    lacking = [(what, name) for what, names in drawing.columns.items() for name in names if name not in file.frame]
    for what, name in lacking:
        yield f"There is no column {name!r} for {what}; there are {', '.join(map(str, list(file.frame)[:12]))}."
    if lacking:
        return
    if drawing.replicates is not None:
        yield from _problems_in_replicates(file, drawing, drawing.replicates)
        return
    numeric = [(what, name) for what in ("weights", "fpc") for name in drawing.columns.get(what, ())]
    wordy = [(what, name) for what, name in numeric if _has_words(file.frame[name])]
    yield from (f"The column {name!r} for {what} holds something that is no number." for what, name in wordy)
    if wordy or not len(file.frame):
        return
    try:
        stages(file, drawing)
    except DesignError as error:
        yield from (f"{one.place.replace('[0]', '')}: {one.text}" for one in error.problems)


def stages(file: DataFile, drawing: Drawing) -> Any:
    """Build the design of the stages; raise DesignError."""
    return build_design(
        _numbers(file, drawing.weights) if drawing.weights else None,
        strata=[file.frame[name].to_numpy() for name in drawing.strata],
        clusters=[file.frame[name].to_numpy() for name in drawing.clusters],
        fpc=[_numbers(file, name) for name in drawing.fpc],
        nest=True,
        lonely="adjust",
        n=len(file.frame),
    )


def drawn_columns(file: DataFile, drawing: Drawing) -> dict[str, Any]:
    """Return the columns of a package that hold the drawing."""
    rows = pd.Series([f"r{at}" for at in range(1, len(file.frame) + 1)])
    held: dict[str, Any] = {"design_weight": _weights(file, drawing), "stratum": "1", "cluster": rows}
    for first, columns in (("stratum", drawing.strata), ("cluster", drawing.clusters), (POPULATION_SIZE, drawing.fpc)):
        for name, column in zip(names_of_stages(first, len(columns)), columns, strict=True):
            held[name] = file.frame[column].map(as_text).reset_index(drop=True)
    if drawing.replicates is not None:
        for at, column in enumerate(drawing.replicates.columns(file), start=1):
            held[f"{REPLICATE}_{at}"] = file.frame[column].map(as_text).reset_index(drop=True)
    return held


def described_columns(file: DataFile, drawing: Drawing) -> list[Raw]:
    """Describe the columns of the drawing that a package does not always have."""
    named = names_of_stages("stratum", len(drawing.strata))[1:] + names_of_stages("cluster", len(drawing.clusters))[1:]
    sizes = names_of_stages(POPULATION_SIZE, len(drawing.fpc))
    copies = [] if drawing.replicates is None else drawing.replicates.columns(file)
    told = [(name, "text", name.replace("_", " of stage ").capitalize()) for name in named]
    told += [(name, "number", "Size of the population") for name in sizes]
    told += [(f"{REPLICATE}_{at}", "number", f"Replicate weight {at}") for at in range(1, len(copies) + 1)]
    return [
        {"name": name, "question": name, "kind": kind, "text": {"en": text}, "role": "design"}
        for name, kind, text in told
    ]


def frame_of(file: DataFile, drawing: Drawing) -> Raw:
    """Return how a package's `design.json` names the columns of the drawing."""
    found: Raw = {
        "weights": "design_weight",
        "strata": names_of_stages("stratum", len(drawing.strata)),
        "clusters": names_of_stages("cluster", len(drawing.clusters)),
        "fpc": names_of_stages(POPULATION_SIZE, len(drawing.fpc)),
    }
    if drawing.replicates is not None:
        said, count = drawing.replicates, len(drawing.replicates.columns(file))
        found["replicates"] = {
            "columns": [f"{REPLICATE}_{at}" for at in range(1, count + 1)],
            "type": said.type,
            "scale": said.scale,
            "rscales": list(said.rscales) * (count if len(said.rscales) == 1 else 1),
            "mse": said.mse,
            "combined": said.combined,
        }
    return found


def _problems_in_replicates(file: DataFile, drawing: Drawing, said: Replicates) -> Iterator[str]:
    columns = said.columns(file)
    if drawing.strata or drawing.clusters or drawing.fpc:
        yield "Replicate weights already hold the design: leave strata, clusters and population sizes out."
    if len(columns) < 2:
        yield f"There are no columns {said.prefix}1, {said.prefix}2 … for replicate weights."
        return
    if len(said.rscales) not in (1, len(columns)):
        yield f"There are {len(columns)} replicates and {len(said.rscales)} scales; give one, or one for each."
    if said.scale <= 0 or min(said.rscales) < 0:
        yield "The scale of replicates must be above 0, and none of their own below 0."
    for name in (*columns, *([drawing.weights] if drawing.weights else [])):
        numbers = pd.to_numeric(file.frame[name], errors="coerce")
        if numbers.isna().any() or (numbers < 0).any() or np.isinf(numbers).any():
            yield f"The column {name!r} must hold numbers of 0 or more in every row."


def _has_words(column: pd.Series[Any]) -> bool:
    return bool((pd.to_numeric(column, errors="coerce").isna() & column.notna()).any())


def _numbers(file: DataFile, name: str) -> Any:
    return pd.to_numeric(file.frame[name], errors="coerce").to_numpy(np.float64)


def _weights(file: DataFile, drawing: Drawing) -> Any:
    """Return the weights as the file has them, else what the population sizes of every stage say, else 1."""
    if drawing.weights:
        return file.frame[drawing.weights].map(as_text).reset_index(drop=True)
    return pd.Series(stages(file, drawing).weights) if drawing.fpc else "1"
