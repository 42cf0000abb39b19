"""Write a data package again in another format, with its codebook, its design and a list of its variables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from analysis.exports.columnar import parquet_file
from analysis.exports.described import Described, Table, described, label_of, worded
from analysis.exports.naming import spss_names, stata_names
from analysis.exports.spreadsheets import labelled_csv, workbook
from analysis.exports.spss import spss_file
from analysis.exports.stata import stata_file
from analysis.exports.triples import names_in_triples, triples_files

DataFormat: TypeAlias = Literal["csv", "csv-labels", "xlsx", "sav", "dta", "parquet", "triples", "json"]
DATA_FORMATS: tuple[DataFormat, ...] = get_args(DataFormat)
JSON_FORMAT = "data-package-1"


def write_data(package: Path, form: str, out: Path, language: str) -> tuple[Path, ...]:
    """Write the package of a folder into another in one format; return the files.

    codebook.json and design.json always stand beside the data; variables.csv lists every column with its name in the
    file and what asks for care. `form` is one of DATA_FORMATS. Raise TooLarge where a format cannot hold the data.
    """
    codebook, design = (json.loads((package / name).read_text("utf-8")) for name in ("codebook.json", "design.json"))
    made = described(package, codebook, design)
    files = _files(made, form, package, language)
    files |= {name: (package / name).read_bytes() for name in ("codebook.json", "design.json")}
    files["variables.csv"] = _variables(made, form, language)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    return tuple(out / name for name in files)


def _files(package: Described, form: str, folder: Path, language: str) -> dict[str, bytes]:
    title = worded(package.title, language)
    match form:
        case "csv":
            return {f"{_stem(table)}.csv": (folder / f"{_stem(table)}.csv").read_bytes() for table in package.tables}
        case "csv-labels":
            return {f"{_stem(table)}.labels.csv": labelled_csv(table, language) for table in package.tables}
        case "xlsx":
            return {"data.xlsx": workbook(package, language)}
        case "sav":
            return {f"{_stem(table)}.sav": spss_file(table, title, language) for table in package.tables}
        case "dta":
            return {f"{_stem(table)}.dta": stata_file(table, title, language) for table in package.tables}
        case "parquet":
            return {f"{_stem(table)}.parquet": parquet_file(table, package.codebook) for table in package.tables}
        case "triples":
            return _triples(package)
        case "json":
            return {"data.json": _json(package)}
        case _:
            raise ValueError(f"There is no format {form!r}.")


def _triples(package: Described) -> dict[str, bytes]:
    about = (package.codebook["survey"], package.title, tuple(package.codebook["languages"]))
    found: dict[str, bytes] = {}
    for table in package.tables:
        found |= triples_files(table, *about, _stem(table))
    return found


def _stem(table: Table) -> str:
    return f"repeat-{table.name}" if table.name else "data"


def _json(package: Described) -> bytes:
    """Return everything in one document; a cell that was not asked is absent, and every cell is the text it is."""
    first, *repeats = package.tables
    whole: Mapping[str, Any] = {
        "format": JSON_FORMAT,
        "codebook": package.codebook,
        "design": package.design,
        "responses": _records(first),
        "repeats": {table.name: _records(table) for table in repeats},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _records(table: Table) -> list[dict[str, str]]:
    names = [column.name for column in table.columns]
    rows = zip(*(column.cells for column in table.columns), strict=True)
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]


def _variables(package: Described, form: str, language: str) -> bytes:
    naming = {"sav": spss_names, "dta": stata_names}.get(form)
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("table", "variable", "name_in_file", "label", "question", "kind", "level", "role", "care"))
    for table in package.tables:
        names = naming(column.name for column in table.columns) if naming else {}
        names = names_in_triples(table) if form == "triples" else names
        for c in table.columns:
            named, label = names.get(c.name, c.name), label_of(c, language)
            writer.writerow(
                (_stem(table), c.name, named, label, c.question, c.kind, c.level, c.role, "; ".join(c.flags))
            )
    return made.getvalue().encode("utf-8")
