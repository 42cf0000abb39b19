"""Compose a data package from a file of answers, what is known of its columns, and how people came to answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.collected.columns import MOST_UNLABELLED, Described, LeftOut, Raw, describe, worded
from analysis.dataset import LINK_COLUMNS, PackageError
from analysis.exports.naming import triples_names
from analysis.files.reading import DataFile, Description, as_text
from analysis.sampling import DesignError, build_design

SOURCE, POPULATION_SIZE = "elsewhere", "population_size"
PROBABILITY, DESCRIBED = "A", "D"


@dataclass(frozen=True)
class Origin:
    """How the answers came to be. A population makes them a probability sample of it; without one they describe those
    who answered, and nobody else."""

    survey: str
    title: Any
    language: str
    first: date
    last: date
    mode: str
    population: str = ""
    weights: str = ""
    strata: str = ""
    clusters: str = ""
    fpc: str = ""

    @property
    def drawn(self) -> Mapping[str, str]:
        """Return the columns that say how the sample was drawn, by what they say."""
        named = {"weights": self.weights, "strata": self.strata, "clusters": self.clusters, "fpc": self.fpc}
        return {what: name for what, name in named.items() if name}


@dataclass(frozen=True)
class Collected:
    """A package to write, what a person should know of it, and the columns that stayed behind with the reason."""

    table: pd.DataFrame
    codebook: Raw
    design: Raw
    notes: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


def compose(file: DataFile, origin: Origin, given: Mapping[str, Raw] | None) -> Collected:
    """Compose the package; raise PackageError with everything that is wrong.

    `given` is what a codebook or a questionnaire says, by column; then the columns that it does not name stay behind.
    """
    problems = list(_problems(file, origin))
    if problems:
        raise PackageError(problems)
    said = _in_sets(file) | dict(given or {})
    found, left_out = _columns(file, origin, said, only_given=given is not None)
    if not found:
        raise PackageError(["No column can be reported.", *(f"{name}: {why}." for name, why in left_out.items())])
    names = triples_names([*LINK_COLUMNS, POPULATION_SIZE, *found])
    return Collected(
        table=_table(file, origin, {names[name]: one.cells for name, one in found.items()}),
        codebook=_codebook(origin, [_renamed(one.variable, names) for one in found.values()], left_out),
        design=_design(origin),
        notes=tuple(note for one in found.values() for note in one.notes),
        left_out=left_out,
    )


def write(made: Collected, folder: Path) -> None:
    """Write data.csv, codebook.json and design.json."""
    folder.mkdir(parents=True, exist_ok=True)
    made.table.to_csv(folder / "data.csv", index=False, lineterminator="\n")
    for name, content in (("codebook.json", made.codebook), ("design.json", made.design)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _problems(file: DataFile, origin: Origin) -> Iterator[str]:
    if not len(file.frame):
        yield "The file holds no answers."
    for what, name in origin.drawn.items():
        if name not in file.frame:
            yield f"There is no column {name!r} for {what}; there are {', '.join(map(str, list(file.frame)[:12]))}."
    if origin.drawn and not origin.population:
        yield (
            f"{', '.join(origin.drawn)} make the answers speak for a population: name it with --population. "
            "Without one they describe those who answered, unweighted."
        )
    if origin.last < origin.first:
        yield f"Fieldwork ends on {origin.last} before it begins on {origin.first}."
    if all(name in file.frame for name in origin.drawn.values()) and origin.population and len(file.frame):
        yield from _problems_in_design(file, origin)


def _problems_in_design(file: DataFile, origin: Origin) -> Iterator[str]:
    texts = {what: file.frame[name] for what, name in origin.drawn.items()}
    numbers = {what: pd.to_numeric(texts[what], errors="coerce") for what in ("weights", "fpc") if what in texts}
    wordy = [what for what in numbers if (numbers[what].isna() & texts[what].notna()).any()]
    yield from (f"The column {origin.drawn[what]!r} for {what} holds something that is no number." for what in wordy)
    if wordy:
        return
    try:
        build_design(
            numbers["weights"].to_numpy(np.float64) if "weights" in numbers else None,
            strata=[texts["strata"].to_numpy()] if "strata" in texts else [],
            clusters=[texts["clusters"].to_numpy()] if "clusters" in texts else [],
            fpc=[numbers["fpc"].to_numpy(np.float64)] if "fpc" in numbers else [],
            nest=True,
            lonely="adjust",
            n=len(file.frame),
        )
    except DesignError as error:
        yield from (f"{one.place.partition('[')[0]}: {one.text}" for one in error.problems)


def _in_sets(file: DataFile) -> dict[str, Raw]:
    """Describe the columns of the file's multiple-response sets as boxes of one question."""
    return {
        column: {
            "kind": "several",
            "question": name.lstrip("$"),
            "choice": column,
            "text": one.label,
            "label": file.descriptions.get(column, Description()).label or column,
            "counted": one.counted,
        }
        for name, one in file.sets.items()
        if one.counted is not None
        for column in one.columns
    }


def _columns(
    file: DataFile, origin: Origin, said: Mapping[str, Raw], *, only_given: bool
) -> tuple[dict[str, Described], dict[str, str]]:
    found: dict[str, Described] = {}
    left_out: dict[str, str] = {}
    for name in map(str, file.frame.columns):
        if name in (origin.weights, origin.clusters, origin.fpc):
            continue
        if only_given and name not in said:
            left_out[name] = "the codebook does not describe it"
            continue
        column = file.frame[name]
        if name not in said and _numbers_records(column):
            left_out[name] = "every row has another whole number: it seems to number the records"
            continue
        given = said.get(name)
        if name == origin.strata:
            given = {"name": name} | (given or {"kind": "one"}) | {"role": "background"}
        try:
            found[name] = describe(name, column, file.descriptions.get(name, Description()), given, origin.language)
        except LeftOut as reason:
            left_out[name] = str(reason)
    return found, left_out


def _numbers_records(column: pd.Series[Any]) -> bool:
    numbers = pd.to_numeric(column, errors="coerce")
    return bool(
        len(column) > MOST_UNLABELLED and numbers.notna().all() and (numbers % 1 == 0).all() and numbers.is_unique
    )


def _renamed(variable: Raw, names: Mapping[str, str]) -> Raw:
    name = variable["name"]
    question = (
        names[name] if variable["question"] == name else triples_names([variable["question"]])[variable["question"]]
    )
    return variable | {"name": names[name], "question": question}


def _table(file: DataFile, origin: Origin, answers: Mapping[str, pd.Series[str]]) -> pd.DataFrame:
    n = len(file.frame)
    drawn = {what: file.frame[name].map(as_text).reset_index(drop=True) for what, name in origin.drawn.items()}
    rows = [f"r{at}" for at in range(1, n + 1)]
    table = {
        "response": rows,
        "language": origin.language,
        "day": origin.last.isoformat(),
        "version": "1",
        "sample_source": SOURCE,
        "channel": "file",
        "mode": origin.mode,
        "collection_point": SOURCE,
        **{name: column.reset_index(drop=True) for name, column in answers.items()},
        "design_weight": drawn.get("weights", _weights_of(file, origin)),
        "stratum": drawn.get("strata", "1"),
        "cluster": drawn.get("clusters", pd.Series(rows)),
        "basis": PROBABILITY if origin.population else DESCRIBED,
    }
    if "fpc" in drawn:
        table[POPULATION_SIZE] = drawn["fpc"]
    return pd.DataFrame(table, index=range(n))


def _weights_of(file: DataFile, origin: Origin) -> pd.Series[Any] | str:
    """Return N/n by stratum where only the population's size is given, else equal weights."""
    if not origin.fpc or origin.clusters:
        return "1"
    size = pd.to_numeric(file.frame[origin.fpc])
    strata = file.frame[origin.strata] if origin.strata else pd.Series(1, index=size.index)
    drawn = strata.groupby(strata).transform("size")
    return (size / drawn if (size > 1).any() else 1 / size).reset_index(drop=True)


def _codebook(origin: Origin, variables: Sequence[Raw], left_out: Mapping[str, str]) -> Raw:
    size = {
        "name": POPULATION_SIZE,
        "question": POPULATION_SIZE,
        "kind": "number",
        "text": {"en": "Size of the population"},
        "role": "design",
    }
    return {
        "format": "codebook-1",
        "survey": origin.survey,
        "title": worded(origin.title, origin.language),
        "languages": [origin.language],
        "simulated": False,
        "missing_codes": {"-7": "refused", "-8": "dont_know", "-9": "not_applicable", "-6": "unanswered"},
        "assignments": {},
        "variables": [*variables, *([size] if origin.fpc else [])],
        "left_out": dict(left_out),
    }


def _design(origin: Origin) -> Raw:
    frame = {
        "sample_source": SOURCE,
        "basis": PROBABILITY,
        "weights": "design_weight",
        "strata": ["stratum"] if origin.strata else [],
        "clusters": ["cluster"] if origin.clusters else [],
        "fpc": [POPULATION_SIZE] if origin.fpc else [],
        "population": {origin.language: origin.population},
        "note": {},
    }
    return {
        "collected": "elsewhere",
        "frames": [frame] if origin.population else [],
        "opt_in": [] if origin.population else [SOURCE],
        "fieldwork": {"first": origin.first.isoformat(), "last": origin.last.isoformat()},
        "modes": [origin.mode],
        "versions": [],
        "tallies": {},
        "sponsor": {},
        "translation_status": {},
    }
