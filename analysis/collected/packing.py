"""Compose a data package from a file of answers, what is known of its columns, and how people came to answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.collected.columns import MOST_UNLABELLED, Described, LeftOut, Raw, describe, worded
from analysis.collected.drawing import Drawing, described_columns, drawn_columns, frame_of, problems_in_drawing
from analysis.dataset import LINK_COLUMNS, PackageError
from analysis.exports.naming import triples_names
from analysis.files.reading import DataFile, Description, MultipleResponse

SOURCE = "elsewhere"
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
    drawing: Drawing = Drawing()
    languages: tuple[str, ...] = ()
    """Every language of the wording; the one of `language` without it."""
    sets: Mapping[str, MultipleResponse] = field(default_factory=dict)
    """Columns that are boxes of one question, by its id, beside the sets that the file declares."""


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
    said = _in_sets(file, origin.sets) | dict(given or {})
    found, left_out = _columns(file, origin, said, only_given=given is not None)
    if not found:
        raise PackageError(["No column can be reported.", *(f"{name}: {why}." for name, why in left_out.items())])
    beside = described_columns(file, origin.drawing)
    names = triples_names([*LINK_COLUMNS, *(str(one["name"]) for one in beside), *found])
    return Collected(
        table=_table(file, origin, {names[name]: one.cells for name, one in found.items()}),
        codebook=_codebook(origin, [*(_renamed(one.variable, names) for one in found.values()), *beside], left_out),
        design=_design(file, origin),
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
    if origin.drawing and not origin.population:
        told = [*origin.drawing.columns, *(["replicate weights"] if origin.drawing.replicates else [])]
        yield (
            f"{', '.join(told)} make the answers speak for a population: name it with --population. "
            "Without one they describe those who answered, unweighted."
        )
    if origin.last < origin.first:
        yield f"Fieldwork ends on {origin.last} before it begins on {origin.first}."
    for name, one in origin.sets.items():
        lacking = [column for column in one.columns if column not in file.frame]
        yield from (f"There is no column {column!r} for the question {name!r}." for column in lacking)
    yield from problems_in_drawing(file, origin.drawing)


def _in_sets(file: DataFile, declared: Mapping[str, MultipleResponse]) -> dict[str, Raw]:
    """Describe the columns of multiple-response sets, the file's and those declared, as boxes of one question."""
    return {
        column: {
            "kind": "several",
            "question": name.lstrip("$"),
            "choice": column,
            "text": one.label,
            "label": file.descriptions.get(column, Description()).label or column,
            "counted": one.counted,
        }
        for name, one in (dict(file.sets) | dict(declared)).items()
        if one.counted is not None
        for column in one.columns
    }


def _columns(
    file: DataFile, origin: Origin, said: Mapping[str, Raw], *, only_given: bool
) -> tuple[dict[str, Described], dict[str, str]]:
    found: dict[str, Described] = {}
    left_out: dict[str, str] = {}
    drawing = origin.drawing
    reported = drawing.strata[:1]
    silent = {drawing.weights, *drawing.clusters, *drawing.fpc, *drawing.strata[1:]}
    silent |= set(drawing.replicates.columns(file)) if drawing.replicates else set()
    for name in map(str, file.frame.columns):
        if name in silent:
            continue
        if only_given and name not in said:
            left_out[name] = "the codebook does not describe it"
            continue
        column = file.frame[name]
        if name not in said and _numbers_records(column):
            left_out[name] = "every row has another whole number: it seems to number the records"
            continue
        given = said.get(name)
        if name in reported:
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
        **drawn_columns(file, origin.drawing),
        "basis": PROBABILITY if origin.population else DESCRIBED,
    }
    return pd.DataFrame(table, index=range(n))


def _codebook(origin: Origin, variables: Sequence[Raw], left_out: Mapping[str, str]) -> Raw:
    return {
        "format": "codebook-1",
        "survey": origin.survey,
        "title": worded(origin.title, origin.language),
        "languages": list(dict.fromkeys([origin.language, *origin.languages])),
        "simulated": False,
        "missing_codes": {"-7": "refused", "-8": "dont_know", "-9": "not_applicable", "-6": "unanswered"},
        "assignments": {},
        "variables": list(variables),
        "left_out": dict(left_out),
    }


def _design(file: DataFile, origin: Origin) -> Raw:
    frame = {
        "sample_source": SOURCE,
        "basis": PROBABILITY,
        **frame_of(file, origin.drawing),
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
