"""Columns carry the level at which codes may be read, and word in every language why one holds no answer."""

from typing import Any

import pytest

from analysis.exports.described import _answer
from analysis.exports.frame import MISSING_LABELS
from tests.analysis.report.catalogues import ROOT

GRADES = ("Very bad", "Bad", "Neither", "Good", "Very good")


def raw(texts: tuple[str, ...], codes: str = "12345", kind: str = "grid") -> dict[str, Any]:
    values = [{"code": code, "text": {"en": text}} for code, text in zip(codes, texts, strict=True)]
    return {"name": "g__a", "question": "g", "kind": kind, "values": values}


@pytest.mark.parametrize("codes", ["12345", "54321"])
def test_the_rows_of_a_rating_grid_are_ordinal(codes: str) -> None:
    assert _answer(raw(GRADES, codes), ("1", "5"), ()).level == "ordinal"


def test_answers_that_are_no_scale_and_codes_out_of_order_stay_nominal() -> None:
    assert _answer(raw(("Rice", "Noodles", "Bread", "Soup", "Salad")), ("1",), ()).level == "nominal"
    assert _answer(raw(GRADES, "13245"), ("1",), ()).level == "nominal"


def test_ways_not_to_answer_are_worded_in_every_language_of_the_interface() -> None:
    folders = {folder.name.replace("_", "-") for folder in (ROOT / "translations").iterdir() if folder.is_dir()}
    for texts in MISSING_LABELS.values():
        assert folders - {"vi-US"} <= texts.keys() and all(texts.values())
