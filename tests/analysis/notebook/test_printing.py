"""Answers are printed with what their error leaves certain, and nothing is hidden that says otherwise."""

import pytest

from analysis.notebook.printing import html_of, sentence_of, table_of, text_of


@pytest.mark.parametrize(
    ("estimate", "se", "printed"),
    [
        (644.169399, 23.542241, ("644.2", "23.5")),
        (3404940.13, 932235.03, ("3,404,940", "932,235")),
        (0.849709, 0.008386, ("0.84971", "0.00839")),
        (1.0, 0.0, ("1", "0")),
        (-0.003128763, 0.0000774, ("-0.0031288", "0.0000774")),
    ],
)
def test_an_estimate_has_the_digits_of_its_error(estimate: float, se: float, printed: tuple[str, str]) -> None:
    table = table_of([{"estimate": estimate, "se": se}], {})
    assert (table["estimate"][0], table["se"][0]) == printed


def test_a_number_that_does_not_exist_leaves_its_cell_empty() -> None:
    table = table_of([{"of": "x", "estimate": 5.0, "se": None}, {"of": "y", "estimate": 5.0, "se": 1.0}], {})
    assert table["se"].tolist() == ["", "1.00"]


def test_design_effects_are_shown_to_those_who_asked() -> None:
    row = {"estimate": 1.0, "se": 0.1, "deff": 2.5}
    assert "deff" not in table_of([row], {})
    assert table_of([row], {"deff": "srswr"})["deff"][0] == "2.5"


def test_the_total_of_a_table_has_its_name_and_groups_theirs() -> None:
    assert table_of([{"row": None, "column": "E"}], {})["row"][0] == "Total"
    groups = [{"sex": "F", "age": ["old", "young"]}, {"sex": "M"}]
    table = table_of([{"groups": groups, "estimate": 1.0}], {})
    assert table.iloc[0].tolist() == ["F, old or young", "M", "1"]


def test_tests_are_one_sentence_each() -> None:
    said = sentence_of({"statistic": 5.19337, "ndf": 1.49464, "ddf": 20.925, "p": 0.0217})
    assert said == "Test statistic 5.193 on 1.495 and 20.93 degrees of freedom, p = 0.022"
    assert sentence_of({"statistic": 99.0, "ndf": 1, "ddf": None, "p": 1e-9}).endswith("p < 0.001")
    assert sentence_of({"statistic": None, "p": None}).startswith("Test statistic not known")
    assert sentence_of(None) == ""


def test_words_stand_to_the_left_and_numbers_to_the_right() -> None:
    assert text_of(table_of([{"of": "năm", "n": 12}, {"of": "tuổi cả", "n": 1200}], {})) == (
        "of           n\nnăm         12\ntuổi cả  1,200"
    )
    assert text_of(table_of([], {})) == html_of(table_of([], {})) == ""


def test_what_stands_in_data_is_never_markup() -> None:
    page = html_of(table_of([{"category": "<script>x</script>", "estimate": 1.0}], {}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
