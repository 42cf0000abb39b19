"""Files of other programs come in with their codes, their wording and what they declare as no answer."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.files.reading import FileError, read_file


def test_a_range_of_missing_codes_is_listed_code_by_code(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    frame = pd.DataFrame({"q": [1.0, 97.0, 98.5, -8.0]})
    ranges: Any = {"q": [{"lo": 97, "hi": 99}, -8]}
    pyreadstat.write_sav(frame, path, missing_ranges=ranges, variable_value_labels={"q": {1: "yes", 99: "refused"}})
    described = read_file(path).descriptions["q"]
    assert described.values == {"1": "yes"}
    assert described.missing == {"-8": "", "97": "", "98.5": "", "99": "refused"}


def test_compressed_spss_files_are_read(tmp_path: Path) -> None:
    pyreadstat.write_sav(pd.DataFrame({"Q": [1.0, 2.0]}), tmp_path / "a.zsav", compress=True)
    assert read_file(tmp_path / "a.zsav").frame["Q"].tolist() == [1.0, 2.0]


def test_wording_in_arabic_and_vietnamese_survives(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0]})
    wording: Any = {"q": {1: "Đồng ý", 2: "غير موافق"}}
    pyreadstat.write_dta(frame, tmp_path / "a.dta", column_labels={"q": "Ý kiến"}, variable_value_labels=wording)
    described = read_file(tmp_path / "a.dta").descriptions["q"]
    assert described.label == "Ý kiến"
    assert described.values == {"1": "Đồng ý", "2": "غير موافق"}


def test_an_empty_text_of_a_labelled_file_is_missing(tmp_path: Path) -> None:
    pyreadstat.write_sav(pd.DataFrame({"s": ["a", "", "c"]}), tmp_path / "a.sav")
    assert read_file(tmp_path / "a.sav").frame["s"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("ending", ["sav", "dta", "parquet", "zsav"])
def test_a_file_that_is_not_what_its_name_says_is_refused_in_a_sentence(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"not a data file at all" * 10)
    with pytest.raises(FileError, match=f"a.{ending}"):
        read_file(path)


def test_two_columns_of_one_name_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tuổi,tuổi\n1,2\n", "utf-8")
    with pytest.raises(FileError, match="tuổi"):
        read_file(tmp_path / "a.csv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.csv"):
        read_file(tmp_path / "none.csv")
