"""Which answers go together: told where they do beyond chance, refused where they do not or too few answered."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import read_package
from analysis.plan import AnswerMap, Plan
from analysis.plan_default import default_plan
from analysis.plan_method_checks import method_problems
from analysis.report.document import ChartBlock
from analysis.report.marks import Plane
from analysis.topics.correspondence import lay_out
from analysis.topics.maps import Mapped, adjusted, mapped
from analysis.topics.samples import sample_of
from analysis.weighting.margins import read_margins
from tests.analysis.report.test_general import document, variable, write

LETTERS = [{"code": code, "text": {"en": f"Answer {code}"}} for code in "abc"]
QUESTIONS = tuple(variable(name, f"Which {name}?", LETTERS) for name in ("Q1", "Q2", "Q3"))


def answers(n: int, *, linked: bool) -> list[dict[str, str]]:
    rng = np.random.default_rng(3)
    first = rng.choice(list("abc"), n)
    second = np.where(rng.random(n) < (0.7 if linked else 0), first, rng.choice(list("abc"), n))
    return [{"Q1": a, "Q2": b, "Q3": c} for a, b, c in zip(first, second, rng.choice(list("abc"), n), strict=True)]


def found(folder: Path, rows: list[dict[str, str]]) -> Mapped:
    package = read_package(write(folder, rows, QUESTIONS, frame=False))
    plan = default_plan(package.codebook)
    sample = sample_of(package, plan, "all", read_margins())
    assert sample is not None
    made = mapped(sample, plan, plan.maps[0])
    assert made is not None
    return made


def test_answers_that_go_together_are_named_as_the_closest_pairs(tmp_path: Path) -> None:
    made = found(tmp_path, answers(300, linked=True))
    assert made.refusal is None
    assert {(pair.first.text["en"], pair.second.text["en"]) for pair in made.pairs} == {
        (f"Answer {code}", f"Answer {code}") for code in "abc"
    }
    assert {(pair.first.variable.name, pair.second.variable.name) for pair in made.pairs} == {("Q1", "Q2")}
    assert 0 < made.inertia[1] <= made.inertia[0] <= 1


def test_answers_that_have_nothing_to_do_with_each_other_are_not_mapped(tmp_path: Path) -> None:
    made = found(tmp_path, answers(300, linked=False))
    assert made.refusal is not None
    assert made.refusal.why == "nothing-together"


def test_too_few_answers_are_not_mapped(tmp_path: Path) -> None:
    made = found(tmp_path, answers(99, linked=True))
    assert made.refusal is not None
    assert (made.refusal.why, made.refusal.facts) == ("few-answers", {"n": 99, "needed": 100})


def test_two_questions_share_all_of_their_adjusted_inertia_with_their_table() -> None:
    """With two questions the adjusted inertias are those of the plain table of one by the other."""
    codes = np.array([[0, 0], [0, 0], [0, 1], [1, 1], [1, 1], [2, 1], [2, 2], [2, 2], [1, 0]] * 3)
    made = lay_out(codes, (3, 3), np.ones(len(codes)))
    table = np.zeros((3, 3))
    np.add.at(table, (codes[:, 0], codes[:, 1]), 1 / len(codes))
    rows, columns = table.sum(1, keepdims=True), table.sum(0, keepdims=True)
    inertias = np.linalg.svd((table - rows @ columns) / np.sqrt(rows @ columns), compute_uv=False)[:2] ** 2
    assert adjusted(made, 2) == pytest.approx(tuple(inertias / inertias.sum()))


def test_the_report_draws_the_plane_and_names_every_code(tmp_path: Path) -> None:
    made = document(write(tmp_path, answers(300, linked=True), QUESTIONS, frame=False))
    (block,) = [
        block for section in made.sections for block in section.blocks
        if isinstance(block, ChartBlock) and isinstance(block.chart, Plane)
    ]  # fmt: skip
    assert "go together most" in block.title
    assert "phi" in block.note
    assert [row.head for row in block.table.rows][:2] == ["1 Which Q1: Answer a", "2 Which Q1: Answer b"]


def test_the_bundled_plan_maps_topics_and_forms() -> None:
    assert Plan().maps == (AnswerMap("habits", ("INT2", "CHN5"), ("SCR1",)),)


def test_a_sensitive_question_is_in_no_map(tmp_path: Path) -> None:
    """How its answers go with others is printed to two digits: of few people that is a count."""
    held = variable("Q1", "Which Q1?", LETTERS) | {"sensitivity": "sensitive:opinion"}
    package = read_package(write(tmp_path, answers(300, linked=True), (held, *QUESTIONS[1:]), frame=False))
    assert [entry.questions for entry in default_plan(package.codebook).maps] == [("Q2", "Q3")]
    wanted = replace(Plan(), maps=(AnswerMap("m", ("Q1", "Q2"), ("Q1",)),))
    found = [(problem.code, problem.place) for problem in method_problems(wanted, package.codebook)]
    assert ("sensitive-question", "maps[0].questions[0]") in found
    assert ("sensitive-question", "maps[0].added[0]") in found
