"""A condition over columns says of every row what the questionnaire's condition says of one respondent."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.request.table import Codes, Table, read_table
from analysis.request.where import condition_column, holds_in, truth_in
from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.conditions import Condition, truth

CELLS = {
    "age": [18.0, None, 30.0, 30.5, -1.0, 0.0],
    "town": ["Hue", "18", None, "NA", "30.5", "hue"],
    "code": ["1", "2", "01", None, "x", "1"],
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path = tmp_path_factory.mktemp("data") / "data.csv"
    rows = zip(*CELLS.values(), strict=True)
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_text("\n".join([",".join(CELLS), *lines]) + "\n", encoding="utf-8")
    return read_table(path, [], Codes())


def by_row(condition: Condition) -> list[bool | None]:
    values = [dict(zip(CELLS, row, strict=True)) for row in zip(*CELLS.values(), strict=True)]
    return [truth(condition, row) for row in values]


def by_column(condition: Condition, table: Table) -> list[bool | None]:
    found = truth_in(condition, table)
    return [bool(true) if known else None for true, known in zip(found.true, found.known, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "always",
        "never",
        "age >= 18 and town == 'Hue'",
        "not (age > 20)",
        "age > 20 or town is missing",
        "age == '30'",
        "town == 18",
        "town < 'a'",
        "town < 20",
        "town in ['Hue', 18, 'NA']",
        "town not in ['Hue']",
        "code in [1, 'x']",
        "age in []",
        "age is not missing",
        "age / 0 is missing",
        "2 * age - 6 > age",
        "town == ['Hue']",
        "age != [18, 30]",
        "[18] < age",
        "'x' == code",
        "age == true",
        "town != code",
        "age in [18, 30] and not (code == 2)",
    ],
)
def test_rows_and_columns_agree(text: str, table: Table) -> None:
    condition = parse(text)
    assert by_column(condition, table) == by_row(condition)


operands = some.sampled_from(["age", "town", "code", "18", "'18'", "'Hue'", "30.5", "age + 1", "'x'"])
comparisons = some.builds(
    lambda left, sign, right: f"{left} {sign} {right}",
    operands,
    some.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]),
    operands,
)
conditions = some.recursive(
    comparisons,
    lambda inner: some.one_of(
        some.builds(lambda a, b: f"({a}) and ({b})", inner, inner),
        some.builds(lambda a, b: f"({a}) or ({b})", inner, inner),
        some.builds(lambda a: f"not ({a})", inner),
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(text=conditions)
def test_any_condition_agrees_row_by_row(text: str, table: Table) -> None:
    condition = parse(text)
    assert by_column(condition, table) == by_row(condition)


def test_a_missing_comparison_is_not_true(table: Table) -> None:
    assert not holds_in(parse("age > 0"), table)[1]
    assert not holds_in(parse("not (age > 0)"), table)[1]


def test_a_condition_is_a_variable_of_false_and_true_missing_where_open(table: Table) -> None:
    column: Any = condition_column("age > 20", parse("age > 20"), table)
    assert column.categories == ("false", "true")
    np.testing.assert_array_equal(column.codes, [0, -1, 1, 1, 0, 0])
