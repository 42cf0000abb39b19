"""What people open in a spreadsheet runs nothing that somebody typed, and loses nothing."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.exports import spreadsheets
from analysis.exports.described import described
from analysis.exports.spreadsheets import TooLarge, guarded, unguarded, workbook
from analysis.exports.writing import write_data
from tests.questionnaire.building import page, question, questionnaire
from tests.tasks.packages import FORMULAS, choices, rows_of, write

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SURVEY = questionnaire(
    page(
        question("ONE", {"kind": "one", "choices": choices(("1", "2"), other=True)}, missing=["refused"]),
        question("MANY", {"kind": "several", "choices": choices(("a", "b"))}),
        question("WORDS", {"kind": "text", "max_length": 20000}),
    )
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write(SURVEY, tmp_path / "package", 30, list(FORMULAS), 4)
    return tmp_path / "package"


@given(st.text())
def test_a_guarded_text_begins_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(STARTS)
    assert unguarded(guarded(text)) == text


def test_the_csv_for_people_has_labels_and_no_formula(package: Path, tmp_path: Path) -> None:
    write_data(package, "csv-labels", tmp_path / "out", "vi")
    with (tmp_path / "out" / "data.labels.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    columns = [name.partition(":")[0] for name in head]
    assert not [cell for row in [head, *rows] for cell in row if cell.startswith(STARTS)]
    for row, written in zip(rows, rows_of(package / "data.csv"), strict=True):
        shown = dict(zip(columns, row, strict=True))
        assert shown["ONE"] == {
            "1": "Lựa chọn 1", "2": "Lựa chọn 2", "-7": "Từ chối trả lời", "-6": "Để trống", "": "",
        }[written["ONE"]]  # fmt: skip
        assert shown["MANY__a"] == {"0": "không", "1": "có", "-6": "Để trống"}[written["MANY__a"]]
        if written["WORDS"] != "-6":
            assert unguarded(shown["WORDS"]) == written["WORDS"]


def test_a_workbook_holds_numbers_as_numbers_and_texts_as_texts(package: Path, tmp_path: Path) -> None:
    write_data(package, "xlsx", tmp_path / "out", "en")
    book = openpyxl.load_workbook(tmp_path / "out" / "data.xlsx")
    sheet = book["data"]
    at = {cell.value: cell.column for cell in sheet[1]}
    filled = {name: [sheet.cell(row, column) for row in range(2, 32)] for name, column in at.items()}
    kinds = {name: {cell.data_type for cell in cells if cell.value is not None} for name, cells in filled.items()}
    assert kinds["ONE"] == {"n"} and kinds["design_weight"] == {"n"} and kinds["WORDS"] == {"s"}
    assert not [cell for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    coded = [row for row in book["labels"].iter_rows(values_only=True) if row[1] == "ONE"]
    assert tuple(value or "" for value in coded[0][:5]) == ("", "ONE", 1, "answer", "Choice 1")
    assert {row[2] for row in coded if row[3] == "no answer"} == {-6, -7, -8, -9}


def test_a_text_longer_than_a_cell_goes_on_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    write(SURVEY, tmp_path / "package", 3, ["x\u0300\u0301\u0302" * 12_000 + "z"], 4)
    write_data(tmp_path / "package", "xlsx", tmp_path / "out", "en")
    book = openpyxl.load_workbook(tmp_path / "out" / "data.xlsx")
    rows = list(book["long texts"].iter_rows(min_row=2, values_only=True))
    assert all(row[3].endswith("z") for row in rows) and {row[1] for row in rows} >= {"WORDS"}


def test_a_sheet_that_would_be_too_long_is_refused_in_one_sentence(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 10)
    codebook = {"variables": [], "missing_codes": {}, "languages": ["en"], "title": {"en": "x"}, "survey": "s"}
    with pytest.raises(TooLarge, match="take csv or parquet instead"):
        workbook(described(package, codebook, {}), "en")
