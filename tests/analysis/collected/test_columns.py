"""A column of a foreign file is taken as what it is, or stays behind with a reason."""

from typing import Any

import pandas as pd
import pytest

from analysis.collected.columns import LeftOut, describe
from analysis.collected.not_answers import reason_in
from analysis.files.reading import Description


def column(*cells: object) -> "pd.Series[Any]":
    return pd.Series(list(cells))


def test_labels_of_every_answer_make_a_choice_and_words_tell_why_there_is_none() -> None:
    said = Description("Trust", {"1": "Low", "2": "High", "8": "Don't know"}, {"9": "Refused", "99": ""})
    made = describe("q1", column(1.0, 2.0, 8.0, 9.0, 99.0, None), said, None, "en")
    assert made.variable["kind"] == "one"
    assert made.variable["text"] == {"en": "Trust"}
    assert [value["code"] for value in made.variable["values"]] == ["1", "2"]
    assert made.cells.tolist() == ["1", "2", "-8", "-7", "-6", ""]
    assert made.notes == ("q1: 8 (Don't know) is don't know, 9 (Refused) is refused, 99 is unanswered.",)


def test_a_scale_whose_ends_alone_have_labels_keeps_every_point_in_order() -> None:
    said = Description("", {"0": "Not at all", "10": "Completely"})
    made = describe("q", column(10.0, 3.0, 0.0), said, None, "en")
    assert [value["code"] for value in made.variable["values"]] == ["0", "3", "10"]
    assert made.variable["values"][1]["text"] == {"en": "3"}
    assert made.notes == ("q: 3 have no label.",)


def test_many_whole_numbers_without_labels_are_a_number() -> None:
    assert describe("age", column(*range(18, 90)), Description(), None, "en").variable["kind"] == "number"


def test_ranges_stand_in_the_order_of_their_numbers() -> None:
    made = describe("age", column("(59,Inf]", "(0,19]", "(19,39]"), Description(), None, "en")
    assert [value["code"] for value in made.variable["values"]] == ["(0,19]", "(19,39]", "(59,Inf]"]


def test_a_box_counts_the_code_that_means_yes() -> None:
    given = {"name": "m1", "kind": "several", "question": "M", "choice": "tv", "counted": "Yes", "missing": ["NA"]}
    made = describe("m1", column("Yes", "No", "NA", None), Description(), given, "en")
    assert made.cells.tolist() == ["1", "0", "-6", ""]
    assert (made.variable["question"], made.variable["choice"], made.variable["values"]) == ("M", "tv", [])


def test_texts_of_many_values_stay_behind_since_they_may_name_somebody() -> None:
    with pytest.raises(LeftOut, match="21 different values"):
        describe("who", column(*(f"name {at}" for at in range(21))), Description(), None, "en")


def test_answers_that_would_be_read_as_missing_keep_their_column_out() -> None:
    with pytest.raises(LeftOut, match="holds -8, -9 as answers"):
        describe("degrees", column(-9.0, -8.0, 3.0), Description(), None, "en")


def test_words_where_the_codebook_says_numbers_are_refused() -> None:
    with pytest.raises(LeftOut, match="holds 'many'"):
        describe("n", column("1", "many"), Description(), {"name": "n", "kind": "number"}, "en")


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("DON'T KNOW", "-8"),
        ("Không biết", "-8"),
        ("Refused to answer", "-7"),
        ("Từ chối trả lời", "-7"),
        ("N/A", "-9"),
        ("No answer", "-6"),
        ("No", None),
        ("None", None),
        ("Not at all", None),
        ("I know him", None),
        ("Missing in action: the film everybody liked best", None),
    ],
)
def test_wordings_that_mean_no_answer(wording: str, code: str | None) -> None:
    assert reason_in(wording) == code
