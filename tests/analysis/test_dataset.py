"""Answers are read with the ways of not answering kept apart."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.dataset import LINK_COLUMNS, PackageError, State, read_package
from surveyapp.questionnaire.condition_text import parse

LINK = dict.fromkeys(LINK_COLUMNS, "1")
VARIABLES = ("Q", "audience", "block", "N__x")


def write(folder: Path, rows: list[dict[str, str]], **design: Any) -> Path:
    columns = [*LINK_COLUMNS, *VARIABLES]
    lines = [",".join(columns), *(",".join({**LINK, **row}.get(name, "") for name in columns) for row in rows)]
    (folder / "data.csv").write_text("\n".join(lines) + "\n", "utf-8")
    blank = {"kind": "one", "text": {}, "label": None, "values": []}
    variables: list[dict[str, Any]] = [{"name": name, "question": name, **blank} for name in VARIABLES]
    variables[2]["role"] = "assignment"
    variables[3] |= {"question": "N", "kind": "grid", "row": "x", "assignment": "block"}
    pools = [{"when": "audience == 'V'", "probability": {"x": 0.25}}, {"when": "always", "probability": {"x": 0.5}}]
    codebook = {"format": "codebook-1", "survey": "s", "title": {}, "languages": ["en"], "simulated": True}
    codebook |= {"missing_codes": {}, "assignments": {"block": pools}, "variables": variables}
    (folder / "codebook.json").write_text(json.dumps(codebook), "utf-8")
    fieldwork = {"fieldwork": {"first": "2026-11-01", "last": "2026-11-02"}}
    (folder / "design.json").write_text(json.dumps(fieldwork | design), "utf-8")
    return folder


def test_not_asked_refused_and_dont_know_stay_apart(tmp_path: Path) -> None:
    cells = ["3", "", "-6", "-7", "-8", "-9", "0"]
    dataset = read_package(write(tmp_path, [{"Q": cell} for cell in cells])).dataset
    assert [State(state).name for state in dataset.states("Q")] == [
        "ANSWERED", "NOT_ASKED", "UNANSWERED", "REFUSED", "DONT_KNOW", "NOT_APPLICABLE", "ANSWERED",
    ]  # fmt: skip
    assert dataset.asked("Q").tolist() == [True, False, True, True, True, True, True]


def test_numbers_of_those_who_did_not_answer_are_missing(tmp_path: Path) -> None:
    dataset = read_package(write(tmp_path, [{"Q": "4"}, {"Q": "-8"}, {"Q": ""}])).dataset
    assert np.isnan(dataset.numbers("Q")).tolist() == [False, True, True]


def test_a_condition_reads_refusals_as_unanswered(tmp_path: Path) -> None:
    dataset = read_package(write(tmp_path, [{"Q": "4"}, {"Q": "-7"}, {"Q": "1"}])).dataset
    assert dataset.where(parse("Q > 0"), ["Q"]).tolist() == [True, False, True]
    assert dataset.where(parse("Q is missing"), ["Q"]).tolist() == [False, True, False]


def test_an_assignment_is_a_list_in_conditions(tmp_path: Path) -> None:
    dataset = read_package(write(tmp_path, [{"block": "x y"}, {"block": "y"}])).dataset
    assert dataset.where(parse("'x' in block"), ["block"]).tolist() == [True, False]
    assert dataset.contains("block", "x").tolist() == [True, False]


def test_the_chance_of_an_item_follows_the_first_pool_that_holds(tmp_path: Path) -> None:
    dataset = read_package(write(tmp_path, [{"audience": "V"}, {"audience": "F"}])).dataset
    assert dataset.probability(dataset.codebook.by_name["N__x"]).tolist() == [0.25, 0.5]
    assert dataset.probability(dataset.codebook.by_name["Q"]).tolist() == [1.0, 1.0]


def test_a_column_nobody_has_is_not_asked(tmp_path: Path) -> None:
    dataset = read_package(write(tmp_path, [{"Q": "1"}])).dataset
    assert not dataset.asked("nowhere").any()


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, [{"Q": "1"}])
    text = (folder / "data.csv").read_text("utf-8").replace("basis", "bassi", 1)
    (folder / "data.csv").write_text(text, "utf-8")
    with pytest.raises(PackageError) as refused:
        read_package(folder)
    assert len(refused.value.problems) == 2


def test_a_package_before_the_first_response_is_read(tmp_path: Path) -> None:
    package = read_package(write(tmp_path, [], fieldwork=None))
    assert (package.dataset.n, package.fieldwork.first, package.fieldwork.last) == (0, "", "")


def test_ragged_lines_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, [{"Q": "1"}])
    with (folder / "data.csv").open("a") as file:
        file.write("1,2\n")
    with pytest.raises(PackageError, match="Lines 3"):
        read_package(folder)


def test_fieldwork_without_dates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="has no days of fieldwork; export"):
        read_package(write(tmp_path, [{"Q": "1"}], fieldwork=None))


@pytest.mark.parametrize("name", ["data.csv", "codebook.json", "design.json"])
def test_a_missing_file_says_what_to_do(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, [{"Q": "1"}])
    (folder / name).unlink()
    with pytest.raises(PackageError, match="export it again"):
        read_package(folder)
