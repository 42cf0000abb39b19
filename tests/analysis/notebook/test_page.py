"""The page that walks through an analysis prints what it says, and every figure on it is R's."""

from itertools import pairwise

import pytest

from analysis.notebook import Figures
from tests.analysis.notebook.page import PAGE, ROOT, Block, pairs, rewritten, run_page


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return run_page(PAGE.read_text("utf-8"))


def compared(blocks: list[Block]) -> list[tuple[Block, Block]]:
    """Return each line of Python with the R below it, where R gives a number."""
    return [(ours, theirs) for ours, theirs in pairwise(blocks) if theirs.language == "r" and theirs.value]


def test_the_page_prints_what_its_blocks_print(blocks: list[Block]) -> None:
    page = PAGE.read_text("utf-8")
    assert rewritten(page, blocks) == page, "run: python -m tests.analysis.notebook.page"


def test_every_figure_on_the_page_is_that_of_r(blocks: list[Block]) -> None:
    for ours, theirs in compared(blocks):
        if "values" in theirs.value:
            assert ours.value == pytest.approx(theirs.value["values"], rel=1e-8), theirs.code
            continue
        assert isinstance(ours.value, Figures), theirs.code
        if "p" in theirs.value:
            assert ours.value.test["p"] == pytest.approx(theirs.value["p"], rel=1e-8), theirs.code
            continue
        estimates, errors = pairs(theirs.value)
        assert ours.value.rows["estimate"].tolist() == pytest.approx(estimates, rel=1e-8), theirs.code
        assert ours.value.rows["se"].tolist() == pytest.approx(errors, rel=1e-8), theirs.code


def test_every_analysis_on_the_page_stands_beside_its_r(blocks: list[Block]) -> None:
    assert len(compared(blocks)) >= 20
