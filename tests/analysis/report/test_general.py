"""The first page of any survey says something true: its questions one by one, or that too few have answered."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import LINK_COLUMNS, read_package
from analysis.report.builder import build_report
from analysis.report.document import Document
from analysis.report.evidence import Evidence, gather
from analysis.report.run import FORMATS, plan_for, write_report
from analysis.weighting.margins import read_margins
from tests.analysis.report.catalogues import words

YES_NO = [{"code": "1", "text": {"en": "Yes", "vi": "Có"}}, {"code": "2", "text": {"en": "No", "vi": "Không"}}]
GRADES = [
    {"code": str(at), "text": {"en": text, "vi": text}}
    for at, text in enumerate(("Very bad", "Bad", "So so", "Good", "Very good"), start=1)
]
FRAME = {
    "sample_source": "list", "basis": "A", "weights": "design_weight", "strata": [], "clusters": [], "fpc": [],
    "population": {"en": "Members of the list", "vi": "Hội viên trong danh sách"}, "note": {},
}  # fmt: skip


def variable(name: str, text: str, values: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    wording = {"en": text, "vi": text}
    usual = {"name": name, "question": name, "kind": "one", "text": wording, "label": wording, "base": "always"}
    return usual | {"values": list(values)} | more


def write(folder: Path, rows: Sequence[Mapping[str, str]], variables: Sequence[dict[str, Any]], *, frame: bool) -> Path:
    link = dict.fromkeys(LINK_COLUMNS, "1") | {"language": "en", "day": "2026-11-05", "mode": "web"}
    link |= {"sample_source": "list" if frame else "web", "basis": "A" if frame else "D"}
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*LINK_COLUMNS, *(one["name"] for one in variables)], restval="")
        writer.writeheader()
        writer.writerows({**link, "response": f"r{at}", "cluster": f"c{at}", **row} for at, row in enumerate(rows))
    codebook = {
        "format": "codebook-1", "survey": "any", "title": {"en": "Any survey", "vi": "Khảo sát"}, "languages": ["en"],
        "simulated": False, "missing_codes": {"-7": "refused"}, "assignments": {}, "variables": list(variables),
    }  # fmt: skip
    days = {"first": "2026-11-05", "last": "2026-11-05"} if rows else None
    design = {"frames": [FRAME] if frame else [], "opt_in": [], "fieldwork": days, "modes": ["web"], "versions": [1]}
    (folder / "codebook.json").write_text(json.dumps(codebook), "utf-8")
    (folder / "design.json").write_text(json.dumps(design), "utf-8")
    return folder


VARIABLES = (
    variable("Q1", "Will you come again?", YES_NO),
    variable("Q2", "How was the visit, overall?", GRADES),
)


def answers(n: int) -> list[dict[str, str]]:
    return [{"Q1": "1" if at % 4 else "2", "Q2": str(3 + at % 3)} for at in range(n)]


def gathered(folder: Path) -> Evidence:
    package = read_package(folder)
    return gather(package, plan_for(package.codebook, None), read_margins(), lambda share, step: None)


def document(folder: Path) -> Document:
    return build_report(gathered(folder), words("en"))


def test_every_question_can_be_told_and_the_rating_comes_first(tmp_path: Path) -> None:
    made = document(write(tmp_path, answers(120), VARIABLES, frame=False))
    assert [finding.sentence for finding in made.findings] == [
        "“How was the visit, overall?”: 67% answer “Good” or “Very good”.",
        "“Will you come again?”: of those who answered, 75% chose “Yes”; no answer is more frequent.",
    ]
    assert made.title == "“How was the visit, overall?”: 67% at the top of the scale"
    assert "nobody else" in made.lead


def test_a_drawn_sample_names_whom_it_speaks_for_and_says_what_is_shown(tmp_path: Path) -> None:
    made = document(write(tmp_path, answers(120), VARIABLES, frame=True))
    assert "Members of the list" in made.lead
    assert "75% answer “Yes”, more than any other answer." in made.findings[1].sentence
    assert all("95% interval" in finding.meta for finding in made.findings)


@pytest.mark.parametrize("n", [1, 5, 29])
def test_with_too_few_answers_the_page_says_so_and_prints_no_share(n: int, tmp_path: Path) -> None:
    made = document(write(tmp_path, answers(n), VARIABLES, frame=False))
    assert made.title == "Too few answers for any figure"
    assert "Fewer than 30 people have answered" in made.lead
    assert made.findings == ()


def test_where_everything_is_missing_no_question_has_a_figure(tmp_path: Path) -> None:
    rows = [{"Q1": "-7", "Q2": "-7"}] * 60
    made = document(write(tmp_path, rows, VARIABLES, frame=False))
    assert made.title == "Too few answers for any figure"
    assert "No figure can be printed" in made.lead


def test_nobody_has_answered_is_a_report_in_every_format(tmp_path: Path) -> None:
    package = write(tmp_path / "package", [], VARIABLES, frame=True)
    manifest = write_report(package, tmp_path / "out", ("vi", "en"), words=words, formats=FORMATS)
    assert manifest.responses == 0
    assert "Nobody has answered yet" in (tmp_path / "out" / "report.en.html").read_text("utf-8")
    assert {f"report.vi.{kind}" for kind in FORMATS} <= {file.name for file in (tmp_path / "out").iterdir()}


def test_an_answer_put_into_a_question_is_an_ellipsis_in_print(tmp_path: Path) -> None:
    piped = (variable("Q1", "Will you come to {city} again?", YES_NO),)
    made = document(write(tmp_path, [{"Q1": "1"}] * 40 + [{"Q1": "2"}] * 40, piped, frame=False))
    assert "“Will you come to … again?”" in made.findings[0].sentence
