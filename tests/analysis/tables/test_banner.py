"""A banner table holds what its parts hold alone, says why what is missing is missing, and is shown as it is wished."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.notebook import BannerTable, RequestError, banner, from_frame, read, sampled
from tests.analysis.reference import FOLDER, ask

SIZE: dict[str, Any] = {
    "name": "size",
    "domains": [{"label": "Large", "where": "enroll > 500"}, {"label": "Very large", "where": "enroll > 800"}],
}


def schools(questions: Any, columns: Any, disclosure: Any = None, **words: Any) -> BannerTable:
    data = read(FOLDER / "apistrat.csv")
    return banner(
        sampled(data, strata="stype", weights="pw", fpc="fpc", disclosure=disclosure), questions, columns, **words
    )


def hostile(n: int = 300) -> pd.DataFrame:
    draws = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "constant": "c",
            "missing": pd.Series([None] * n, dtype=object),
            "alone": ["x"] + [None] * (n - 1),
            "one cluster": 1,
            "nghề (chính)": draws.choice(["bác sĩ", "thợ"], n),
            "المهنة": draws.choice(["طبيب", "معلم"], n),
            "w": draws.uniform(0.5, 2, n),
            "small": ["a"] * 4 + ["b"] * (n - 4),
        }
    )


@pytest.mark.parametrize("share_of", ["column", "row", "total"])
def test_a_banner_of_one_question_equals_the_crosstab(share_of: str) -> None:
    (expected,) = ask(
        "strat",
        {"statistic": "crosstab", "rows": "awards", "columns": "stype", "share_of": share_of, "letters": {}},
    )
    table = schools("awards", "stype", share_of=share_of)
    cells = {(cell["row"], cell["column"]): cell for cell in expected["cells"]}
    for cell in table.figures.result["cells"]:
        theirs = cells[cell["row"], cell["column"]]
        for key in ("estimate", "se", "low", "high", "n", "weighted_n", "effective_n", "df"):
            assert cell[key] == pytest.approx(theirs[key], rel=1e-9), key
    for ours, theirs in zip(table.figures.result["pairs"], expected["pairs"], strict=True):
        assert {key: ours[key] for key in ("row", "a", "b", "tested", "why_not", "significant", "family")} == {
            key: theirs[key] for key in ("row", "a", "b", "tested", "why_not", "significant", "family")
        }
        assert ours["p_adjusted"] == pytest.approx(theirs["p_adjusted"], rel=1e-8)
    assert [mark["above"] for mark in table.figures.result["letters"]] == [
        mark["above"] for mark in expected["letters"]
    ]
    assert table.tests.iloc[0]["p"] == pytest.approx(expected["test"]["p"], rel=1e-9)


def test_top_boxes_count_the_scale_and_not_what_was_given() -> None:
    frame = pd.DataFrame({"q": ["1", "2", "3", "4"] * 30, "g": ["a", "b"] * 60})
    data = from_frame(frame, categorical=["q"])
    scores = {"1": 1, "2": 2, "3": 3, "4": 4}
    rows = banner(sampled(data), {"of": "q", "top": 2, "scores": scores, "where": "q != '4'"}, "g").to_frame()
    top = rows[(rows["row"] == "Top 2") & rows["column"].isna()]
    assert top["estimate"].tolist() == pytest.approx([1 / 3])


def test_a_set_counts_respondents_or_responses_and_says_what_a_tick_is() -> None:
    frame = pd.DataFrame({"a": [1, 1, 0, 0], "b": [1, 0, 0, None], "g": ["x", "x", "y", "y"]})
    sample = sampled(from_frame(frame))

    def total(**words: Any) -> list[float]:
        cells = banner(sample, {"multi": ["a", "b"], "name": "set", **words}, "g").to_frame()
        return [float(value) for value in cells[cells["column"].isna()]["estimate"]]

    assert total() == pytest.approx([2 / 3, 1 / 3])
    assert total(asked="any") == pytest.approx([1 / 2, 1 / 4])
    assert total(asked="ticked") == pytest.approx([1, 1 / 2])
    assert total(base_of="responses") == pytest.approx([2 / 3, 1 / 3])
    with pytest.raises(RequestError, match="which value is a tick"):
        banner(sample, {"multi": ["g"], "name": "set"}, "a")


def test_a_set_can_be_the_columns_and_its_columns_overlap() -> None:
    table = schools("awards", {"multi": ["ell > 20", "meals > 50"], "name": "poor"})
    assert table.figures.result["test"][0]["no_test"].startswith("Respondents may be in several columns")
    assert {(pair["a"], pair["b"]) for pair in table.figures.result["pairs"]} == {
        ("ell > 20", "meals > 50"),
        ("ell > 20", None),
        ("meals > 50", None),
    }


def test_wording_and_base_are_carried_from_the_ask() -> None:
    text = repr(schools({"of": "awards", "label": "Met the target?", "base": "All schools"}, "stype"))
    assert text.startswith("Met the target?\nBase: All schools")


def test_order_and_hiding_change_no_figure() -> None:
    table = schools(["stype", "awards"], [SIZE, "awards"])
    seen = table.view(order="total", hide_columns=[{"awards": "No"}], hide_rows=[{"stype": "H"}])
    assert seen.to_frame().equals(table.to_frame())
    assert seen.pairs().equals(table.pairs())
    lines = repr(seen).split("\n")
    rows = [line.split()[0] for line in lines if line[:2] in ("E ", "H ", "M ")]
    assert rows == ["E", "M"]
    assert " C" in repr(table)
    assert "Yes" in repr(seen)
    with pytest.raises(KeyError, match="no column"):
        table.view(order={"stype": "X"})


def test_the_ask_orders_and_hides_too_and_letters_of_hidden_columns_go() -> None:
    view = {"order": {"stype": "H"}, "hide_columns": [{"stype": "E"}], "last": ["Yes"]}
    table = schools("awards", "stype", view=view)
    shown = table.figures.result["shown"]
    assert [column["column"] for column in shown["columns"]] == [None, "H", "M"]
    assert shown["questions"] == [{"of": "awards", "rows": ["No", "Yes"]}]
    body = repr(table).split("─\n")[2]
    assert "A" not in body
    with pytest.raises(RequestError, match="no category 'X'"):
        schools("awards", "stype", view={"hide_columns": [{"stype": "X"}]})


def test_one_refused_question_leaves_the_others() -> None:
    table = schools([{"of": "awards", "show": "mean"}, "awards_", "stype"][::2], "stype")
    refused = [question["refused"] for question in table.figures.result["questions"]]
    assert refused[0]["code"] == "mean-of-text"
    assert refused[1] is None
    assert "give `scores`" in repr(table)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(RequestError) as raised:
        schools(
            ["nothing", {"of": "awards", "nets": [{"label": "n", "categories": ["Maybe"]}], "where": "x >"}],
            [{"of": "stype", "name": "a"}, {"cross": ["stype", "nowhere"], "name": "b"}],
            view={"hide_rows": [{"absent": 1}]},
        )
    places = {problem.place for problem in raised.value.problems}
    assert places == {
        "ask[0].questions[0].of",
        "ask[0].questions[1].nets[0].categories",
        "ask[0].questions[1].where",
        "ask[0].columns[1].cross[1]",
        "ask[0].view.hide_rows[0]",
    }


@pytest.mark.parametrize(
    ("question", "code"),
    [("missing", "no-answers"), ("constant", None), ("alone", None), ("nghề (chính)", None), ("المهنة", None)],
)
def test_hostile_columns_are_answered_or_refused_with_a_sentence(question: str, code: str | None) -> None:
    sample = sampled(from_frame(hostile()), weights="w")
    table = banner(sample, question, ["المهنة", "nghề (chính)", "constant", "missing", "alone"])
    refused = table.figures.result["questions"][0]["refused"]
    assert (refused or {}).get("code") == code
    for cell in table.figures.result["cells"]:
        if cell["estimate"] is None or cell["low"] is None:
            assert any(warning.startswith(str(cell["unknown"])) for warning in table.warnings)
    assert "nan" not in repr(table)
    assert "nan" not in table._repr_html_()


def test_one_cluster_is_refused_by_name_or_has_no_interval() -> None:
    data = from_frame(hostile())
    refused = banner(sampled(data, clusters="one cluster", weights="w"), "المهنة", "nghề (chính)")
    assert refused.figures.result["questions"][0]["refused"]["code"] == "lonely-cluster"
    removed = banner(sampled(data, clusters="one cluster", weights="w", lonely="remove"), "المهنة", "nghề (chính)")
    assert any(warning.startswith("no-degrees-of-freedom") for warning in removed.warnings)
    assert {cell["unknown"] for cell in removed.figures.result["cells"]} == {"no-degrees-of-freedom"}


@pytest.mark.parametrize("weight", [-1.0, np.inf, np.nan, 0.0])
def test_bad_weights_are_problems_with_a_sentence(weight: float) -> None:
    frame = hostile()
    frame["w"] = 0.0 if weight == 0 else frame["w"]
    frame.loc[3, "w"] = weight
    with pytest.raises(RequestError) as raised:
        sampled(from_frame(frame), weights="w")
    assert {problem.code for problem in raised.value.problems} <= {
        "negative-weight",
        "not-numeric",
        "missing-in-design",
        "no-weight",
    }


def test_five_hundred_columns_are_compared() -> None:
    draws = np.random.default_rng(4)
    n = 4000
    frame = pd.DataFrame({"q": draws.choice(["yes", "no"], n), "g": draws.integers(0, 500, n).astype(str)})
    table = banner(sampled(from_frame(frame, categorical=["g"])), "q", "g", pairs=False)
    assert len(table.to_frame()) == 2 * 501
    assert {mark["note"] for mark in table.figures.result["letters"]} == {"too-few"}
    assert table.figures.result["pairs"] == []


def test_small_cells_of_a_sensitive_question_are_withheld_with_what_gives_them_away() -> None:
    frame = hostile()
    frame["group"] = ["u", "v", "w"] * 100
    sample = sampled(from_frame(frame), disclosure="public")
    table = banner(sample, {"of": "small", "sensitive": True}, "group")
    cells = {(cell["row"], cell["column"]): cell for cell in table.figures.result["cells"]}
    assert cells["a", None]["suppressed"] == "small-cell"
    assert all(cell["suppressed"] in ("small-cell", "complementary") for cell in cells.values())
    assert "✕" in repr(table)
    assert cells["a", "u"]["estimate"] is not None


def test_an_order_tells_nothing_of_what_is_withheld() -> None:
    frame = pd.DataFrame({"q": ["a"] * 100 + ["b"] * 3 + ["c"] * 60 + ["d"] * 140, "g": ["x", "y", "z"] * 101})
    sample = sampled(from_frame(frame), disclosure="public")
    asked = {"of": "q", "sensitive": True}
    table = banner(sample, asked, "g", view={"order": "total", "descending": False})
    rows = table.figures.result["shown"]["questions"][0]["rows"]
    withheld = {c["row"] for c in table.figures.result["cells"] if c["column"] is None and c["suppressed"]}
    assert "b" in withheld
    assert set(rows[-len(withheld) :]) == withheld
    assert rows[-len(withheld) :] == sorted(withheld)


def test_a_small_column_takes_another_with_it_and_means_go_too() -> None:
    frame = pd.DataFrame({"g": ["x"] * 5 + ["y"] * 100 + ["z"] * 200, "s": list(range(5)) * 61})
    table = banner(sampled(from_frame(frame), disclosure="public"), "s", "g")
    suppressed = {cell["column"]: cell["suppressed"] for cell in table.figures.result["cells"]}
    assert suppressed == {None: None, "x": "small-base", "y": "complementary", "z": None}
    assert "<10" in repr(table)


def test_nothing_is_lettered_where_the_sample_describes_only_itself() -> None:
    data = read(FOLDER / "apistrat.csv")
    table = banner(sampled(data, weights="pw", basis="D"), "awards", "stype")
    assert table.figures.result["letters"] == []
    assert len(table.pairs())
    assert {warning.split(":")[0] for warning in table.warnings} == {"no-letters", "no-intervals", "weights-only"}


def test_a_family_may_span_all_questions() -> None:
    table = schools(["awards", "api00"], "stype", letters={"family": "report"})
    assert {pair["family"]["size"] for pair in table.figures.result["pairs"]} == {9}


def test_html_reads_in_the_direction_of_the_wording_and_escapes_it() -> None:
    sample = sampled(from_frame(hostile()), weights="w")
    table = banner(sample, {"of": "المهنة", "label": "ما هي مهنتك؟ <b>"}, "المهنة")
    assert 'dir="rtl"' in table._repr_html_()
    assert "<b>&lt;" not in table._repr_html_()
    assert "&lt;b&gt;" in table._repr_html_()
    assert 'dir="ltr"' in table.view(direction="ltr")._repr_html_()
    assert 'dir="ltr"' in schools("awards", "stype")._repr_html_()


def test_labels_of_a_file_are_its_wording(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0] * 40, "g": [1.0, 1.0, 2.0, 2.0] * 20})
    path = tmp_path / "worded.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"q": "Bạn có hài lòng không?", "g": "Nhóm"},
        variable_value_labels={"q": {1: "Có", 2: "Không"}, "g": {1: "Một", 2: "Hai"}},
    )
    text = repr(banner(sampled(read(path)), "q", "g"))
    for word in ("Bạn có hài lòng không?", "Nhóm", "Có", "Không", "Một", "Hai"):
        assert word in text
