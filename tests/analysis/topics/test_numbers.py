"""Questions answered by a number: the median and the mean of those who gave one, and nothing of a single person."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import read_package
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan
from analysis.report.document import Table
from analysis.topics.numbers import numbers
from analysis.topics.samples import sample_of
from analysis.weighting.margins import read_margins
from tests.analysis.report.test_general import document, variable, write

AGE = (variable("AGE", "How many hours a week?", [], kind="number"),)


def hours(n: int) -> list[dict[str, str]]:
    return [{"AGE": str(2 + at % 7)} for at in range(n)] + [{"AGE": "-7"}]


@pytest.mark.parametrize("frame", [True, False])
def test_median_and_mean_are_those_of_the_answers_given(frame: bool, tmp_path: Path) -> None:
    package = read_package(write(tmp_path, hours(140), AGE, frame=frame))
    plan = default_plan(package.codebook)
    sample = sample_of(package, plan, "all", read_margins())
    assert sample is not None
    (found,) = numbers(sample, plan)
    given = [2 + at % 7 for at in range(140)]
    assert found.median.value == np.median(given)
    assert found.mean.value == pytest.approx(np.mean(given))
    assert found.mean.base_n == found.median.base_n == 140
    assert found.mean.has_interval is frame
    assert found.median.has_interval is frame


def test_the_report_tells_and_tabulates_a_number_and_no_extreme(tmp_path: Path) -> None:
    made = document(write(tmp_path, [*hours(140), {"AGE": "9999"}], AGE, frame=False))
    assert "half answer 5.0 or less" in made.findings[0].sentence
    tables = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    assert not any("9,999" in cell or "9999" in cell for cell in cells)


def test_a_plan_that_takes_words_for_numbers_is_told_so(tmp_path: Path) -> None:
    text = (variable("NAME", "Who are you?", [], kind="text"),)
    codebook = read_package(write(tmp_path, [{"NAME": "x"}], text, frame=False)).codebook
    (problem,) = problems_in(replace(default_plan(codebook), numbers=("NAME",)), codebook)
    assert (problem.code, problem.place) == ("wrong-kind", "numbers[0]")
