"""Cells come out of a data file as they went in, each different text kept once."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cells import UnreadableCellsError, read_csv, read_parquet

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(rows=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8))
def test_any_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    file = tmp_path_factory.mktemp("cells") / "data.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("first", "second, with a comma"), *rows])
    found, n = read_csv(file)
    assert n == len(rows)
    assert list(zip(*(column.texts.tolist() for column in found.values()), strict=True)) == rows
    assert all(len(set(column.different.tolist())) == len(column.different) for column in found.values())


def test_lines_with_another_number_of_cells_are_named(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text('a,b\n1,2\n1\n"x\ny",2\n1,2,3\n', encoding="utf-8")
    with pytest.raises(UnreadableCellsError, match=r"Lines 3, 5 of data\.csv have another number of cells"):
        read_csv(tmp_path / "data.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "data.csv is empty"), (b"a\n\xff\xfe\n", "data.csv is not UTF-8 text")],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "data.csv").write_bytes(content)
    with pytest.raises(UnreadableCellsError, match=said):
        read_csv(tmp_path / "data.csv")


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a,b\n", encoding="utf-8")
    found, n = read_csv(tmp_path / "data.csv")
    assert (list(found), n, found["a"].texts.tolist()) == (["a", "b"], 0, [])


def test_numbers_and_nulls_of_parquet_read_like_those_of_csv(tmp_path: Path) -> None:
    table = pa.table({"whole": [1.0, None, 2.5], "text": ["x", None, "x"], "count": [3, None, 4]})
    pq.write_table(table, tmp_path / "data.parquet")
    found, _ = read_parquet(tmp_path / "data.parquet")
    assert found["whole"].texts.tolist() == ["1", "", "2.5"]
    assert found["text"].texts.tolist() == ["x", "", "x"]
    assert found["count"].texts.tolist() == ["3", "", "4"]
    assert found["text"].kept(np.array([False, True, True])).texts.tolist() == ["", "x"]
