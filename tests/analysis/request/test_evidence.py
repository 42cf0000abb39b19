"""What a figure rests on is said on it: the evidence basis, and a design that knows of weights alone."""

from typing import Any

import pytest

from tests.analysis.reference import ask

MEAN = {"statistic": "mean", "of": "api00"}
TABLE = {"statistic": "crosstab", "rows": "awards", "columns": "stype", "letters": {}}


def codes(result: dict[str, Any]) -> set[str]:
    return {warning["code"] for warning in result["warnings"]}


def test_respondents_who_stand_for_nobody_else_have_errors_and_no_intervals() -> None:
    mean, table = ask("clus1", MEAN, TABLE, request={"basis": "D"})
    assert [(row["low"], row["high"]) for row in mean["rows"]] == [(None, None)]
    assert mean["rows"][0]["se"] > 0
    assert {cell["low"] for cell in table["cells"]} == {None}
    assert table["letters"] == [] and table["pairs"]
    assert "no-intervals" in codes(mean) & codes(table)


@pytest.mark.parametrize("basis", ["B", "C"])
def test_intervals_that_rest_on_a_model_say_so(basis: str) -> None:
    (mean,) = ask("clus1", MEAN, request={"basis": basis})
    assert mean["rows"][0]["low"] < mean["rows"][0]["high"]
    (text,) = (warning["text"] for warning in mean["warnings"] if warning["code"] == "model-based")
    assert "model" in text and "margin of error" in text


def test_a_random_sample_needs_no_such_word() -> None:
    (mean,) = ask("clus1", MEAN)
    assert not codes(mean)


def test_a_design_of_weights_alone_says_that_clustering_is_ignored() -> None:
    (mean,) = ask("holes", MEAN, clusters=[])
    assert codes(mean) == {"weights-only"}
