"""Forms that are written are accepted by pyxform and read back as they were; what cannot be said is listed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.reading import read
from surveyapp.formats.writing import write
from surveyapp.formats.written.xlsform.xpath import Answers, XPathWriter
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.answer_types import Grid, Month, Number, One, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.conditions import ALWAYS, Condition, holds, names_in, truth
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.schema import Check, Page, Question, Questionnaire
from tests.formats.writing import read_form
from tests.formats.written.questionnaires import CODES, conditions, forms, situations
from tests.reference_data import reference_folder

KNOWN = {"q1": "one", "q2": "several", "q3": "number"}
SYMBOLS: dict[str, Any] = {"q1": Single("q1"), "q2": Many("q2", CODES), "q3": Single("q3", "number")}
NAMES = {name: Answers(name, dict(zip(CODES, CODES, strict=True)) if kind != "number" else {}, kind == "several")
         for name, kind in KNOWN.items()}  # fmt: skip


def accept(content: bytes) -> None:
    convert(BytesIO(content), warnings=[], file_type=".xlsx", form_name="data")


def read_back(questionnaire: Questionnaire) -> Questionnaire:
    written = write(questionnaire, "xlsform").content
    accept(written)
    found = read(written, "form.xlsx").questionnaire
    assert found is not None
    return found


def asking(*questions: Question, languages: tuple[str, ...] = ("en",)) -> Questionnaire:
    page = Page(id="page", questions=questions)
    return Questionnaire(id="form", languages=languages, title={"en": "Form"}, pages=(page,))


def lost_of(questionnaire: Questionnaire) -> dict[str, str]:
    return {lost.place: lost.what for lost in write(questionnaire, "xlsform").lost}


@given(conditions(KNOWN))
def test_a_condition_is_true_in_xpath_exactly_where_it_holds(condition: Condition) -> None:
    text = XPathWriter(NAMES).where_true(condition)
    understood = Translator(XPath(Scope(dict(SYMBOLS)))).condition(parse_xpath(text)).yes
    for values in situations(KNOWN):
        assert holds(understood, values) is holds(condition, values), (text, values)


@given(conditions(KNOWN))
def test_a_constraint_is_false_exactly_where_its_check_is_false(condition: Condition) -> None:
    text = XPathWriter(NAMES, own="q3").where_not_false(condition)
    understood = Translator(XPath(Scope(dict(SYMBOLS)), Single("q3", "number"))).condition(parse_xpath(text)).no
    for values in situations(KNOWN):
        if values["q3"] is not None:
            assert holds(understood, values) is (truth(condition, values) is False), (text, values)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms())
def test_a_form_is_read_back_as_it_was_written(questionnaire: Questionnaire) -> None:
    back = read_back(questionnaire)
    assert not [lost for lost in write(questionnaire, "xlsform").lost if lost.what != "a whole page"]
    assert _without_conditions(back) == _without_conditions(questionnaire)
    again = read_back(back)
    assert _without_conditions(again) == _without_conditions(back)
    for first, second in zip(questionnaire.questions(), back.questions(), strict=True):
        names = {name: kind for name, kind in _kinds(questionnaire).items() if name in _named(first.show_if)}
        for values in situations(names):
            assert holds(first.show_if, values) is holds(second.show_if, values)


def _kinds(questionnaire: Questionnaire) -> dict[str, str]:
    return {question.id: question.answer.kind for question in questionnaire.questions()}


def _named(condition: Condition) -> frozenset[str]:
    return names_in(condition)


def _without_conditions(value: Any) -> Any:
    if isinstance(value, Model):
        fields = {
            name: getattr(value, name)
            for name in type(value).model_fields
            if name not in ("show_if", "condition", "when")
        }
        return type(value).__name__, {name: _without_conditions(inner) for name, inner in fields.items()}
    if isinstance(value, tuple):
        return [_without_conditions(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _without_conditions(inner) for name, inner in value.items()}
    return value


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("choice_filter", "or_other", "piping", "cascade")))
def test_what_was_read_from_a_form_is_written_as_it_was(what: str) -> None:
    survey = {
        "choice_filter": [["select_one l", "b", "B", "", "selected(${a}, name)"]],
        "or_other": [
            ["select_multiple l or_other", "b", "B", "", ""],
            ["text", "c", "C", "selected(${b}, 'other')", ""],
        ],
        "piping": [["text", "b", "You said ${a}, {really}?", "${a} != 'x'", ""]],
        "cascade": [["select_one l", "b", "B", "", "kind = ${c} or name = 'x'"]],
    }[what]
    rows = [
        ["type", "name", "label", "relevant", "choice_filter"],
        ["integer", "c", "How many", "", ""],
        ["select_multiple l", "a", "A", "", ""],
        *[row for row in survey if row[1] != "c"],
    ]
    choices = [["list_name", "name", "label", "kind"], ["l", "x", "X", "1"], ["l", "y", "Y", "2"]]
    found = read_form(rows, choices).questionnaire
    assert found is not None
    assert read_back(found) == found


def test_the_bundled_instrument_becomes_a_form_and_says_what_it_loses() -> None:
    questionnaire = bundled(INTEREST_AND_NEEDS)
    written = write(questionnaire, "xlsform")
    accept(written.content)
    back = read(written.content, "form.xlsx")
    assert back.questionnaire is not None and not back.problems
    assert back.questionnaire.languages == questionnaire.languages
    assert all(lost.place and lost.why for lost in written.lost)


def test_a_grid_becomes_a_table_of_questions_which_conditions_still_reach() -> None:
    scale = (Choice(code="1", text={"en": "Low"}), Choice(code="2", text={"en": "High"}))
    rows = (Choice(code="r", text={"en": "Row"}),)
    grid = Question(id="g", text={"en": "Grid"}, answer=Grid(rows=rows, choices=scale), required=True)
    after = Question(id="why", text={"en": "Why?"}, answer=OpenText(), show_if=parse("g.r == '2'"))
    back = read_back(asking(grid, after)).question_by_id
    assert list(back) == ["g_r", "why"]
    assert isinstance(back["g_r"].answer, One) and back["g_r"].required
    assert holds(back["why"].show_if, {"g_r": "2"}) and not holds(back["why"].show_if, {"g_r": "1"})
    assert lost_of(asking(grid))["g"] == "a grid"


def test_an_exclusive_choice_becomes_a_constraint() -> None:
    choices = (Choice(code="a", text={"en": "A"}), Choice(code="none", text={"en": "None"}, exclusive=True))
    question = read_back(asking(Question(id="q", text={"en": "Q"}, answer=Several(choices=choices)))).question_by_id[
        "q"
    ]
    assert len(question.checks) == 1
    assert truth(question.checks[0].condition, {"q": ("a", "none")}) is False
    assert truth(question.checks[0].condition, {"q": ("none",)}) is not False


def test_names_that_xml_cannot_bear_are_changed_and_listed_and_conditions_follow() -> None:
    first = Question(id="số 1", text={"en": "First"}, answer=Number())
    second = Question(id="b", text={"en": "Second"}, answer=OpenText(), show_if=parse("`số 1` > 3"))
    back = read_back(asking(first, second))
    renamed = next(iter(back.questions())).id
    assert back.question_by_id["b"].show_if == parse(f"{renamed} > 3")
    assert renamed in lost_of(asking(first, second))["số 1"]


def test_what_a_form_cannot_say_is_listed_by_its_place() -> None:
    question = Question(
        id="q",
        text={"en": "Q"},
        answer=Number(unit={"en": "kg"}, soft_maximum=99),
        missing=("refused",),
        sensitivity="basic",
        show_if=parse("`from the link` == 'x'"),
        checks=(Check(condition=parse("q > 1"), text={"en": "Really?"}, severity="soft"),),
    )
    listed = write(asking(question), "xlsform").lost
    assert {lost.what.split(":")[0] for lost in listed if lost.place.startswith("q")} >= {
        "its condition", "a soft check", "ways not to answer of a question", "sensitivity of a question",
    }  # fmt: skip
    assert {"unit of a number", "soft maximum of a number"} <= {lost.what.split(":")[0] for lost in listed}


def test_a_check_of_an_empty_answer_is_listed_since_a_form_never_asks_it() -> None:
    needed = Check(condition=parse("not (q is missing)"), text={"en": "Please"})
    question = Question(id="q", text={"en": "Q"}, answer=Number(), required=False, checks=(needed,))
    assert "its hold on an empty answer" in {lost.what for lost in write(asking(question), "xlsform").lost}


def test_an_answer_that_is_needed_where_something_holds_is_required_there() -> None:
    first = Question(id="a", text={"en": "A"}, answer=Number(decimals=0), required=False)
    needed = Check(condition=parse("q is not missing or a <= 3 or a is missing"), text={"en": "Please say"})
    asked = Question(id="q", text={"en": "Q"}, answer=Number(), required=False, checks=(needed,))
    assert write(asking(first, asked), "xlsform").lost == ()
    (check,) = read_back(asking(first, asked)).question_by_id["q"].checks
    assert check == needed


def test_a_slider_is_a_range() -> None:
    answer = Number(minimum=0, maximum=10, step=2, layout="slider")
    assert read_back(asking(Question(id="q", text={"en": "Q"}, answer=answer))).question_by_id["q"].answer == answer


def test_a_condition_on_what_a_form_cannot_ask_is_listed() -> None:
    month = Question(id="m", text={"en": "M"}, answer=Month())
    later = Question(id="q", text={"en": "Q"}, answer=Number(), show_if=parse("m is missing"))
    found = read_back(asking(month, later))
    assert [one.id for one in found.questions()] == ["q"] and found.question_by_id["q"].show_if == ALWAYS
    assert "q.show_if" in lost_of(asking(month, later))


GROWS_ONCE = {"ls205_em_tailoring.lss", "ls205_sample_survey_english.lss"}
"""The first writing spells out what is known where they count: the second reads the same as the third."""


@pytest.mark.parametrize("folder", ["xlsform", "limesurvey"])
def test_every_questionnaire_written_as_a_form_is_accepted_and_stays_as_it_is(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        questionnaire = read(path).questionnaire
        if questionnaire is None or path.name in GROWS_ONCE:
            continue
        once = read_back(questionnaire)
        assert read_back(once) == once, path.name


@pytest.mark.parametrize("folder", ["ons", "qualtrics"])
def test_every_other_questionnaire_written_as_a_form_is_accepted(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        questionnaire = read(path).questionnaire
        if questionnaire is not None:
            accept(write(questionnaire, "xlsform").content)


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    question = Question(id="q", text={"en": "=1+1 is what?"}, answer=OpenText())
    assert read_back(asking(question)).question_by_id["q"].text == {"en": "=1+1 is what?"}
    assert read_back(asking(question)).question_by_id["q"].show_if == ALWAYS
