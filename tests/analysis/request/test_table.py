"""Columns are numbers or texts by what their cells hold, and only the empty cell is missing."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.request.problems import RequestError
from analysis.request.running import run
from analysis.request.table import Codes, Table, read_codes, read_table


def table_of(folder: Path, text: str, categorical: tuple[str, ...] = (), codebook: object = None) -> Table:
    (folder / "data.csv").write_text(text, encoding="utf-8")
    return read_table(folder / "data.csv", categorical, read_codes(codebook, folder))


def test_namibia_is_a_value_and_only_the_empty_cell_is_missing(tmp_path: Path) -> None:
    column = table_of(tmp_path, "country,x\nNA,1\n,2\nnull,3\nnan,4\n").column("country")
    assert column.categories == ("NA", "nan", "null")
    np.testing.assert_array_equal(column.missing, [False, True, False, False])


def test_one_cell_that_is_no_number_makes_a_column_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a,b,c\n1,1,1e3\n10,x,-2\n9,2,.5\n")
    assert not table.column("a").is_text
    assert table.column("a").categories == (1.0, 9.0, 10.0)
    assert table.column("b").categories == ("1", "2", "x")
    assert not table.column("c").is_text


@pytest.mark.parametrize("cell", ["inf", "nan", "Infinity"])
def test_infinity_is_no_number(tmp_path: Path, cell: str) -> None:
    assert table_of(tmp_path, f"a\n1\n{cell}\n").column("a").is_text


def test_a_column_listed_as_categorical_is_text_in_the_order_of_code_points(tmp_path: Path) -> None:
    column = table_of(tmp_path, "a\n10\n9\n\n", ("a",)).column("a")
    assert column.categories == ("10", "9")
    np.testing.assert_array_equal(column.codes, [0, 1])


def test_the_codebook_orders_categories_and_names_missing_codes(tmp_path: Path) -> None:
    codebook = {
        "variables": [
            {"name": "a", "values": [{"code": "often"}, {"code": "never"}]},
            {"name": "b", "values": [{"code": "2"}, {"code": "1"}]},
        ],
        "missing_codes": {"-7": "refused"},
    }
    (tmp_path / "codebook.json").write_text(json.dumps(codebook), encoding="utf-8")
    table = table_of(tmp_path, "a,b\nnever,1\nalso,2\n-7,-7\n", (), "codebook.json")
    assert table.column("a").categories == ("often", "never", "also")
    np.testing.assert_array_equal(table.column("a").codes, [1, 2, -1])
    assert table.column("b").categories == (2.0, 1.0)
    np.testing.assert_array_equal(table.column("b").numbers, [1.0, 2.0, np.nan])


def test_parquet_and_stata_are_read(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", None, "y"], "c": [True, False, True]})
    frame.to_parquet(tmp_path / "data.parquet")
    table = read_table(tmp_path / "data.parquet", ["a"], Codes())
    assert table.column("a").categories == ("1", "2", "3")
    assert table.column("b").categories == ("x", "y")
    assert table.column("c").categories == ("false", "true")
    frame[["a"]].to_stata(tmp_path / "data.dta", write_index=False)
    assert read_table(tmp_path / "data.dta", [], Codes()).column("a").categories == (1.0, 2.0, 3.0)


def test_spss_codes_keep_their_order_and_declared_missing_codes_are_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [10.0, 0.0, 3.0, 98.0, None], "s": ["b", "a", "", "zz", "a"]})
    pyreadstat.write_sav(
        frame,
        tmp_path / "data.sav",
        column_labels={"q": "Mức độ quan tâm"},
        variable_value_labels={"q": {0: "không", 10: "rất", 98: "không biết"}},
        missing_ranges={"q": [{"lo": 97, "hi": 99}], "s": ["zz"]},
    )
    table = read_table(tmp_path / "data.sav", [], Codes())
    assert table.column("q").categories == (0.0, 3.0, 10.0)
    np.testing.assert_array_equal(table.column("q").numbers, [10.0, 0.0, 3.0, np.nan, np.nan])
    assert table.column("s").categories == ("a", "b")
    np.testing.assert_array_equal(table.column("s").missing, [False, False, True, True, False])
    assert table.descriptions["q"].label == "Mức độ quan tâm"
    assert table.descriptions["q"].missing == {"98": "không biết"}


def test_stata_letters_for_missing_values_are_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1, 2, "a", "b"]})
    labels: Any = {"q": {1: "yes", 2: "no", "a": "refused"}}
    pyreadstat.write_dta(
        frame, tmp_path / "data.dta", missing_user_values={"q": ["a", "b"]}, variable_value_labels=labels
    )
    table = read_table(tmp_path / "data.dta", [], Codes())
    np.testing.assert_array_equal(table.column("q").numbers, [1.0, 2.0, np.nan, np.nan])
    assert table.descriptions["q"].missing == {"a": "refused", "b": ""}


def test_a_missing_code_of_the_codebook_is_missing_in_columns_of_numbers_too(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1.0, -7.0, 2.0]}).to_parquet(tmp_path / "data.parquet")
    codes = read_codes({"variables": [], "missing_codes": {"-7": "refused"}}, tmp_path)
    column = read_table(tmp_path / "data.parquet", [], codes).column("a")
    np.testing.assert_array_equal(column.missing, [False, True, False])


@pytest.mark.parametrize(("name", "text"), [("absent.csv", None), ("data.csv", ""), ("data.csv", "a\n1,2,3\n1\n1,2\n")])
def test_data_that_cannot_be_read_is_a_problem(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RequestError):
        read_table(tmp_path / name, [], Codes())


def test_a_codebook_without_variables_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="variables"):
        table_of(tmp_path, "a\n1\n", (), {"columns": []})


def test_the_wording_of_a_codebook_heads_a_table(tmp_path: Path) -> None:
    codebook = {
        "languages": ["vi", "ar"],
        "variables": [
            {"name": "a", "text": {"ar": "المهنة", "vi": "Nghề nghiệp"}, "values": [
                {"code": "1", "text": {"ar": "طبيب"}}, {"code": "2", "label": "Thợ"}, {"code": "3"},
            ]},
            {"name": "b"},
        ],
    }  # fmt: skip
    described = table_of(tmp_path, "a,b\n1,1\n2,0\n3,1\n", ("a",), codebook).descriptions
    assert described["a"].label == "Nghề nghiệp"
    assert described["a"].values == {"1": "طبيب", "2": "Thợ"}
    assert "b" not in described
    request = {
        "data": "data.csv", "categorical": ["a"], "codebook": codebook, "design": {},
        "ask": [{"id": "t", "statistic": "banner", "questions": [{"of": "b"}], "columns": [{"of": "a"}]}],
    }  # fmt: skip
    answer = json.dumps(run(request, tmp_path).document, ensure_ascii=False)
    assert all(text in answer for text in ("Nghề nghiệp", "طبيب", "Thợ"))
