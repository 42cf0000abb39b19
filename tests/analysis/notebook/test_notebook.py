"""Python asks in the words of a request and gets its figures, its refusals and its problems."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import notebook
from analysis.notebook import RequestError, Sample, from_frame, mean, raked, read, regression, sampled, share
from analysis.request.asks import ASKS
from tests.analysis.reference import FOLDER, ask

TYPES: dict[str, Any] = {
    "by": ["stype"],
    "totals": [{"stype": "E", "total": 4421}, {"stype": "H", "total": 755}, {"stype": "M", "total": 1018}],
}


@pytest.fixture(scope="module")
def schools() -> Sample:
    return sampled(read(FOLDER / "apiclus1.csv"), clusters="dnum", weights="pw", fpc="fpc")


def test_every_statistic_of_a_request_has_its_function() -> None:
    assert {name.replace("-", "_") for name in ASKS} <= set(notebook.__all__)


def test_figures_are_those_of_a_request(schools: Sample) -> None:
    (expected,) = ask("clus1", {"statistic": "mean", "of": "api00", "by": ["stype"]})
    rows = mean(schools, "api00", by="stype").rows
    assert rows["estimate"].tolist() == [row["estimate"] for row in expected["rows"]]
    assert rows["stype"].tolist() == ["E", "H", "M"]


def test_what_must_be_refused_comes_back_as_a_sentence(schools: Sample) -> None:
    refused = mean(schools, "stype")
    assert refused.refused is not None
    assert refused.refused.startswith("mean-of-text")
    assert "share of its categories" in repr(refused)
    assert "share of its categories" in refused._repr_html_()


def test_everything_wrong_with_an_ask_is_raised_at_once(schools: Sample) -> None:
    with pytest.raises(RequestError) as raised:
        mean(schools, "nothing", by="nowhere", where="api00 >")
    assert {problem.code for problem in raised.value.problems} == {"unknown-column", "bad-condition"}


def test_a_design_that_its_columns_do_not_make_is_raised_when_it_is_described() -> None:
    with pytest.raises(RequestError, match="no column"):
        sampled(read(FOLDER / "apiclus1.csv"), clusters="village")


def test_weighting_gives_a_new_sample_and_leaves_the_old_one(schools: Sample) -> None:
    weighted = raked(schools, TYPES)
    assert weighted.weights["converged"]
    assert share(weighted, "stype").rows["estimate"].tolist() == pytest.approx([4421 / 6194, 755 / 6194, 1018 / 6194])
    assert "weighting" not in schools.described


def test_weights_that_cannot_be_found_refuse_every_ask(schools: Sample) -> None:
    short = {**TYPES, "totals": TYPES["totals"][:2]}
    refused = raked(schools, short)
    assert refused.refused is not None
    assert mean(refused, "api00").refused is not None
    assert "Not weighted" in repr(refused)


def test_figures_are_combined_by_the_names_given(schools: Sample) -> None:
    by_hand = notebook.ratio(schools, "api00", "api99").rows["se"][0]
    quotient = notebook.contrast(schools, "now / then", now=mean(schools, "api00"), then=mean(schools, "api99"))
    assert quotient.rows["se"][0] == pytest.approx(by_hand, rel=1e-9)
    with pytest.raises(RequestError, match="asked directly"):
        notebook.contrast(schools, "a * 2", a=quotient)


def test_a_model_is_tested_and_predicted_from(schools: Sample) -> None:
    model = regression(schools, "api00 ~ ell + meals")
    assert notebook.term_test(schools, model, "ell").test["p"] == pytest.approx(model.rows["p"][1], rel=1e-9)
    assert notebook.predict(schools, model, [{"ell": 0, "meals": 0}]).rows["estimate"][0] == pytest.approx(
        model.rows["estimate"][0]
    )


def test_a_table_prints_its_cells_and_its_test(schools: Sample) -> None:
    table = notebook.crosstab(schools, "awards", "stype")
    assert {"row", "column", "estimate"} <= set(table.cells.columns)
    assert "Test statistic" in repr(table)


def test_a_data_frame_is_taken_as_it_is() -> None:
    data = from_frame(pd.DataFrame({"g": ["a", "b", "a"], "y": [1.0, 2.0, None]}, index=[7, 8, 9]))
    assert data.variables.loc["y", "missing"] == 1
    assert mean(sampled(data), "y", by="g").rows["base_n"].tolist() == [1, 1]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no file"):
        read(tmp_path / "absent.sav")
