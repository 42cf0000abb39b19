"""What a cut leaves out, it leaves out whole, and never what the rest depends on."""

from __future__ import annotations

import pytest

from surveyapp.instruments import bundled
from surveyapp.questionnaire.cuts import Cut, ImpossibleCut, cut_down


def test_endings_lists_and_draws_that_nothing_refers_to_are_left_out() -> None:
    kept = cut_down(bundled(), Cut(frozenset({"SCR1", "INT1"})))
    assert [page.id for page in kept.pages] == ["SCR1", "INT1"]
    assert [ending.id for ending in kept.endings] == ["under-age"]
    assert set(kept.lists) == {"age_groups", "interest"}
    assert kept.assignments == ()


def test_draws_that_a_kept_question_reads_stay() -> None:
    kept = cut_down(bundled(), Cut(frozenset({"SCR1", "SCR2", "SCR3", "audience", "NED1"})))
    assert [assignment.id for assignment in kept.assignments] == ["ned_block"]


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        (Cut(frozenset({"NED5"})), "NED5 depends on NED3, which the cut leaves out"),
        (Cut(frozenset({"CHN2"})), "CHN2 depends on CHN1"),
        (Cut(frozenset({"NED1"})), "ned_block depends on audience"),
        (Cut(frozenset({"SCR1", "AGE"})), "the questionnaire has no AGE"),
        (Cut(frozenset({"TRU1"}), {"TRU1": ("R1", "R99")}), "the questionnaire has no TRU1.R99"),
        (Cut(frozenset({"SCR1"}), {"SCR1": ("1",)}), "the questionnaire has no SCR1.1"),
    ],
)
def test_an_impossible_cut_says_why(cut: Cut, told: str) -> None:
    with pytest.raises(ImpossibleCut, match=told):
        cut_down(bundled(), cut)
