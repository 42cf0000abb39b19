"""The codebook says what was asked, how it is coded and what was drawn by lot."""

from pathlib import Path
from typing import Any

import pytest

from analysis.codebook import CodebookError, codebook_from, read_codebook

VARIABLE = {"name": "A__x", "question": "A", "kind": "several", "text": {"en": "Which?"}, "label": {"en": "X"}}


def raw(**changes: Any) -> dict[str, Any]:
    usual = {
        "format": "codebook-1",
        "survey": "s",
        "title": {"en": "S"},
        "languages": ["en"],
        "simulated": False,
        "missing_codes": {"-7": "refused"},
        "assignments": {"block": [{"when": "audience == 'V'", "probability": {"x": 0.5}}]},
        "variables": [VARIABLE, {**VARIABLE, "name": "A_other", "kind": "text"}],
    }
    return usual | changes


def test_the_columns_of_a_question_leave_out_the_texts_beside_it() -> None:
    assert [variable.name for variable in codebook_from(raw()).of_question("A")] == ["A__x"]


def test_a_question_that_does_not_exist_has_no_columns() -> None:
    assert codebook_from(raw()).of_question("B") == ()


def test_points_off_the_scale_are_kept_apart() -> None:
    values = [{"code": "1", "text": {}}, {"code": "6", "text": {}, "apart": True}]
    codebook = codebook_from(raw(variables=[{**VARIABLE, "values": values}]))
    assert [value.code for value in codebook.variables[0].scale] == ["1"]


def test_another_format_is_refused() -> None:
    with pytest.raises(CodebookError, match="codebook-1"):
        codebook_from(raw(format="codebook-9"))


def test_a_part_that_lacks_is_named() -> None:
    incomplete = raw()
    del incomplete["title"]
    with pytest.raises(CodebookError, match="title"):
        codebook_from(incomplete)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="export it again"):
        read_codebook(tmp_path / "codebook.json")


def test_broken_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "codebook.json").write_text("{", "utf-8")
    with pytest.raises(CodebookError, match="not valid JSON"):
        read_codebook(tmp_path / "codebook.json")
