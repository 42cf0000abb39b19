"""A repeat asks its pages once an instance, keeps instances apart, and is known as a whole behind itself."""

import json
from typing import Any

from surveyapp.cli.walk_as_json import walk_as_json
from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.condition_text import parse, parse_expression
from surveyapp.questionnaire.conditions import evaluate, truth
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.records import record_of, records_in
from surveyapp.questionnaire.walk import Walk, steps, walk
from surveyapp.questionnaire.walk.repeating import nested
from tests.questionnaire.building import NUMBER, YES_NO, page, question, questionnaire
from tests.surveys import survey

COUNTRIES = survey("repeats")
TWO: dict[str, Any] = {
    "LIVED": ["KR", "JP"],
    "country": [
        {"YEARS": 3, "STAYS": 2, "stay": [{"PURPOSE": "study"}, {"PURPOSE": "work"}], "LIKED": {"food": "1"}},
        {"YEARS": 1, "STAYS": 1, "stay": [{"PURPOSE": "else", "PURPOSE_other": "love"}]},
    ],
    "TOTAL": 0,
}


def asked(found: Walk) -> list[str]:
    return [one.question.id for page in found.pages for one in page.asked]


def test_every_chosen_country_is_asked_about_in_turn_and_every_stay_inside_it() -> None:
    found = walk(COUNTRIES, TWO)
    assert asked(found) == [
        *("LIVED", "YEARS@KR", "STAYS@KR", "PURPOSE@KR@1", "PURPOSE@KR@2", "LIKED@KR"),
        *("YEARS@JP", "STAYS@JP", "PURPOSE@JP@1", "LIKED@JP", "TOTAL"),
    ]
    assert found.complete


def test_what_counts_comes_back_as_it_was_given_and_walks_alike() -> None:
    found = walk(COUNTRIES, TWO)
    assert nested(found) == {**TWO, "LONG": 4}
    again = walk(COUNTRIES, found.counted)
    assert (again.counted, again.pages) == (found.counted, found.pages)


def test_a_name_means_the_answer_of_the_same_instance_and_all_of_them_behind() -> None:
    found = walk(COUNTRIES, TWO)
    offered = {one.question.id: [c.code for c in one.shown.choices] for page in found.pages for one in page.asked}
    assert offered["PURPOSE@KR@1"] == ["work", "study", "else"]
    assert offered["PURPOSE@JP@1"] == ["work", "else"]
    assert found.values["YEARS"] == (3, 1)
    assert found.values["PURPOSE"] == ("study", "work", "else")
    assert found.values["PURPOSE@KR@2"] == "work"
    assert found.values["country"] == ("KR", "JP")


def test_an_unchosen_country_takes_its_answers_out_of_the_count_and_gives_them_back() -> None:
    flat = dict(walk(COUNTRIES, TWO).counted)
    without = walk(COUNTRIES, {**flat, "LIVED": ["JP"]})
    assert [name for name in without.counted if name.endswith(("@KR", "@KR@1"))] == []
    assert "YEARS@KR" in without.ignored
    assert without.values["YEARS"] == (1,)
    assert walk(COUNTRIES, {**flat, "LIVED": ["KR", "JP"]}).counted == flat


def test_a_code_that_stands_for_nothing_is_left_out() -> None:
    assert asked(walk(COUNTRIES, {"LIVED": ["none"]})) == ["LIVED"]


def test_a_repeat_goes_on_until_no_more_or_as_long_as_answers_are_given() -> None:
    around = {**TWO, "TOTAL": 2}
    one = walk(COUNTRIES, {**around, "child": [{"AGE": 4, "MORE": "no"}, {"AGE": 2}]})
    assert [name for name in asked(one) if name.startswith("AGE")] == ["AGE@1"]
    assert "AGE@+2" in one.ignored
    two = walk(COUNTRIES, {**around, "AGE@1": 4, "MORE@1": "yes", "AGE@2": 2, "MORE@2": "no"})
    assert nested(two)["child"] == [{"AGE": 4, "MORE": "yes"}, {"AGE": 2, "MORE": "no"}]
    left_open = walk(COUNTRIES, {**around, "child": [{"AGE": 4}, {"AGE": 2}]})
    assert nested(left_open)["child"] == [{"AGE": 4}, {"AGE": 2}]
    endless = walk(COUNTRIES, {**around, "child": [{"AGE": 1, "MORE": "yes"}] * 9})
    assert len(nested(endless)["child"]) == 4


def test_a_check_inside_names_its_own_instance() -> None:
    found = walk(COUNTRIES, {**TWO, "country": [{"YEARS": 3}, {"YEARS": 60}]})
    assert [(p.question, p.fault.code) for p in found.problems if p.check] == [("YEARS@JP", "soft-check")]


def test_what_is_no_list_of_objects_is_a_problem_and_loses_nothing_else() -> None:
    found = walk(COUNTRIES, {"LIVED": ["KR"], "country": "KR"})
    assert ("country", "wrong-type") in [(p.question, p.fault.code) for p in found.problems]
    mixed = walk(COUNTRIES, {"LIVED": ["KR", "JP"], "country": ["x", {"YEARS": 2}]})
    assert mixed.counted["YEARS@JP"] == 2
    assert "YEARS@+1" in walk(COUNTRIES, {"LIVED": ["none"], "country": [{"YEARS": 2}]}).ignored


def test_the_command_words_each_instance_in_the_language_asked() -> None:
    shape = walk_as_json(walk(COUNTRIES, TWO), COUNTRIES, "vi")
    json.dumps(shape)
    first = next(page for page in shape["pages"] if page["id"] == "years")
    assert first["questions"][0] | {"choices": [], "rows": []} == {
        "id": "YEARS",
        "type": "number",
        "text": "Bao nhiêu năm ở Hàn Quốc?",
        "required": True,
        "choices": [],
        "rows": [],
        "columns": [],
        "screens": [],
    }
    assert first["repeat"]["label"] == "Thời gian ở Hàn Quốc"
    where = [page["repeat"] and (page["repeat"]["section"], page["repeat"]["index"]) for page in shape["pages"]]
    assert where[1:4] == [("country", 0), ("stay", 0), ("stay", 1)]
    within = shape["pages"][3]["repeat"]["within"]
    assert (within["section"], within["key"]) == ("country", "KR")


def test_a_check_that_failed_in_an_instance_is_said_of_it() -> None:
    given = {**TWO, "country": [{"YEARS": 3}, {"YEARS": 60}]}
    shape = walk_as_json(walk(COUNTRIES, given), COUNTRIES, "vi")
    (told,) = (problem for problem in shape["problems"] if problem["code"] == "soft-check")
    assert told == {
        "question": "YEARS",
        "code": "soft-check",
        "text": "Lâu vậy ở Nhật Bản?",
        "repeat": {"section": "country", "index": 1},
    }


def test_every_screen_of_every_instance_has_its_own_key() -> None:
    keys = [step.key for step in steps(walk(COUNTRIES, TWO))]
    assert keys[1:4] == ["years@KR", "purpose@KR@1", "purpose@KR@2"]
    assert len(set(keys)) == len(keys)


def test_the_tiny_questionnaire_is_sound() -> None:
    assert [problem for problem in problems_in(COUNTRIES) if problem.severity == "error"] == []


def test_lint_names_repeats_that_cannot_be_asked() -> None:
    pages = [page(question("A", NUMBER), name="p1"), page(question("B"), name="p2", repeat="r")]
    pages += [page(question("C"), name="p3"), page(question("D"), name="p4", repeat="r")]
    unclear = questionnaire(*pages, repeats=[{"id": "r", "count": "A", "over": "A"}])
    assert {"repeat-unclear", "repeat-apart"} <= {problem.code for problem in problems_in(unclear)}
    forward = questionnaire(*pages[:2], repeats=[{"id": "r", "count": "B"}])
    assert "forward-reference" in {problem.code for problem in problems_in(forward)}
    circle = [{"id": "r", "count": "A", "inside": "s"}, {"id": "s", "count": "A", "inside": "r"}]
    assert "repeat-in-itself" in {p.code for p in problems_in(questionnaire(*pages[:2], repeats=circle))}
    assert "unknown-repeat" in {problem.code for problem in problems_in(questionnaire(*pages[:2]))}
    gate = questionnaire(
        pages[0], page(question("B"), name="p2", repeat="r", gate=True), repeats=[{"id": "r", "count": "A"}]
    )
    assert "gate-in-repeat" in {problem.code for problem in problems_in(gate)}


def test_the_number_of_turns_is_bounded() -> None:
    many = questionnaire(
        page(question("N", NUMBER), name="p1"),
        page(question("Q", YES_NO), name="p2", repeat="r"),
        repeats=[{"id": "r", "count": "N * 1000", "most": 5}],
    )
    assert asked(walk(many, {"N": 9999999})) == ["N", *(f"Q@{at}" for at in range(1, 6))]
    assert asked(walk(many, {"N": -3})) == ["N"]


def test_each_instance_is_a_row_of_its_own_table_and_the_respondent_has_the_number() -> None:
    found = walk(COUNTRIES, TWO)
    assert record_of(found)["country"] == "2"
    assert "YEARS" not in record_of(found)
    rows = records_in(found, "country")
    assert [(row["country"], row["index"], row["YEARS"], row["stay"]) for row in rows] == [
        ("KR", "1", "3", "2"),
        ("JP", "2", "1", "1"),
    ]
    assert [(row["country"], row["stay"], row["PURPOSE"]) for row in records_in(found, "stay")] == [
        ("KR", "1", "study"),
        ("KR", "2", "work"),
        ("JP", "1", "else"),
    ]
    assert records_in(found, "stay")[2]["PURPOSE_other"] == "love"
    own = [variable.name for variable in variables_of(COUNTRIES)]
    assert [name for name in own if name.startswith(("country", "YEARS", "child"))] == ["country", "child"]
    assert [variable.name for variable in variables_of(COUNTRIES, "stay")] == ["PURPOSE", "PURPOSE_other"]
    columns = {"country", "index", *(variable.name for variable in variables_of(COUNTRIES, "country"))}
    assert all(set(row) <= columns for row in rows)


def test_a_condition_behind_a_repeat_looks_at_each_instance() -> None:
    values = walk(COUNTRIES, TWO).values
    assert truth(parse("any of country (YEARS == 1 and STAYS == 1)"), values) is True
    assert truth(parse("any of country (YEARS == 3 and STAYS == 1)"), values) is False
    assert truth(parse("all of country (YEARS >= 1)"), values) is True
    assert evaluate(parse_expression("parts of country (YEARS > 2)"), values) == ("KR",)
    assert evaluate(parse_expression("sum of country (YEARS * 12)"), values) == 48
    assert evaluate(parse_expression("count of country (any of stay (PURPOSE == 'work'))"), values) == 1
