"""Whatever was answered is read back the same from every format, by a reader that is not ours where there is one."""

import csv
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from defusedxml.ElementTree import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.dataset import read_package
from analysis.exports.stata import LETTERS
from analysis.exports.writing import write_data
from surveyapp.questionnaire.schema import Questionnaire
from tests.formats.written.content_models import triples_faults
from tests.surveys import NAMES, survey
from tests.tasks.packages import FORMULAS, TEXTS, Cells, questionnaires, rows_of, write

Reader = Callable[[Path, str], Cells]


def as_cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def names_back(folder: Path, stem: str) -> dict[str, str]:
    """Return the variable of each name in the file."""
    return {row["name_in_file"]: row["variable"] for row in rows_of(folder / "variables.csv") if row["table"] == stem}


def records(frame: "pd.DataFrame", names: dict[str, str]) -> Cells:
    return [{names[str(key)]: as_cell(cell) for key, cell in row.items()} for row in frame.to_dict("records")]


def from_csv(folder: Path, stem: str) -> Cells:
    return rows_of(folder / f"{stem}.csv")


def from_spss(folder: Path, stem: str) -> Cells:
    frame, _ = pyreadstat.read_sav(folder / f"{stem}.sav", user_missing=True)
    return records(frame, names_back(folder, stem))


def from_stata(folder: Path, stem: str) -> Cells:
    frame, meta = pyreadstat.read_dta(folder / f"{stem}.dta", user_missing=True)
    codes = {letter: code for code, letter in LETTERS.items()}
    lettered = set(meta.missing_user_values)
    found = {name: frame[name].replace(codes) if name in lettered else frame[name] for name in frame}
    return records(pd.DataFrame(found, dtype=object), names_back(folder, stem))


def from_parquet(folder: Path, stem: str) -> Cells:
    table = pq.read_table(folder / f"{stem}.parquet")
    return [{name: as_cell(cell) for name, cell in row.items()} for row in table.to_pylist()]


def from_workbook(folder: Path, stem: str) -> Cells:
    book = openpyxl.load_workbook(folder / "data.xlsx")
    head, *rows = list(book[stem.removeprefix("repeat-")].values)
    return [{str(name): as_cell(cell) for name, cell in zip(head, row, strict=True)} for row in rows]


def from_json(folder: Path, stem: str) -> Cells:
    whole = json.loads((folder / "data.json").read_text("utf-8"))
    found: Cells = whole["responses"] if stem == "data" else whole["repeats"][stem.removeprefix("repeat-")]
    return found


def from_triples(folder: Path, stem: str) -> Cells:
    """Read by the positions and types of the definition alone; boxes win over the variable that sums them up."""
    root = parse(folder / f"{stem}.sss").getroot()
    assert triples_faults(root) == []
    record = root.find("survey/record")
    with (folder / record.get("href")).open(encoding="utf-8", newline="") as file:
        _, *rows = list(csv.reader(file))
    found: Cells = [{} for _ in rows]
    variables = {
        row["variable"]: row["name_in_file"] for row in rows_of(folder / "variables.csv") if row["table"] == stem
    }
    fields = {one.findtext("name"): one for one in record.iter("variable")}
    for name, in_file in variables.items():
        variable = fields[in_file]
        place, codes = int(variable.find("position").get("start")) - 1, [v.get("code") for v in variable.iter("value")]
        for row, into in zip(rows, found, strict=True):
            cell = row[place]
            if variable.get("type") == "multiple":
                assert re.fullmatch("[01]*", cell)
                cell = cell[int(name.rpartition("__")[2]) - 1] if cell else ""
            assert variable.get("type") != "single" or not cell or cell in codes
            into[name] = cell
    assert all(len(row) == len(fields) for row in rows)
    return found


READERS: dict[str, Reader] = {
    "csv": from_csv,
    "sav": from_spss,
    "dta": from_stata,
    "parquet": from_parquet,
    "xlsx": from_workbook,
    "json": from_json,
    "triples": from_triples,
}


def same(read: Cells, written: Cells) -> None:
    assert len(read) == len(written)
    for one, other in zip(read, written, strict=True):
        shown = {name: as_number(cell) for name, cell in one.items() if cell}
        assert shown == {name: as_number(cell) for name, cell in other.items() if cell}


def as_number(cell: str) -> str:
    """Let 4.0 and 4 be the same weight."""
    return cell.removesuffix(".0")


def check(questionnaire: Questionnaire, form: str, texts: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        package, out = Path(made) / "package", Path(made) / "out"
        write(questionnaire, package, 7, texts, seed)
        write_data(package, form, out, "vi")
        for stem in ("data", *(f"repeat-{repeat.id}" for repeat in questionnaire.repeats)):
            same(READERS[form](out, stem), rows_of(package / f"{stem}.csv"))


@pytest.mark.parametrize("form", READERS)
@given(questionnaires(), st.lists(TEXTS, min_size=1, max_size=4), st.integers(0, 10_000))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_questionnaires_come_back_the_same(form: str, made: Questionnaire, texts: list[str], seed: int) -> None:
    check(made, form, [*texts, *FORMULAS], seed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", READERS)
def test_every_feature_comes_back_the_same(form: str, name: str) -> None:
    check(survey(name), form, list(FORMULAS), 3)


def test_a_report_reads_parquet_as_it_reads_csv(tmp_path: Path) -> None:
    write(survey("relevance"), tmp_path / "package", 20, list(FORMULAS), 5)
    write_data(tmp_path / "package", "parquet", tmp_path / "out", "en")
    plain, columnar = read_package(tmp_path / "package"), read_package(tmp_path / "out")
    assert plain.dataset.cells.keys() == columnar.dataset.cells.keys()
    for name, cells in plain.dataset.cells.items():
        same = columnar.dataset.cells[name].texts
        assert [as_number(str(cell)) for cell in cells.texts] == [as_number(str(cell)) for cell in same]
