"""The draws are balanced, and the frozen instrument holds exactly what the script makes."""

from collections import Counter
from itertools import combinations

import pytest

from surveyapp.instruments import bundled
from surveyapp.instruments.designs import best_worst_versions, half_blocks, triples
from surveyapp.questionnaire.answer_types import BestWorst
from surveyapp.questionnaire.schema import Pool

TOPICS = [f"T{number:02}" for number in range(1, 21)]
NEEDS = [f"N{number:02}" for number in range(1, 17)]
MODULES = ["INT4", "TRU2", "IMG3", "IMG4", "IMG5", "CHN3"]


def designs() -> tuple[tuple[tuple[str, ...], ...], ...]:
    answer = bundled().question_by_id["INT3"].answer
    assert isinstance(answer, BestWorst)
    return answer.designs


def pools(name: str) -> tuple[Pool, ...]:
    return next(assignment.pools for assignment in bundled().assignments if assignment.id == name)


def test_the_instrument_holds_the_designs_that_the_script_makes() -> None:
    assert [list(version) for version in designs()] == best_worst_versions(TOPICS)
    for pool in pools("ned_block"):
        assert [block.codes for block in pool.blocks] == half_blocks(NEEDS)
    assert [block.codes for block in pools("modules")[0].blocks] == triples(MODULES)


def test_each_best_worst_version_shows_every_topic_twice_on_ten_screens_of_four() -> None:
    for version in designs():
        assert len(version) == 10
        assert all(len(set(screen)) == len(screen) == 4 for screen in version)
        assert Counter(code for screen in version for code in screen) == dict.fromkeys(TOPICS, 2)


def test_a_topic_comes_once_in_the_first_five_screens_and_once_in_the_last_five() -> None:
    for version in designs():
        assert sorted(code for screen in version[:5] for code in screen) == TOPICS
        assert sorted(code for screen in version[5:] for code in screen) == TOPICS


def test_no_two_topics_meet_twice_in_a_version_and_all_meet_equally_often_over_the_versions() -> None:
    met: Counter[tuple[str, ...]] = Counter()
    for version in designs():
        own = Counter(pair for screen in version for pair in combinations(sorted(screen), 2))
        assert set(own.values()) == {1}
        met += own
    assert met == dict.fromkeys(combinations(TOPICS, 2), 6)


def test_no_topic_is_favoured_by_its_place_on_the_screen() -> None:
    places = Counter((code, at) for version in designs() for screen in version for at, code in enumerate(screen))
    assert all(8 <= places[code, at] <= 12 for code in TOPICS for at in range(4))


@pytest.mark.parametrize("which", [0, 1], ids=["V", "F"])
def test_every_need_is_asked_of_half_and_all_pairs_and_threes_equally_often(which: int) -> None:
    pool = pools("ned_block")[which]
    assert all(len(block.codes) == 8 for block in pool.blocks)
    assert {pool.probability(code) for code in NEEDS} == {0.5}
    for size, times in ((2, 7), (3, 3)):
        together = Counter(some for block in pool.blocks for some in combinations(block.codes, size))
        assert together == dict.fromkeys(combinations(NEEDS, size), times)


def test_every_module_is_drawn_for_half_and_every_pair_for_a_fifth() -> None:
    (pool,) = pools("modules")
    assert {pool.probability(code) for code in MODULES} == {0.5}
    together = Counter(pair for block in pool.blocks for pair in combinations(block.codes, 2))
    assert set(together.values()) == {len(pool.blocks) // 5}


def test_one_half_does_best_worst_and_the_other_ranks() -> None:
    (pool,) = pools("int3_arm")
    assert pool.probability("best-worst") == pool.probability("ranking") == 0.5
