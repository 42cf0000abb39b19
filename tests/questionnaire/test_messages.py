"""Wording takes the form that a number or a code calls for, by the rules of its language."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.messages import DEEPEST, MessageFault, faults_of, message_of
from surveyapp.questionnaire.piping import pipe, piped_names, without_pipes
from tests.questionnaire.building import NUMBER, page, question, questionnaire
from tests.surveys import survey

NOBODY = survey("relevance")


@pytest.mark.parametrize(
    ("language", "text", "number", "said"),
    [
        ("en", "{N, plural, =0 {no children} one {one child} other {# children}}", 0, "no children"),
        ("en", "{N, plural, =0 {no children} one {one child} other {# children}}", 1, "one child"),
        ("en", "{N,plural,one{# child}other{# children}}!", 1.5, "1.5 children!"),
        ("pl", "{N, plural, one {# rok} few {# lata} many {# lat} other {# roku}}", 22, "22 lata"),
        ("pl", "{N, plural, one {# rok} few {# lata} many {# lat} other {# roku}}", 12, "12 lat"),
        ("ru", "{N, plural, one {# год} few {# года} many {# лет} other {# года}}", 21, "21 год"),
        ("ar", "{N, plural, zero {لا} one {سنة} two {سنتان} few {# سنوات} many {# سنة} other {# سنة}}", 2, "سنتان"),
        ("vi", "{N, plural, other {# năm}}", 1, "1 năm"),
        ("fr", "{N, plural, one {# an} many {# d’ans} other {# ans}}", 0, "0 an"),
        ("en", "the {N, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", 23, "the 23rd"),
        ("de", "{N, plural, one {ein Jahr} other {# Jahre}}", 2.5, "2,5 Jahre"),
    ],
)
def test_a_number_takes_the_form_of_its_category(language: str, text: str, number: float, said: str) -> None:
    assert pipe(text, {"N": number}, NOBODY, language) == said


def test_a_code_takes_its_own_form_and_any_other_the_last() -> None:
    text = "{SEX, select, f {her} m {his} other {their}} name"
    said = [pipe(text, {"SEX": code}, NOBODY, "en") for code in ("f", "m", "x", None)]
    assert said == ["her name", "his name", "their name", "their name"]


def test_forms_stand_in_each_other_and_take_names() -> None:
    text = "{SEX, select, f {{N, plural, one {her child {NAME}} other {her # children}}} other {#}}"
    assert pipe(text, {"SEX": "f", "N": 1, "NAME": "An"}, NOBODY, "en") == "her child An"
    assert pipe(text, {"SEX": "f", "N": 3}, NOBODY, "en") == "her 3 children"
    assert pipe(text, {"SEX": "m"}, NOBODY, "en") == "#"
    assert list(piped_names(text)) == ["SEX", "N", "NAME"]


def test_a_list_counts_what_it_holds_and_what_is_unanswered_takes_other() -> None:
    text = "{MEDIA, plural, one {one source} other {# sources}}"
    assert pipe(text, {"MEDIA": ("tv", "web")}, NOBODY, "en") == "2 sources"
    assert pipe(text, {}, NOBODY, "en") == "… sources"


@pytest.mark.parametrize(
    "text",
    [
        "{N, plural, one {a x other {b x}}",
        "{N, plural, }",
        "{N, plural, one {a x} one {b x} other {c x}}",
        "{N, plural, one {a x} other {b x} and more}",
        "{x, select, " * (DEEPEST + 2),
    ],
)
def test_forms_that_cannot_be_read_stay_as_they_are_and_are_named(text: str) -> None:
    assert faults_of(text, "en")[0].code == "message-unreadable"
    assert pipe(text, {"N": 1}, NOBODY, "en") == text


def test_a_wording_full_of_openings_is_read_at_once() -> None:
    text = "{x, select, a {" * 1200
    began = process_time()
    message_of(text)
    assert process_time() - began < 2


def test_missing_forms_are_a_value() -> None:
    assert faults_of("{N, plural, one {# rok} other {# roku}}", "pl") == (
        MessageFault("form-missing", "N", ("few", "many")),
    )
    assert faults_of("{N, plural, one {a} other {b}}", "vi") == (MessageFault("form-unknown", "N", ("one",)),)
    assert faults_of("{N, plural, one {a}}", "en")[0] == MessageFault("other-missing", "N", ("other",))


def test_lint_names_missing_forms_by_language() -> None:
    forms = {"en": "{N, plural, one {a} other {b}}", "pl": "{N, plural, one {a} other {b}}"}
    asked = [{**question("N", NUMBER), "text": {"en": "N", "pl": "N"}}, {**question("B", NUMBER), "text": forms}]
    found = problems_in(questionnaire(page(asked[0]), page(asked[1], name="q"), languages=["en", "pl"]))
    told = [(problem.place, problem.text) for problem in found if problem.code == "plural-form-missing"]
    assert told == [("B.text", "In pl the wording for 'N' needs the forms few, many too.")]


@given(st.text(alphabet="{}#,=`' abnplursecto1", max_size=60))
def test_any_text_is_read_and_braces_that_were_guarded_put_nothing_in(text: str) -> None:
    message_of(text)
    pipe(text, {"a": 1}, NOBODY, "en")
    guarded = without_pipes(text)
    assert not list(piped_names(guarded))


@given(st.text(alphabet="{} ab", max_size=40))
def test_without_values_nothing_but_names_is_replaced(text: str) -> None:
    assert pipe(without_pipes(text), {}, NOBODY, "en").replace("\u2060", "") == text
