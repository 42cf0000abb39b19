"""What an XLSForm says comes out as it was, or is listed."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.native import read_native, write_native
from surveyapp.formats.result import ReadResult, count_kept
from surveyapp.questionnaire.answer_types import Information, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.condition_text import parse, to_text
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk
from tests.formats.writing import asked, completed, lost_at, read_form

HEAD = ["type", "name", "label", "relevant", "constraint", "constraint_message", "required", "appearance", "parameters"]
YES_NO = [["list_name", "name", "label"], ["yn", "y", "Yes"], ["yn", "n", "No"]]


def form(*rows: list[Any], choices: Any = YES_NO, **more: Any) -> Any:
    return read_form([HEAD, *rows], choices, **more)


def row(kind: str, name: str, **cells: str) -> list[str]:
    return [kind, name, cells.pop("label", name.upper()), *(cells.pop(column, "") for column in HEAD[3:])]


def show_if(result: Any, name: str) -> str:
    return to_text(asked(result, name).show_if)


def test_a_whole_form_survives_writing_and_reading() -> None:
    result = form(
        row("select_one yn", "a"),
        row("begin group", "g", label="Group", relevant="${a} = 'y'", appearance="field-list"),
        row("select_multiple yn", "b", required="yes"),
        row("integer", "c", constraint=". >= 0 and . <= 120", constraint_message="Really?"),
        row("end group", ""),
        row("rank yn", "d"),
        settings=[["form_title", "form_id"], ["Title", "form-1"]],
    )
    whole = result.questionnaire
    assert read_native(write_native(whole)) == whole
    assert (whole.id, whole.title, whole.languages) == ("form-1", {"und": "Title"}, ("und",))
    assert [(page.id, to_text(page.show_if)) for page in whole.pages] == [
        ("page-1", "always"),
        ("g", "a == 'y'"),
        ("page-3", "always"),
    ]
    kept = count_kept(whole)
    assert (kept.pages, kept.questions, kept.choices) == (3, 4, 6)
    assert completed(whole).complete


def test_types_become_kinds_of_answer() -> None:
    result = form(
        row("text", "t"),
        row("integer", "i"),
        row("decimal", "d"),
        row("range", "r", parameters="start=0 end=1 step=0.5"),
        row("note", "n"),
        row("acknowledge", "k"),
        row("select one from yn", "s"),
        row("select all that apply from yn", "m"),
        row("rank yn", "o", parameters="randomize=true"),
        row("percentage", "p"),
    )
    kinds = [type(question.answer) for question in result.questionnaire.questions()]
    assert kinds == [*(OpenText, Number, Number, Number, Information, One, One, Several, Ranking, Number)]
    assert asked(result, "i").answer.decimals == 0
    assert (asked(result, "r").answer.minimum, asked(result, "r").answer.maximum) == (0, 1)
    assert asked(result, "o").answer.shuffle
    assert asked(result, "p").answer.maximum == 100
    assert [choice.code for choice in asked(result, "k").answer.choices] == ["OK"]


@pytest.mark.parametrize("kind", ["geopoint", "image", "barcode", "file", "audio", "start"])
def test_types_outside_our_kinds_are_listed(kind: str) -> None:
    result = form(row(kind, "gone"), row("text", "q", relevant="${gone} != ''"))
    assert "gone" not in result.questionnaire.question_by_id
    assert kind in lost_at(result, "gone")
    assert show_if(result, "q") == "always"
    assert "which is not kept; the question is always shown" in lost_at(result, "q.relevant")


def test_languages_come_from_headers_and_the_default_is_first() -> None:
    head = ["type", "name", "label::French (fr)", "label::English (en)", "hint::English (en)", "label::Tiếng Việt"]
    result = read_form(
        [head, ["text", "q", "Nom", "Name", "Hint", "Tên"]], settings=[["default_language"], ["English (en)"]]
    )
    assert result.questionnaire.languages == ("en", "fr", "vi")
    assert asked(result, "q").text == {"fr": "Nom", "en": "Name", "vi": "Tên"}
    assert asked(result, "q").hint == {"en": "Hint"}


def test_a_language_that_nobody_knows_has_a_private_tag_and_is_listed() -> None:
    result = read_form([["type", "name", "label::Klingonish"], ["text", "q", "nuq"]])
    assert result.questionnaire.languages == ("und-x-klingoni",)
    assert "und-x-klingoni" in lost_at(result, "survey.label::Klingonish")


def test_headers_may_be_in_any_case_and_in_old_spellings() -> None:
    result = read_form(
        [["TYPE", "Name", "Caption", "bind:relevant"], ["select_one yn", "a", "A", ""], ["text", "b", "B", "${a}='y'"]],
        [["list name", "value", "LABEL"], ["yn", "y", "Yes"]],
    )
    assert show_if(result, "b") == "a == 'y'"


def test_not_equal_is_true_of_what_is_unanswered() -> None:
    result = form(row("select_one yn", "a"), row("text", "b", relevant="${a} != 'y'"))
    assert show_if(result, "b") == "a != 'y' or a is missing"
    assert len(walk(result.questionnaire, {}).pages[0].asked) == 2


def test_relevance_that_looks_ahead_is_listed_and_the_question_always_shown() -> None:
    result = form(row("text", "a", relevant="${b} = 'y'"), row("select_one yn", "b"))
    assert show_if(result, "a") == "always"
    assert "asked later" in lost_at(result, "a.relevant")


def test_a_number_is_held_to_its_limits_and_keeps_its_message() -> None:
    result = form(row("integer", "a", constraint=". > 0 and . < 10", constraint_message="1 to 9"))
    answer = asked(result, "a").answer
    assert (answer.minimum, answer.maximum) == (1, 9)
    assert asked(result, "a").checks[0].text == {"und": "1 to 9"}
    assert walk(result.questionnaire, {"a": 10}).problems


def test_a_constraint_on_another_answer_becomes_a_check() -> None:
    result = form(row("integer", "a"), row("integer", "b", constraint=". <= ${a}", constraint_message="Too many"))
    found = walk(result.questionnaire, {"a": 3, "b": 4})
    assert [problem.question for problem in found.problems] == ["b"]
    assert walk(result.questionnaire, {"a": 3, "b": 3}).complete
    assert [problem.question for problem in walk(result.questionnaire, {"b": 3}).problems] == ["b"]


def test_counting_the_choices_of_the_question_itself_limits_them() -> None:
    result = form(row("select_multiple yn", "a", constraint="count-selected(.) <= 1"))
    assert asked(result, "a").answer.at_most == 1


def test_a_pattern_is_kept_where_re2_can_read_it() -> None:
    result = form(
        row("text", "a", constraint="regex(., '^[0-9]{4}$')", constraint_message="Four digits"),
        row("text", "b", constraint="regex(., '(?=x)')"),
    )
    assert asked(result, "a").answer.pattern == "[0-9]{4}"
    assert "our own words" in lost_at(result, "a.constraint_message")
    assert lost_at(result, "b.constraint")


def test_a_choice_filter_narrows_the_list() -> None:
    choices = [
        ["list_name", "name", "label", "country"],
        ["c", "vn", "Viet Nam", ""],
        ["c", "kr", "Korea", ""],
        ["t", "hn", "Ha Noi", "vn"],
        ["t", "se", "Seoul", "kr"],
    ]
    head = ["type", "name", "label", "choice_filter"]
    result = read_form([head, ["select_one c", "c", "C", ""], ["select_one t", "t", "T", "country = ${c}"]], choices)
    found = walk(result.questionnaire, {"c": "vn"})
    assert [choice.code for choice in found.pages[0].asked[1].shown.choices] == ["hn"]


def test_or_other_adds_a_choice_that_opens_a_text() -> None:
    result = form(row("select_one yn or_other", "a"))
    last = asked(result, "a").answer.choices[-1]
    assert (last.code, last.other) == ("other", True)
    assert walk(result.questionnaire, {"a": "other", "a_other": "Perhaps"}).counted["a_other"] == "Perhaps"


def test_labels_show_earlier_answers_and_only_those() -> None:
    result = form(row("text", "a"), row("note", "b", label="Hello ${a}, ${c}"), row("text", "c"))
    assert asked(result, "b").text == {"und": "Hello {a}, …"}
    assert "not asked before" in lost_at(result, "b.label")


def test_calculations_become_cases() -> None:
    head = ["type", "name", "label", "calculation"]
    result = read_form(
        [
            head,
            ["integer", "a", "A", ""],
            ["calculate", "b", "", "if(${a} > 10, 'many', if(${a} > 0, 'few', ''))"],
            ["calculate", "c", "", "${a} * 2 + 1"],
        ]
    )
    assert walk(result.questionnaire, {"a": 12}).counted == {"a": 12, "b": "many", "c": 25}
    assert walk(result.questionnaire, {"a": 3}).counted["b"] == "few"
    assert "b" not in walk(result.questionnaire, {"a": 0}).counted


def test_a_calculation_nobody_can_read_is_a_warning_and_what_depends_on_it_is_listed() -> None:
    head = ["type", "name", "label", "calculation", "relevant"]
    result = read_form([head, ["calculate", "a", "", "words and words", ""], ["text", "b", "B", "", "${a} = 1"]])
    assert [(problem.severity, problem.place) for problem in result.problems] == [("warning", "a.calculation")]
    assert "whose calculation is lost" in lost_at(result, "b.relevant")


def errors_in(questionnaire: Questionnaire) -> list[Problem]:
    return [one for one in problems_in(questionnaire, publishing=False) if one.severity == "error"]


def repeating(*rows: list[str]) -> ReadResult:
    return read_form([["type", "name", "label", "relevant", "repeat_count", "calculation"], *rows])


def test_a_repeat_without_a_number_asks_whether_another_follows() -> None:
    result = repeating(["begin repeat", "r", "R"], ["text", "a", "A"], ["end repeat"])
    assert result.questionnaire is not None
    assert [(page.repeat, [q.id for q in page.questions]) for page in result.questionnaire.pages] == [
        ("r", ["a"]), ("r", ["r_more"]),
    ]  # fmt: skip
    assert result.questionnaire.repeats[0].again == parse("r_more == 'yes'")
    assert "at least one is asked" in lost_at(result, "r")


def test_repeats_stand_in_each_other_and_are_counted_summed_and_looked_into_behind() -> None:
    result = repeating(
        ["integer", "n", "How many"],
        ["begin repeat", "kid", "Child", "${n} > 0", "${n}"],
        ["text", "called", "Name"],
        ["note", "again", "After ${called}", "position(..) > 1"],
        ["integer", "age", "Age"],
        ["begin repeat", "toy", "Toy", "", "2"],
        ["text", "what", "Toy of ${called}", "${age} < 12"],
        ["end repeat"],
        ["end repeat"],
        ["calculate", "total", "", "", "", "sum(${age})"],
        ["calculate", "first", "", "", "", "indexed-repeat(${called}, ${kid}, 1)"],
        ["calculate", "all", "", "", "", "join(', ', ${called})"],
        ["note", "end", "${first}", "count(${kid}) = 2"],
        ["note", "lost", "${called}", "${age} > 10"],
    )
    questionnaire = result.questionnaire
    assert questionnaire is not None and not errors_in(questionnaire)
    toys = [{"what": "ball"}, {"what": "doll"}]
    kids = [{"called": "An", "age": 5, "toy": toys}, {"called": "Binh", "age": 13, "toy": [{}, {}]}]
    found = walk(questionnaire, {"n": 2, "kid": kids})
    assert {name: found.counted[name] for name in ("total", "first", "all", "what@1@2")} == {
        "total": 18, "first": "An", "all": "An, Binh", "what@1@2": "doll",
    }  # fmt: skip
    shown = [one.question.id for page in found.pages for one in page.asked]
    assert {"again@2", "end"} <= set(shown) and not {"again@1", "what@2@1"} & set(shown)
    assert "each turn" in lost_at(result, "lost.relevant") and "each turn" in lost_at(result, "lost.label")


@pytest.mark.parametrize(
    "calculation", ["indexed-repeat(${a}, ${r}, position(..) - 1)", "count(${r})", "position(../..)"]
)
def test_what_looks_into_other_turns_from_inside_is_listed(calculation: str) -> None:
    result = repeating(
        ["begin repeat", "r", "R", "", "3"],
        ["text", "a", "A"],
        ["calculate", "c", "", "", "", calculation],
        ["end repeat"],
    )
    assert lost_at(result, "c.calculation")


def test_nothing_in_a_row_is_dropped_in_silence() -> None:
    head = ["type", "name", "label", "default", "image", "required_message", "weird"]
    result = read_form([head, ["text", "q", "Q", "d", "i.png", "Please", "w"]])
    assert all(word in lost_at(result, "q") for word in ("default: d", "image: i.png", "Please", "weird: w"))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row("text", "a"), row("text", "a")], "duplicate-name"),
        ([row("begin group", "g"), row("text", "a")], "unclosed-group"),
        ([row("text", "a"), row("end group", "")], "unmatched-end"),
        ([row("begin group", "g"), row("text", "a"), row("end repeat", "")], "unmatched-end"),
        ([row("select_one nothing", "a")], "no-list"),
        ([row("text", "")], "no-name"),
        ([row("begin group", "", label=""), row("text", "a"), row("end group", "")], "no-name"),
        ([row("telepathy", "a")], "unknown-type"),
        ([row("include", "a")], "include"),
        ([row("calculate", "a")], "no-calculation"),
        ([row("text", "two words")], "bad-name"),
        ([row("", "a")], "no-type"),
        ([row("text", "a", label="${nobody}")], "unknown-name"),
        ([row("begin group", f"g{n}") for n in range(40)], "too-deep"),
    ],
)
def test_a_broken_form_is_refused_with_its_problem(rows: Any, code: str) -> None:
    result = form(*rows)
    assert result.questionnaire is None
    assert code in [problem.code for problem in result.problems if problem.severity == "error"]


def test_a_column_or_a_choice_that_stands_twice_is_refused() -> None:
    twice = read_form([["type", "name", "label", "label"], ["text", "a", "A", "B"]])
    assert [problem.code for problem in twice.problems] == ["duplicate-column"]
    codes = form(row("select_one yn", "a"), choices=[*YES_NO, ["yn", "y", "Again"]])
    assert [problem.code for problem in codes.problems] == ["duplicate-choice"]


def test_two_names_of_one_column_are_read_together_unless_they_disagree() -> None:
    head = ["type", "name", "label", "constraint", "constraint_message", "bind:jr:constraintMsg"]
    rows = [["integer", "a", "A", ". > 0", "Positive", ""], ["integer", "b", "B", ". > 0", "", "Above nought"]]
    kept = read_form([head, *rows])
    assert (kept.problems, [asked(kept, name).checks[0].text["und"] for name in "ab"]) == (
        (),
        ["Positive", "Above nought"],
    )
    both = read_form([head, ["integer", "a", "A", ". > 0", "Positive", "Above nought"]])
    (problem,) = both.problems
    assert (problem.code, problem.place) == ("duplicate-column", "survey, row 2")


def test_a_workbook_without_a_survey_is_unreadable() -> None:
    result = read_form([], survey_of_something=[["a"], ["b"]])
    assert [problem.code for problem in result.problems] == ["unreadable"]


@pytest.mark.parametrize(("kind", "here"), [("date", "date"), ("time", "time"), ("dateTime", "datetime")])
def test_moments_are_asked_and_can_be_compared(kind: str, here: str) -> None:
    result = form(row(kind, "when"), row("text", "q", relevant="${when} != ''"))
    assert result.questionnaire.question_by_id["when"].answer.kind == here
    assert to_text(result.questionnaire.question_by_id["q"].show_if) == "when is not missing"


def test_a_required_expression_asks_for_an_answer_where_it_holds_with_its_own_words() -> None:
    head = ["type", "name", "label", "required", "required_message"]
    result = read_form(
        [
            head,
            ["integer", "n", "N"],
            ["text", "q", "Q", "${n} > 1", "Say it"],
            ["text", "z", "Z", "${later} = 1"],
            ["integer", "later", "L"],
        ]
    )
    questionnaire = result.questionnaire
    assert questionnaire is not None and not errors_in(questionnaire)

    def wrong(answers: dict[str, Any]) -> list[str]:
        return [one.check.text["und"] for one in walk(questionnaire, answers).problems if one.check is not None]

    assert wrong({"n": 2}) == ["Say it"]
    assert wrong({"n": 2, "q": "it"}) == wrong({"n": 1}) == wrong({}) == []
    assert "may be left empty" in lost_at(result, "z.required")


def test_a_constraint_is_never_asked_of_an_unanswered_question() -> None:
    questionnaire = form(row("text", "q", constraint=". != ''")).questionnaire
    assert not walk(questionnaire, {}).problems


def test_a_length_in_a_constraint_is_the_longest_text() -> None:
    result = form(row("text", "q", constraint="string-length(.) <= 80 and regex(., '^(?:a|b)+$')"))
    answer = result.questionnaire.question_by_id["q"].answer
    assert (answer.max_length, answer.pattern) == (80, "(?:a|b)+")


def test_turns_beyond_what_can_be_asked_are_listed() -> None:
    result = repeating(["begin repeat", "r", "R", "", "250"], ["text", "a", "A"], ["end repeat"])
    assert result.questionnaire is not None
    assert result.questionnaire.repeats[0].most == 200
    assert "at most 200" in lost_at(result, "r")
