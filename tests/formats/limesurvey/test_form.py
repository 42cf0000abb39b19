"""What a LimeSurvey survey says comes out as it was, in either layout, or is listed."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.native import read_native, write_native
from surveyapp.formats.reading import read
from surveyapp.formats.result import count_kept
from surveyapp.questionnaire.answer_types import Calculated, Grid, Information, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.conditions import Constant
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.writing import asked, completed, lost_at, lss, read_survey

AB = {"A1": "First", "A2": "Second"}
ROWS = {"R1": "Row one", "R2": "Row two"}


def q(kind: str, title: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "title": title, **more}


def show_if(result: Any, name: str) -> str:
    return to_text(asked(result, name).show_if)


@pytest.mark.parametrize("new_layout", [False, True])
def test_both_layouts_give_the_same_questionnaire(new_layout: bool) -> None:
    questions = [
        q("L", "one", answers=AB, mandatory="Y"),
        q("M", "many", subquestions=ROWS, relevance='one.NAOK == "A1"'),
        q("F", "grid", subquestions=ROWS, answers=AB, help="Help"),
    ]
    result = read_survey(questions, new_layout=new_layout, languages=("fr", "de-informal", "en"))
    whole = result.questionnaire
    assert whole.languages == ("fr", "de-x-informal", "en")
    assert whole.title == {"fr": "Title fr", "de-x-informal": "Title de-informal", "en": "Title en"}
    assert asked(result, "one").text["de-x-informal"] == "Question (de-informal)"
    assert [choice.text["en"] for choice in asked(result, "one").answer.choices] == ["First (en)", "Second (en)"]
    assert asked(result, "grid").hint == {"fr": "Help (fr)", "de-x-informal": "Help (de-informal)", "en": "Help (en)"}
    assert show_if(result, "many") == "one == 'A1'"
    assert asked(result, "one").required and not asked(result, "many").required
    kept = count_kept(whole)
    assert (kept.pages, kept.questions, kept.choices) == (1, 3, 2 + 2 + 2)
    assert read_native(write_native(whole)) == whole
    assert completed(whole).complete


EVERY_KIND = [
    *(q(kind, f"t{kind}") for kind in "STU"),
    *(q("N", "n"), q("Y", "y"), q("G", "g"), q("5", "five")),
    *(q("L", "l", answers=AB, other="Y"), q("!", "d", answers=AB), q("O", "o", answers=AB)),
    *(q("M", "m", subquestions=ROWS), q("P", "p", subquestions=ROWS), q("R", "r", answers=AB)),
    *(q(kind, f"g{kind}", subquestions=ROWS, answers=AB) for kind in "ABCEFH"),
    *(q("X", "x"), q("*", "star", question="{n * 2}")),
]


def test_types_become_kinds_of_answer() -> None:
    result = read_survey(EVERY_KIND)
    kinds = [type(question.answer) for question in result.questionnaire.questions()]
    single = [*([OpenText] * 3), Number, *([One] * 6), *([Several] * 2), Ranking]
    assert kinds == [*single, *([Grid] * 6), Information, Calculated]
    assert asked(result, "d").answer.layout == "select"
    assert asked(result, "o").comment
    assert all(choice.comment for choice in asked(result, "p").answer.choices)


def test_codes_are_those_of_the_source_also_where_it_only_implies_them() -> None:
    result = read_survey(EVERY_KIND)
    names = ("y", "g", "five", "l", "gC", "gE")
    assert {name: [choice.code for choice in asked(result, name).answer.choices] for name in names} == {
        "y": ["Y", "N"],
        "g": ["F", "M"],
        "five": ["1", "2", "3", "4", "5"],
        "l": ["A1", "A2", "-oth-"],
        "gC": ["Y", "U", "N"],
        "gE": ["I", "S", "D"],
    }
    assert asked(result, "l").answer.choices[-1].other


def test_implied_choices_are_worded_in_every_language_we_know_else_in_english() -> None:
    result = read_survey([q("Y", "y")], languages=("vi", "fr", "ja", "sw"))
    assert asked(result, "y").answer.choices[0].text == {"vi": "Có", "fr": "Oui", "ja": "はい", "sw": "Yes"}


@pytest.mark.parametrize("kind", ["|", "I", "?"])
def test_types_outside_our_kinds_are_listed(kind: str) -> None:
    result = read_survey([q(kind, "gone"), q("S", "s", relevance='gone.NAOK == "1"')])
    assert f"question of type {kind}" in lost_at(result, "gone")
    assert "always shown" in lost_at(result, "s.relevance")


def test_a_question_of_several_fields_is_one_grid_whose_fields_conditions_reach() -> None:
    result = read_survey(
        [
            q("K", "k", subquestions=ROWS, attributes={"min_num_value_n": "1", "max_num_value_n": "9"}, mandatory="Y"),
            q(";", "t", subquestions={**ROWS, "1/C1": "Column"}),
            q(":", "b", subquestions={**ROWS, "1/C1": "Column"}, attributes={"multiflexible_checkbox": "1"}),
            q("S", "s", relevance='k_R1.NAOK > 3 and t_R2_C1.NAOK == "x" and b_R1_C1.NAOK == "1"'),
        ]
    )
    assert [question.id for question in result.questionnaire.questions()] == ["k", "t", "b", "s"]
    assert asked(result, "k").answer.cell.maximum == 9 and asked(result, "k").required
    assert [(column.code, column.answer.kind) for column in asked(result, "t").answer.columns] == [("C1", "text")]
    assert asked(result, "b").answer.cell.kind == "several"
    assert show_if(result, "s") == "k.R1 > 3 and t.R2.C1 == 'x' and 'C1' in b.R1"
    assert not [lost for lost in result.lost if lost.place in ("k", "t", "b")]


def test_the_total_of_several_numbers_is_checked_unless_nothing_is_given() -> None:
    result = read_survey([q("K", "k", subquestions=ROWS, attributes={"equals_num_value": "100"})])
    (check,) = asked(result, "k").checks
    assert to_text(check.condition) == "sum(k.R1, k.R2) == 0 or sum(k.R1, k.R2) == 100"


def test_an_equation_for_every_field_is_checked_field_by_field() -> None:
    result = read_survey([q("K", "k", subquestions=ROWS, attributes={"em_validation_sq": "this > 2"})])
    assert [to_text(check.condition) for check in asked(result, "k").checks] == ["k.R1 > 2", "k.R2 > 2"]


def test_a_dual_scale_array_is_a_grid_of_two_columns() -> None:
    rows = [
        {"qid": "1", "code": code, "answer": code, "language": "en", "sortorder": "1", "scale_id": scale}
        for code, scale in (("A1", "0"), ("A2", "0"), ("B1", "1"))
    ]
    questions = [
        q("1", "d", subquestions=ROWS, attributes={"dualscale_headerA": "How bad"}),
        q("S", "s", relevance='d_R1_1.NAOK == "B1"'),
    ]
    result = read_survey(questions, answers=rows)
    columns = asked(result, "d").answer.columns
    assert [[choice.code for choice in column.answer.choices] for column in columns] == [["A1", "A2"], ["B1"]]
    assert [column.text for column in columns] == [{"en": "How bad"}, {"en": "2"}]
    assert show_if(result, "s") == "d.R1.1 == 'B1'"


def test_expressions_may_use_the_old_names_with_numbers() -> None:
    result = read_survey(
        [
            q("M", "m", subquestions=ROWS),
            q("Y", "y"),
            q("S", "s", relevance='99X7X1R1.NAOK == "Y" or 99X7X2.NAOK == "N"'),
        ]
    )
    assert show_if(result, "s") == "'R1' in m or y == 'N'"


def test_a_row_of_a_grid_can_be_asked_about() -> None:
    result = read_survey(
        [q("F", "g", subquestions=ROWS, answers=AB), q("S", "s", relevance='g_R2.NAOK == "A2" or is_empty(g_R1)')]
    )
    assert show_if(result, "s") == "g.R2 == 'A2' or g.R1 is missing"
    found = walk(result.questionnaire, {"g": {"R1": "A1", "R2": "A2"}})
    assert [one.question.id for one in found.pages[0].asked] == ["g", "s"]


def test_array_filters_narrow_rows_and_choices() -> None:
    result = read_survey(
        [
            q("M", "m", subquestions=ROWS),
            q("F", "g", subquestions=ROWS, answers=AB, attributes={"array_filter": "m"}),
            q("M", "rest", subquestions=ROWS, attributes={"array_filter_exclude": "m"}),
        ]
    )
    shown = {one.question.id: one.shown for one in walk(result.questionnaire, {"m": ["R2"]}).pages[0].asked}
    assert [row.code for row in shown["g"].rows] == ["R2"]
    assert [choice.code for choice in shown["rest"].choices] == ["R1"]


def test_group_relevance_becomes_the_pages() -> None:
    result = read_survey([q("S", "s")], group={"grelevance": "s == 'x'"})
    assert to_text(result.questionnaire.pages[0].show_if) == "always"
    assert "asked later" in lost_at(result, "groups.7.relevance")


def test_limits_and_exclusive_choices_are_kept() -> None:
    result = read_survey(
        [
            q(
                "M",
                "m",
                subquestions=ROWS,
                attributes={"exclude_all_others": "R2", "max_answers": "1", "random_order": "1"},
            ),
            q("R", "r", answers=AB, attributes={"min_answers": "1", "max_answers": "1"}),
            q("N", "a", attributes={"num_value_int_only": "1", "max_num_value_n": "115", "suffix": "years"}),
            q("N", "b", attributes={"max_num_value_n": "a"}),
            q("S", "v", attributes={"em_validation_q": "this.NAOK != 'x'", "em_validation_q_tip": "Not x"}),
        ]
    )
    assert [choice.exclusive for choice in asked(result, "m").answer.choices] == [False, True]
    assert (asked(result, "m").answer.at_most, asked(result, "m").answer.shuffle) == (1, True)
    assert (asked(result, "r").answer.at_least, asked(result, "r").answer.top) == (1, 1)
    assert (asked(result, "a").answer.maximum, asked(result, "a").answer.decimals) == (115, 0)
    assert asked(result, "a").answer.unit == {"en": "years"}
    assert [problem.question for problem in walk(result.questionnaire, {"a": 3, "b": 4}).problems] == ["b"]
    assert asked(result, "v").checks[0].text == {"en": "Not x"}
    assert [problem.question for problem in walk(result.questionnaire, {"v": "x"}).problems] == ["v"]


def test_a_pattern_matches_anywhere_unless_it_is_anchored() -> None:
    result = read_survey([q("S", "a", preg="/^[0-9]+$/"), q("S", "b", preg="/cat/i"), q("S", "c", preg="/(?=x)/")])
    given = {"a": "12", "b": "a CAT!"}
    assert walk(result.questionnaire, given).counted == given
    assert walk(result.questionnaire, {"a": "x12", "b": "dog"}).counted == {}
    assert asked(result, "c").answer.pattern is None
    assert lost_at(result, "c.preg")


def test_html_becomes_plain_text_with_its_paragraphs() -> None:
    html = "<p>First &amp; <b>bold</b></p><p>Second<br/>line</p><img src='x.png'/><script>alert(1)</script>"
    result = read_survey([q("X", "x", question=html)])
    assert "alert" not in asked(result, "x").text["en"]
    assert asked(result, "x").text["en"].startswith("First & bold\n\nSecond\nline")
    assert lost_at(result, "x.text") == "image, script: wording is plain text"


def test_wording_shows_earlier_answers_and_lists_what_it_cannot_compute() -> None:
    result = read_survey(
        [
            q("S", "name"),
            q("L", "one", answers=AB),
            q("X", "x", question="Hi {name}, {one.shown} {if(name=='x','y','z')} {TOKEN:FIRSTNAME} { kept } {2,3}"),
        ]
    )
    form = "{x_text1, select, 1 {y} other {z}}"
    assert asked(result, "x").text["en"] == f"Hi {{name}}, {{one}} {form} … {{ kept }} {{2,3}} (en)"
    assert "{TOKEN:FIRSTNAME}" in lost_at(result, "x.text")


def test_a_text_that_depends_on_one_choice_has_a_form_for_it() -> None:
    nested = "{if(one.NAOK == 'A1', 'sir', if(one != 'A2', 'you', 'madam'))}"
    result = read_survey(
        [
            q("L", "one", answers=AB, mandatory="N"),
            q("S", "name"),
            q("X", "x", question=f"Dear {nested}"),
            q(
                "X",
                "y",
                question="{one.question} {one.relevance} {if(one > 'A1', 'a', 'b')} {if(name == 'x', 'a', 'b')}",
            ),
            q("X", "z", question="{if(one == 'A1', concat('a', name), 'b')} {if(later == 'A1', 'a', 'b')}"),
            q("L", "later", answers=AB),
        ]
    )

    def dear(answers: dict[str, Any]) -> str:
        message = asked(result, "x").text["en"]
        return pipe(message, answers, result.questionnaire, "en")

    assert dear({"one": "A1"}).startswith("Dear sir")
    assert dear({"one": "A2"}).startswith("Dear madam")
    assert dear({"one": None}).startswith("Dear you")
    forms = "{y_text1, select, 1 {a} other {b}} {y_text2, select, 1 {a} other {b}}"
    assert asked(result, "y").text["en"] == f"Question (en) … {forms} (en)"
    assert asked(result, "z").text["en"] == "{one, select, A1 {a{name}} other {b}} … (en)"
    assert ".relevance" in lost_at(result, "y.text") and "`later`" in lost_at(result, "z.text")


def test_an_equation_is_calculated_and_a_strange_one_is_a_warning() -> None:
    result = read_survey(
        [
            q("N", "n"),
            q("*", "bmi", attributes={"equation": "{if(n > 2, n * 2, 0)}"}),
            q("*", "odd", question="{cos(n)}"),
        ]
    )
    assert walk(result.questionnaire, {"n": 4}).counted["bmi"] == 8
    assert [(problem.severity, problem.place) for problem in result.problems] == [("warning", "odd.equation")]


def test_hidden_questions_and_settings_with_a_meaning_are_listed() -> None:
    result = read_survey(
        [
            q("S", "h", attributes={"hidden": "1"}),
            q("S", "s", attributes={"time_limit": "30", "text_input_width": "5", "prefix": "$", "hide_tip": "1"}),
        ]
    )
    assert "asked of nobody" in lost_at(result, "h")
    assert all(word in lost_at(result, "s") for word in ("time_limit: 30", "text_input_width=5", "prefix: $"))


def test_a_question_in_no_group_is_still_asked() -> None:
    result = read_survey([q("S", "s", gid="12")])
    assert asked(result, "s")


def test_a_survey_archive_of_another_kind_is_refused() -> None:
    data = lss([q("S", "s")]).replace(b">Survey<", b">Label set<")
    assert [problem.code for problem in read(data, "x.lsl").problems] == ["unreadable"]


def test_older_files_have_conditions_instead_of_equations() -> None:
    def condition(scenario: str, cqid: str, field: str, method: str, value: str) -> dict[str, str]:
        return {"qid": "3", "scenario": scenario, "cqid": cqid, "cfieldname": field, "method": method, "value": value}

    rows = [
        condition("1", "1", "99X7X1", "==", "A1"),
        condition("1", "1", "99X7X1", "==", "A2"),
        condition("1", "2", "+99X7X2R1", "==", "Y"),
        condition("2", "2", "99X7X2", "==", "R2"),
    ]
    questions = [q("L", "one", answers=AB), q("M", "many", subquestions=ROWS), q("S", "s")]
    result = read_survey(questions, conditions=rows)
    assert show_if(result, "s") == "(one == 'A1' or one == 'A2') and 'R1' in many or 'R2' in many"
    pattern = read_survey(questions, conditions=[condition("1", "1", "99X7X1", "RX", "/x/")])
    assert show_if(pattern, "s") == "matches(one, '(?s).*(?:x).*')"
    other = read_survey(questions, conditions=[condition("1", "1", "99X7X1", "==", "@99X7X2R1@")])
    assert show_if(other, "s").startswith("one == if('R1' in many, 'Y')")
    strange = read_survey(questions, conditions=[condition("1", "0", "{TOKEN:EMAIL}", "==", "x")])
    assert "always shown" in lost_at(strange, "s")


def test_a_question_of_several_pieces_may_count_its_own() -> None:
    result = read_survey(
        [
            q("M", "m", subquestions=ROWS, attributes={"em_validation_q": "count(self.NAOK) < 2"}),
            q("A", "g", subquestions=ROWS),
            q("S", "s", relevance="countifop('>=', 4, that.g.NAOK) == 2"),
        ]
    )
    assert [problem.question for problem in walk(result.questionnaire, {"m": ["R1", "R2"]}).problems] == ["m"]
    assert walk(result.questionnaire, {"m": ["R1"]}).complete
    assert show_if(result, "s") == "g.R1 >= 4 and g.R2 >= 4"


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({}, "date"),
        ({"date_format": "dd.mm.yyyy"}, "date"),
        ({"date_format": "mm/yyyy"}, "month"),
        ({"date_format": "yyyy"}, "date"),
        ({"date_format": "yyyy-mm-dd HH:MM"}, "datetime"),
        ({"date_format": "HH:MM"}, "time"),
    ],
)
def test_a_date_is_asked_as_its_format_says(attributes: dict[str, str], kind: str) -> None:
    result = read_survey([{**q("D", "d"), "attributes": {**attributes, "date_min": "1990-1-31"}}])
    answer: Any = result.questionnaire.question_by_id["d"].answer
    assert answer.kind == kind
    if kind == "date":
        assert answer.minimum == Constant("1990-01-31")


def test_a_limit_of_a_date_that_is_no_date_is_listed() -> None:
    result = read_survey([{**q("D", "d"), "attributes": {"date_max": "{born + 3}"}}])
    assert lost_at(result, "d.date_max")
