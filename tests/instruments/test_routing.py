"""Who is asked what: gates and endings, the two audiences, seekers and not, modules and halves."""

from typing import Any

import pytest

from surveyapp.instruments import bundled
from surveyapp.questionnaire.walk import steps, walk
from tests.instruments.respondents import (
    CLEARED,
    FOREIGNER,
    OF_VIETNAMESE_ORIGIN,
    PAST_THE_FIRST_GATES,
    asked_ids,
    journey,
)


def ending_of(answers: dict[str, Any], context: dict[str, Any]) -> tuple[str, str] | None:
    ending = walk(bundled(), answers, seed="a", context=context).ending
    return (ending.id, ending.outcome) if ending else None


def test_the_gates_come_first_and_in_order() -> None:
    gates = [page.id for page in bundled().pages if page.gate]
    assert gates == ["SCR1", "SCR2", "CNS1", "CNS2", "SCR3"]
    assert [page.id for page in bundled().pages][:5] == gates


@pytest.mark.parametrize("age", ["1", "2"])
def test_nobody_under_18_goes_on(age: str) -> None:
    assert ending_of({"SCR1": age}, CLEARED) == ("under-age", "screened-out")


def test_a_country_that_is_not_cleared_ends_politely() -> None:
    assert ending_of({"SCR1": "3", "SCR2": "FR"}, CLEARED) == ("not-cleared", "not-cleared")
    assert ending_of({"SCR1": "3", "SCR2": "KR"}, CLEARED) is None


@pytest.mark.parametrize("context", [{}, {"cleared": ()}], ids=["nothing said", "none cleared"])
def test_where_nobody_cleared_a_country_none_is_cleared(context: dict[str, Any]) -> None:
    assert ending_of({"SCR1": "3", "SCR2": "KR"}, context) == ("not-cleared", "not-cleared")
    assert ending_of({"SCR1": "3"}, context) is None


def test_refusing_ends_the_survey() -> None:
    assert ending_of({"SCR1": "3", "SCR2": "KR", "CNS1": "no"}, CLEARED) == ("refused", "refused")


def test_citizens_of_viet_nam_who_live_there_are_out_of_scope() -> None:
    answers = {**PAST_THE_FIRST_GATES, "SCR2": "VN", "SCR3": ["0"]}
    assert ending_of(answers, CLEARED) == ("resident-citizen", "screened-out")


def test_a_wrong_idea_of_what_is_stored_is_corrected_once_and_does_not_block() -> None:
    found = walk(bundled(), {**FOREIGNER, "CNS2": "1"}, seed="a", context=CLEARED)
    assert [(problem.question, problem.fault.code) for problem in found.problems if problem.fault.soft] == [
        ("CNS2", "soft-check")
    ]
    assert found.counted["CNS2"] == "1"


@pytest.mark.parametrize(
    ("chosen", "audience"),
    [(["1"], "V"), (["2"], "V"), (["3"], "V"), (["3", "4"], "V"), (["4"], "F"), (["5"], "F")],
)
def test_origin_decides_the_audience(chosen: list[str], audience: str) -> None:
    found = walk(bundled(), {**PAST_THE_FIRST_GATES, "SCR3": chosen}, seed="a", context=CLEARED)
    assert found.counted["audience"] == audience
    assert len(found.drawn["ned_block"]) == 8


@pytest.mark.parametrize(("country", "chosen"), [("VN", ["1"]), ("KR", ["2", "3"])])
def test_contradictions_about_origin_are_pointed_out(country: str, chosen: list[str]) -> None:
    found = walk(bundled(), {**PAST_THE_FIRST_GATES, "SCR2": country, "SCR3": chosen}, seed="a", context=CLEARED)
    assert [problem.question for problem in found.problems if problem.fault.code == "soft-check"] == ["SCR3"]
    assert found.counted["audience"] == "V"


@pytest.mark.parametrize("chosen", [["5", "1"], ["0", "4"]])
def test_choices_that_stand_alone_do_so(chosen: list[str]) -> None:
    found = walk(bundled(), {**PAST_THE_FIRST_GATES, "SCR3": chosen}, seed="a", context=CLEARED)
    assert ("SCR3", "exclusive") in [(problem.question, problem.fault.code) for problem in found.problems]
    assert "audience" not in found.counted


def test_each_audience_has_its_own_questions() -> None:
    foreigner, origin = asked_ids(journey(FOREIGNER)), asked_ids(journey(OF_VIETNAMESE_ORIGIN))
    assert foreigner - origin >= {"SCR4", "FOR1", "FOR2"}
    assert origin - foreigner >= {"DIA1", "DIA1B", "DIA2", "DIA3", "DEM4"}
    assert not {"RDS1", "RDS2"} & (foreigner | origin)


def test_only_the_referral_arm_is_asked_about_its_network() -> None:
    context = {"sample_source": "referral"}
    found = journey(OF_VIETNAMESE_ORIGIN, context=context)
    order = [page.page.id for page in found.pages]
    assert order[order.index("SCR3") + 1 :][:2] == ["RDS1", "RDS2"]
    assert found.counted["RDS2_stranger"] == 0
    assert not {"RDS1", "RDS2"} & asked_ids(journey(FOREIGNER, context=context))


def test_an_invitation_from_a_stranger_is_flagged() -> None:
    found = journey({**OF_VIETNAMESE_ORIGIN, "RDS2": "6"}, context={"sample_source": "referral"})
    assert found.counted["RDS2_stranger"] == 1


def test_who_never_looked_or_does_not_say_is_not_asked_how_it_went() -> None:
    for answer in ("5", {"missing": "refused"}):
        assert not {"NED4", "NED5", "NED6"} & asked_ids(journey({**FOREIGNER, "NED3": answer}))


def test_only_who_did_not_find_everything_is_asked_what_stood_in_the_way() -> None:
    assert "NED6" not in asked_ids(journey({**FOREIGNER, "NED5": "1"}))
    assert all("NED6" in asked_ids(journey({**FOREIGNER, "NED5": code})) for code in "23")


def test_the_source_used_most_is_one_of_those_used() -> None:
    found = journey({**FOREIGNER, "CHN1": ["C13", "C03"]})
    assert set(found.shown["CHN2"]) == {"C03", "C13"}
    assert "CHN2" not in asked_ids(journey({**FOREIGNER, "CHN1": ["none"]}))


@pytest.mark.parametrize(("channel", "asked"), [("C03", True), ("C05", True), ("C07", True), ("C04", False)])
def test_official_information_is_judged_by_those_who_met_it(channel: str, asked: bool) -> None:
    assert ("TRU3" in asked_ids(journey({**FOREIGNER, "CHN1": [channel]}))) is asked


def test_each_respondent_gets_the_modules_drawn_and_one_way_of_ordering_topics() -> None:
    for seed in map(str, range(40)):
        found = journey(FOREIGNER, seed=seed)
        asked = asked_ids(found)
        drawn = set(found.drawn["modules"])
        assert len(drawn) == 3
        assert asked & {"INT4", "TRU2", "IMG3", "IMG5", "CHN3"} == drawn - {"IMG4"}
        assert ("TRU4" in asked) is ("TRU2" in drawn)
        assert ("IMG4_1" in asked) is ("IMG4" in drawn)
        assert ("INT3" in asked) is (found.drawn["int3_arm"] == ("best-worst",)) is ("INT3B" not in asked)


def test_needs_are_rated_on_the_eight_drawn() -> None:
    found = journey(FOREIGNER, seed="b")
    assert set(found.counted["NED1"]) == set(found.counted["NED2"]) == set(found.drawn["ned_block"])


def test_change_of_interest_is_asked_of_the_topics_chosen() -> None:
    seed = next(seed for seed in map(str, range(50)) if "INT4" in journey(FOREIGNER, seed=seed).drawn["modules"])
    found = journey({**FOREIGNER, "INT2": ["T12", "T03"]}, seed=seed)
    assert set(found.counted["INT4"]) == {"T03", "T12"}
    assert "INT4" not in asked_ids(journey({**FOREIGNER, "INT2": ["none"]}, seed=seed))


def test_who_lives_in_viet_nam_is_not_asked_about_visiting_it() -> None:
    seed = next(seed for seed in map(str, range(50)) if "IMG5" in journey(FOREIGNER, seed=seed).drawn["modules"])
    abroad, resident = (journey({**FOREIGNER, "SCR2": country}, seed=seed) for country in ("KR", "VN"))
    assert "visit" in abroad.counted["IMG5"]
    assert "visit" not in resident.counted["IMG5"]
    assert not {"FOR1", "FOR2"} & asked_ids(resident)
    assert resident.complete


def test_every_question_after_the_gates_can_be_skipped() -> None:
    gates = {question.id for page in bundled().pages if page.gate for question in page.questions}
    for start in (FOREIGNER, OF_VIETNAMESE_ORIGIN):
        found = journey(start)
        refused = {name: {"missing": "refused"} for name in asked_ids(found) - gates if not name.startswith("CNS3")}
        for name in refused:
            assert "refused" in bundled().question_by_id[name].missing
        answers = {**start, **refused}
        assert walk(bundled(), answers, seed="a", context=CLEARED).complete


@pytest.mark.parametrize("start", [FOREIGNER, OF_VIETNAMESE_ORIGIN], ids=["F", "V"])
@pytest.mark.parametrize("source", ["web", "referral"])
def test_the_longest_journey_has_at_most_70_screens(start: dict[str, Any], source: str) -> None:
    for seed in map(str, range(40)):
        found = journey(start, seed=seed, most_chosen=22, context={"sample_source": source})
        assert found.complete
        assert len(steps(found)) <= 70
