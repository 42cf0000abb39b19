"""Every pair is compared and counted; letters obey the refusals."""

from typing import Any

import pytest

from analysis.tables.letters import column_letter
from tests.analysis.reference import ask


def table(design: str = "strat", request: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", **more}
    (result,) = ask(design, asked, request=request)
    assert result["refused"] is None
    return result


def chosen(result: dict[str, Any], rest: bool = False) -> list[dict[str, Any]]:
    return [pair for pair in result["pairs"] if (pair["b"] is None) == rest]


def test_pairs_are_given_without_letters_and_letters_only_when_asked() -> None:
    result = table()
    assert len(chosen(result)) == 6
    assert len(chosen(result, rest=True)) == 6
    assert result["letters"] == []


def test_a_family_is_a_row_or_the_whole_table() -> None:
    by_table, by_row = table(letters={}), table(letters={"family": "row"})
    assert {(p["family"]["unit"], p["family"]["size"]) for p in chosen(by_table)} == {("table", 6)}
    assert {(p["family"]["unit"], p["family"]["size"]) for p in chosen(by_row)} == {("row", 3)}
    assert all(t["p_adjusted"] >= r["p_adjusted"] for t, r in zip(chosen(by_table), chosen(by_row), strict=True))


def test_a_family_may_span_the_tables_of_a_request() -> None:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", "letters": {"family": "report"}}
    other = {"statistic": "crosstab", "rows": "sch.wide", "columns": "stype", "letters": {"family": "report"}}
    first, second = ask("strat", asked, other)
    assert {p["family"]["size"] for p in chosen(first) + chosen(second)} == {12}


def test_pairs_below_the_threshold_or_the_minimum_are_counted_and_get_no_letter() -> None:
    result = table(letters={"min_difference": 0.3, "min_n": 30})
    reasons = {(pair["a"], pair["b"]): pair["why_not"] for pair in chosen(result)}
    assert reasons == {("E", "H"): None, ("E", "M"): "below_threshold", ("H", "M"): "below_threshold"}
    assert all(pair["p_adjusted"] is not None and pair["family"]["size"] == 6 for pair in chosen(result))
    small = table(letters={"min_n": 60})
    assert {(p["a"], p["b"]): p["why_not"] for p in chosen(small)}["E", "H"] == "n"
    assert {mark["note"] for mark in small["letters"] if mark["column"] == "H"} == {"too-few"}


def test_a_letter_names_the_columns_a_cell_is_above() -> None:
    marks = {(mark["row"], mark["column"]): mark for mark in table(letters={})["letters"]}
    assert marks["Yes", "E"]["above"] == ["B", "C"]
    assert marks["No", "H"]["above"] == ["A"]
    assert marks["No", "H"]["note"] == "low-base"


def test_letters_of_a_second_level_are_in_lower_case() -> None:
    p = next(pair["p_adjusted"] for pair in chosen(table()) if (pair["row"], pair["b"]) == ("Yes", "M"))
    result = table(letters={"alpha": [p / 2, 2 * p]})
    marks = {(mark["row"], mark["column"]): mark for mark in result["letters"]}
    assert marks["Yes", "E"]["above"] == ["B", "c"]
    levels = {(pair["row"], pair["b"]): pair["level"] for pair in chosen(result) if pair["a"] == "E"}
    assert (levels["Yes", "H"], levels["Yes", "M"]) == (p / 2, 2 * p)
    assert [pair["significant"] for pair in chosen(result) if (pair["row"], pair["b"]) == ("Yes", "M")] == [
        False,
        False,
    ]


def test_a_mark_says_how_a_column_stands_to_everyone_else() -> None:
    marks = {(mark["row"], mark["column"]): mark for mark in table(letters={})["letters"]}
    assert (marks["Yes", "E"]["rest"], marks["No", "E"]["rest"]) == ("above", "below")


def test_shares_of_0_or_1_are_not_tested_and_not_counted() -> None:
    result = table(rows="comp.imp", columns="awards", letters={})
    assert {pair["why_not"] for pair in chosen(result)} == {"zero_or_one"}
    assert all(pair["t"] is None and pair["p"] is None for pair in chosen(result))
    assert {pair["family"]["size"] for pair in chosen(result)} == {0}
    assert not any(pair["significant"] for pair in result["pairs"])


def test_everyone_else_is_the_rest_of_the_base() -> None:
    pair = next(p for p in chosen(table(), rest=True) if (p["row"], p["a"]) == ("Yes", "E"))
    (difference,) = ask(
        "strat",
        {
            "statistic": "difference",
            "of": "awards == 'Yes'",
            "groups": [{"stype": "E"}, {"stype": ["H", "M"]}],
        },
    )
    (row,) = difference["rows"]
    assert pair["difference"] == pytest.approx(row["estimate"], rel=1e-12)
    assert pair["se"] == pytest.approx(row["se"], rel=1e-10)
    assert pair["df"] == row["df"] == 197


def test_letters_are_not_given_where_the_sample_describes_only_itself() -> None:
    result = table(letters={}, request={"basis": "D"})
    assert result["letters"] == []
    assert chosen(result)
    assert result["warnings"][0]["code"] == "no-letters"


def test_columns_are_named_like_those_of_a_sheet() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@pytest.mark.parametrize(
    "asked",
    [
        {"statistic": "crosstab", "rows": "awards", "columns": "stype"},
        {"statistic": "banner", "questions": [{"of": "awards"}, {"of": "api00"}], "columns": ["stype"]},
    ],
)
def test_letters_may_take_the_degrees_that_weights_and_clusters_leave_each_pair(asked: dict[str, Any]) -> None:
    """Errors and differences stay; degrees differ from pair to pair, and are fewer than those of the design."""
    usual, own = (ask("clus1", asked | {"letters": {"degrees": kind}})[0] for kind in ("design", "effective"))
    assert len(own["pairs"]) >= 12
    for before, after in zip(usual["pairs"], own["pairs"], strict=True):
        assert (after["difference"], after["se"], after["t"]) == (before["difference"], before["se"], before["t"])
        assert 1 <= after["df"] < before["df"]
        assert after["p"] > before["p"]
    assert len({round(pair["df"], 6) for pair in own["pairs"]}) > 2
