"""A walk asks what the answers so far call for, and counts only what was asked and is valid."""

from typing import Any

import pytest

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import Walk, reads_today, walk
from tests.questionnaire.building import NUMBER, choices, page, question, questionnaire
from tests.surveys import survey


def asked(found: Walk) -> list[str]:
    return [one.question.id for page in found.pages for one in page.asked]


def faults(found: Walk) -> list[tuple[str, str]]:
    return [(problem.question, problem.fault.code) for problem in found.problems]


def shown_codes(found: Walk, name: str) -> list[str]:
    shown = next(one.shown for page in found.pages for one in page.asked if one.question.id == name)
    return [choice.code for choice in shown.rows or shown.choices]


def test_a_page_is_left_out_until_its_condition_holds() -> None:
    relevance = survey("relevance")
    assert asked(walk(relevance, {})) == ["LIVES"]
    assert asked(walk(relevance, {"LIVES": "1"})) == ["LIVES", "COUNTRY"]
    assert asked(walk(relevance, {"LIVES": "1", "COUNTRY": "KR"})) == ["LIVES", "COUNTRY", "YEARS"]


def test_the_path_is_whole_not_cut_at_the_first_gap() -> None:
    found = walk(survey("relevance"), {"LIVES": "1", "COUNTRY": "KR", "YEARS": 12})
    assert asked(found) == ["LIVES", "COUNTRY", "YEARS", "REASON"]
    assert found.complete


def test_changing_an_answer_and_back_loses_nothing() -> None:
    relevance, answers = survey("relevance"), {"LIVES": "1", "COUNTRY": "KR", "YEARS": 12, "REASON": "work"}
    before = walk(relevance, answers)
    away = walk(relevance, answers | {"LIVES": "2"})
    assert away.counted == {"LIVES": "2"}
    assert away.ignored == ("COUNTRY", "REASON", "YEARS")
    assert walk(relevance, answers | {"LIVES": "1"}) == before


def test_an_invalid_answer_does_not_count_and_reads_as_unanswered() -> None:
    found = walk(survey("relevance"), {"LIVES": "1", "COUNTRY": "Korea", "YEARS": 3})
    assert found.counted == {"LIVES": "1"}
    assert faults(found) == [("COUNTRY", "not-a-choice")]
    assert "YEARS" in found.ignored


def test_an_unknown_id_is_ignored_and_a_problem() -> None:
    found = walk(survey("relevance"), {"LIVES": "2", "NONSENSE": None})
    assert found.ignored == ("NONSENSE",)
    assert faults(found) == [("NONSENSE", "unknown-question")]
    assert not found.complete


def test_refusing_is_an_answer_that_reads_as_unanswered() -> None:
    gates = survey("gates")
    found = walk(gates, {"AGE": "2", "COUNTRY": "JP", "AGREE": "yes", "INTEREST": {"missing": "refused"}})
    assert found.counted["INTEREST"] == {"missing": "refused"}
    assert "INTEREST" not in found.values
    assert found.complete
    assert faults(walk(gates, {"AGE": {"missing": "refused"}}))[0] == ("AGE", "not-a-choice")


@pytest.mark.parametrize(
    ("answers", "cleared", "ending"),
    [
        ({"AGE": "1"}, ["JP"], "under-age"),
        ({"AGE": "2", "COUNTRY": "KR"}, ["JP"], "not-cleared"),
        ({"AGE": "2", "COUNTRY": "KR"}, None, "not-cleared"),
        ({"AGE": "2", "COUNTRY": "JP", "AGREE": "no"}, ["JP"], "refused"),
        ({"AGE": "1", "AGREE": "no"}, ["JP"], "under-age"),
        ({"AGE": "2", "COUNTRY": "JP", "AGREE": "yes"}, ["JP"], None),
        ({}, None, None),
    ],
)
def test_the_first_ending_whose_condition_holds_ends_it(answers: Any, cleared: Any, ending: str | None) -> None:
    found = walk(survey("gates"), answers, context={} if cleared is None else {"cleared": cleared})
    assert (found.ending.id if found.ending else None) == ending


def test_choices_narrow_to_those_an_earlier_answer_holds() -> None:
    found = walk(survey("narrowing"), {"MEDIA": ["web", "tv"]})
    assert shown_codes(found, "MOST") == ["tv", "web"]
    assert found.shown["MOST"] == ("tv", "web")
    assert shown_codes(found, "NEXT") == ["radio", "paper"]


def test_a_choice_that_is_no_longer_offered_does_not_count() -> None:
    found = walk(survey("narrowing"), {"MEDIA": ["web", "tv"], "MOST": "radio"})
    assert ("MOST", "not-a-choice") in faults(found)


def test_a_question_with_nothing_left_to_choose_is_not_asked() -> None:
    found = walk(survey("narrowing"), {})
    assert asked(found) == ["MEDIA", "NEXT"]


def test_choices_that_keep_their_place_do_so_under_every_seed() -> None:
    orders = {tuple(shown_codes(walk(survey("shuffling"), {}, seed=str(seed)), "TOPICS")) for seed in range(40)}
    assert len(orders) > 20
    assert {(order[0], *order[-2:]) for order in orders} == {("top", "other", "none")}


def test_the_same_seed_gives_the_same_order_and_draw() -> None:
    assert walk(survey("shuffling"), {}, seed="7").shown == walk(survey("shuffling"), {}, seed="7").shown
    assert walk(survey("shuffling"), {}, seed="7").shown["TOPICS"] == ("top", "c", "b", "a", "d", "e", "other", "none")


def test_a_draw_decides_what_is_asked() -> None:
    for seed in map(str, range(20)):
        found = walk(survey("assignment"), {}, seed=seed)
        modules = set(found.drawn["modules"])
        assert {name.lower() for name in asked(found)} & {"food", "music"} == modules


def test_blocks_are_drawn_in_proportion_to_their_shares() -> None:
    drawn = [walk(survey("assignment"), {}, seed=str(seed)).drawn["modules"] for seed in range(2000)]
    assert abs(drawn.count(("food", "music")) / 2000 - 0.5) < 0.05
    assert abs(drawn.count(("food",)) / 2000 - 0.25) < 0.05


def test_a_pool_is_chosen_only_once_its_question_was_passed() -> None:
    born = walk(survey("assignment"), {"BORN": "1"}, seed="3")
    assert born.drawn["block"] in {("n1", "n2"), ("n3", "n4")}
    assert walk(survey("assignment"), {"BORN": "2"}, seed="3").drawn["block"] == ("n1", "n4")
    assert shown_codes(born, "NEEDS") == list(born.drawn["block"])


def test_an_earlier_draw_is_kept_while_it_is_still_possible() -> None:
    kept = {"block": ("n3", "n4")}
    for seed in map(str, range(10)):
        assert walk(survey("assignment"), {"BORN": "1"}, seed=seed, drawn=kept).drawn["block"] == ("n3", "n4")
    assert walk(survey("assignment"), {"BORN": "2"}, drawn=kept).drawn["block"] == ("n1", "n4")


def test_calculated_values_count_and_given_ones_are_ignored() -> None:
    found = walk(survey("calculated"), {"BORN": 2000, "AGE": 99})
    assert found.counted == {"BORN": 2000, "AGE": 26, "GROUP": "young"}
    assert found.ignored == ("AGE",)
    assert asked(found) == ["BORN", "SCHOOL"]
    assert walk(survey("calculated"), {}).counted == {}


def test_rows_of_a_grid_can_be_referred_to() -> None:
    found = walk(survey("grid"), {"TRUST": {"tv": "1", "web": {"missing": "refused"}, "friends": "3"}})
    assert found.values["TRUST"] == ("tv", "friends")
    assert found.values["TRUST.tv"] == "1"
    assert asked(found) == ["TRUST", "WHY"]


def test_a_grid_with_gaps_counts_as_far_as_it_goes_but_is_not_complete() -> None:
    found = walk(survey("grid"), {"TRUST": {"tv": "1"}})
    assert found.counted["TRUST"] == {"tv": "1"}
    assert [problem.fault.part for problem in found.problems] == ["web", "friends"]
    assert not found.complete


def test_a_grid_with_a_wrong_row_does_not_count() -> None:
    found = walk(survey("grid"), {"TRUST": {"tv": "9", "web": "1", "friends": "1"}})
    assert found.counted == {}
    assert faults(found) == [("TRUST", "not-a-choice")]


def test_a_row_answered_before_it_was_hidden_neither_counts_nor_harms() -> None:
    answers = {"MEDIA": ["tv", "web"], "MOST": "tv", "TRUST": {"tv": "1", "web": "2"}, "NEXT": "radio"}
    away = walk(survey("narrowing"), answers | {"MEDIA": ["tv"]})
    assert away.complete
    assert away.counted["TRUST"] == {"tv": "1"}
    assert walk(survey("narrowing"), answers).counted["TRUST"] == {"tv": "1", "web": "2"}
    stranger = walk(survey("narrowing"), answers | {"TRUST": {"tv": "1", "web": "2", "post": "1"}})
    assert faults(stranger) == [("TRUST", "not-a-choice")]


def test_other_text_counts_only_while_its_choice_is_chosen() -> None:
    others = survey("other-text")
    given = {"LANGUAGE": "other", "LANGUAGE_other": "Tày", "MEDIA": ["tv", "other"], "MEDIA_WHICH": "radio"}
    found = walk(others, given | {"MEDIA_tv_comment": "often", "MEDIA_comment": "all"})
    assert found.counted["LANGUAGE_other"] == "Tày"
    assert found.counted["MEDIA_WHICH"] == "radio"
    assert {"MEDIA_tv_comment", "MEDIA_comment"} <= found.counted.keys()
    assert asked(found)[-1] == "LEARN"
    away = walk(others, given | {"LANGUAGE": "vi", "MEDIA": ["web"]})
    assert away.ignored == ("LANGUAGE_other", "MEDIA_WHICH")
    assert "LEARN" not in asked(away)


def test_other_text_that_is_no_text_is_a_problem() -> None:
    found = walk(survey("other-text"), {"LANGUAGE": "other", "LANGUAGE_other": 5})
    assert ("LANGUAGE_other", "wrong-type") in faults(found)
    assert "LANGUAGE_other" not in found.counted


def test_a_hard_check_makes_an_answer_invalid_and_a_soft_one_marks_it() -> None:
    hard = walk(survey("checks"), {"PEOPLE": 2, "CHILDREN": 2, "CODE": "12345"})
    assert faults(hard) == [("CHILDREN", "out-of-range")]
    assert "CHILDREN" not in hard.counted
    soft = walk(survey("checks"), {"PEOPLE": 13, "CHILDREN": 7, "CODE": "12345"})
    assert faults(soft) == [("PEOPLE", "soft-check"), ("CHILDREN", "soft-check")]
    assert soft.complete
    assert soft.counted == {"PEOPLE": 13, "CHILDREN": 7, "CODE": "12345"}


def test_a_check_that_stays_open_passes() -> None:
    assert walk(survey("checks"), {"CHILDREN": 3}).counted == {"CHILDREN": 3}


def test_the_link_cannot_speak_for_the_respondent() -> None:
    found = walk(survey("relevance"), {}, context={"LIVES": "1", "wave": 2, "cleared": ["KR", {}], "odd": {"a": 1}})
    assert asked(found) == ["LIVES"]
    seen = {name: found.values.get(name) for name in ("wave", "cleared", "odd", "LIVES")}
    assert seen == {"wave": 2, "cleared": ("KR",), "odd": None, "LIVES": None}


def test_a_condition_tells_a_refusal_from_a_blank_and_from_what_was_not_asked() -> None:
    asking = questionnaire(
        page(question("A", missing=["refused"], required=False), question("B", show_if="A == '1'")),
        page(question("Q", show_if="A is refused and B is not_asked"), question("R", show_if="A is unanswered")),
    )
    assert asked(walk(asking, {"A": {"missing": "refused"}})) == ["A", "Q"]
    assert asked(walk(asking, {})) == ["A", "R"]
    assert asked(walk(asking, {"A": "1"})) == ["A", "B"]


def test_today_is_the_date_of_the_interview() -> None:
    born = {"kind": "number"}
    asking = questionnaire(page(question("A", born), question("B", show_if="year(today()) - A >= 18")))
    assert reads_today(asking)
    assert asked(walk(asking, {"A": 2008}, context={"today": "2026-01-01"})) == ["A", "B"]
    assert asked(walk(asking, {"A": 2008}, context={"today": "2025-12-31"})) == ["A"]
    assert asked(walk(asking, {"A": 2008})) == ["A"]
    assert not reads_today(survey("relevance"))


def optional(answer: dict[str, Any], **more: Any) -> Questionnaire:
    return questionnaire(page(question("Q", answer, **more)))


def test_choosing_none_is_an_answer_where_none_need_be_chosen() -> None:
    several = {"kind": "several", "choices": choices("a", "b"), "at_least": 0}
    assert walk(optional(several), {}).complete
    assert walk(optional(several), {"Q": []}).counted == {"Q": []}
    assert walk(optional(several), {"Q": []}).values["Q"] == ()


def test_an_optional_question_may_be_left() -> None:
    assert walk(optional(NUMBER, required=False), {}).complete
    grid = {"kind": "grid", "rows": choices("r", "s"), "choices": choices("1", "2")}
    assert walk(optional(grid, required=False), {"Q": {"r": "1"}}).complete


def test_information_is_shown_and_never_answered() -> None:
    found = walk(optional({"kind": "information"}), {"Q": "x"})
    assert asked(found) == ["Q"]
    assert found.complete
    assert found.ignored == ("Q",)


def test_best_and_worst_come_from_the_screens_of_the_design_drawn() -> None:
    bw = survey("best-worst")
    versions = {walk(bw, {}, seed=str(seed)).pages[0].asked[0].shown.screens for seed in range(20)}
    assert len(versions) == 2
    screens = walk(bw, {}, seed="1").pages[0].asked[0].shown.screens
    answer = [{"best": screen[0], "worst": screen[1]} for screen in screens]
    found = walk(bw, {"BW": answer}, seed="1")
    assert found.complete
    assert found.counted["BW"][0] == {"shown": list(screens[0]), "best": screens[0][0], "worst": screens[0][1]}
    half = walk(bw, {"BW": answer[:2]}, seed="1")
    assert faults(half) == [("BW", "required")] * 2
    assert len([screen for screen in half.counted["BW"] if screen]) == 2
