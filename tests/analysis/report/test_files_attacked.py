"""The files of two reports, read as an adversary reads them, tell of no few people."""

from pathlib import Path

import pytest

from tests.analysis.disclosure.succession import Scenario, outcome_of, scenario

GROWING = "some leave, more come, and a group that is not printed grows by five"
SCENES = (
    scenario("two plans of the same answers", 150, cuts=(0, 1), drawn=False),
    scenario("four leave, and ages are cut otherwise", 100, leave=4, cuts=(0, 1), drawn=False),
    scenario("one leaves a sample drawn at random", 150, leave=1, cuts=(0, 1)),
    scenario("a few leave and a few come", 150, leave=2, come=2, cuts=(1, 0), drawn=False),
    scenario(
        GROWING,
        100,
        leave=4,
        come=33,
        cuts=(3, 3),
        seed=797462,
    ),
    scenario(
        "two leave and two come, and a new group was two old ones",
        250,
        leave=2,
        come=2,
        cuts=(2, 1),
        drawn=False,
        seed=900449,
    ),
    scenario(
        "ten leave and five come, and shares are at the limit of the rule",
        162,
        leave=10,
        come=5,
        cuts=(2, 1),
        seed=344051,
    ),
)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_no_answers_of_a_few_follow_from_the_files_of_two_reports(scene: Scenario, tmp_path: Path) -> None:
    found = outcome_of(scene, tmp_path, items=2)
    assert found.tried > 10
    assert not found.found
    most = 0.65 if scene.name == GROWING else 0.5
    assert found.withheld < most * (found.printed + found.withheld)
