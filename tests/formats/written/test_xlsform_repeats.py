"""Repeats are written as the repeated groups of a form, and what a form cannot say of them is listed."""

from __future__ import annotations

import pytest

from surveyapp.formats.writing import write
from surveyapp.questionnaire.answer_types import Calculated, Number, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import parse, parse_expression
from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, Repeat
from tests.formats.writing import read_form
from tests.formats.written.test_xlsform import lost_of, read_back

HEAD = ["type", "name", "label", "relevant", "repeat_count", "calculation", "appearance", "constraint"]
FORMS = {
    "a number that is answered": [
        ["integer", "n", "How many"],
        ["begin repeat", "kid", "Child", "${n} > 0", "${n}"],
        ["text", "called", "Name"],
        ["note", "again", "After ${called}", "position(..) > 1"],
        ["integer", "age", "Age", "", "", "", "", ". < 120 and position(..) < 9"],
        ["end repeat"],
        ["calculate", "total", "", "", "", "sum(${age})"],
        ["calculate", "first", "", "", "", "indexed-repeat(${called}, ${kid}, 1)"],
        ["calculate", "all", "", "", "", "join(', ', ${called})"],
        ["note", "end", "${first}", "count(${kid}) = 2 and count-non-empty(${age}) = 2"],
    ],
    "one in another": [
        ["begin repeat", "kid", "Child", "", "3"],
        ["text", "called", "Name"],
        ["begin repeat", "toy", "Toy", "${called} != ''", "position(..)"],
        ["text", "what", "Toy of ${called}", "position(..) > 1 and position(../..) > 1"],
        ["end repeat"],
        ["text", "after", "And?"],
        ["end repeat"],
        ["calculate", "c", "", "", "", "indexed-repeat(${what}, ${kid}, 2, ${toy}, 1)"],
    ],
    "a button": [
        ["begin repeat", "kid", "", ""],
        ["text", "called", "Name"],
        ["end repeat"],
        ["note", "end", "Thanks", "count(${kid}) > 2"],
    ],
    "groups inside": [
        ["begin group", "g", "Household", "", "", "", "field-list"],
        ["integer", "n", "How many"],
        ["end group"],
        ["begin repeat", "kid", "", "", "${n}"],
        ["begin group", "who", "Who", "position(..) > 1", "", "", "field-list"],
        ["text", "called", "Name", "position(../..) > 2"],
        ["end group"],
        ["begin group", "more", "More", "${called} = 'An'", "", "", "field-list"],
        ["text", "a", "A"],
        ["end group"],
        ["end repeat"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", FORMS.values(), ids=FORMS)
def test_a_repeat_that_was_read_from_a_form_is_written_as_it_was(rows: list[list[str]]) -> None:
    found = read_form([HEAD, *rows]).questionnaire
    assert found is not None and found.repeats
    assert read_back(found) == found
    assert not [lost for lost in write(found, "xlsform").lost if "kid" in lost.place]


def household(repeat: Repeat, *inside: Question, behind: tuple[Question, ...] = ()) -> Questionnaire:
    who = tuple(Choice(code=code, text={"en": code.upper()}) for code in ("a", "b"))
    first = (
        Question(id="who", text={"en": "Who?"}, answer=Several(choices=who)),
        Question(id="n", text={"en": "N?"}, answer=Number()),
    )
    pages = [Page(id="start", questions=first), Page(id="inside", repeat="r", questions=inside)]
    if behind:
        pages.append(Page(id="behind", questions=behind))
    return Questionnaire(id="f", languages=("en",), title={"en": "F"}, repeats=(repeat,), pages=tuple(pages))


def text(name: str, show_if: str = "", wording: str = "?") -> Question:
    return Question(id=name, text={"en": wording}, answer=OpenText(), show_if=parse(show_if) if show_if else ALWAYS)


def test_a_repeat_over_choices_is_asked_as_often_as_were_chosen_and_knows_its_code() -> None:
    questionnaire = household(Repeat(id="r", over="who"), text("t", "r == 'b'"))
    written = write(questionnaire, "xlsform")
    lost = {found.place: found.why for found in written.lost}
    assert "order of choosing" in lost["repeats.r"]
    assert read_back(questionnaire).repeats[0].count == parse_expression("count_chosen(who)")
    assert "t.show_if" not in lost


def test_the_most_turns_become_part_of_the_number() -> None:
    back = read_back(household(Repeat(id="r", count=parse_expression("n"), most=5), text("t")))
    assert back.repeats[0].count == parse_expression("if(n > 5, 5, n)")
    assert read_back(back) == back


def test_what_a_form_cannot_say_of_a_repeat_is_listed() -> None:
    repeat = Repeat(id="r", again=parse("t == 'x'"), most=5, label={"en": "Turn {r}"})
    calculation = Question(id="c", text={"en": "C"}, answer=Calculated(otherwise=parse_expression("item(t, 2)")))
    behind = (text("u", wording="All: {t}"), calculation)
    lost = lost_of(household(repeat, text("t", wording="Turn {r}"), behind=behind))
    assert {"repeats.r.again", "repeats.r.most", "t.text", "u.text", "c"} <= set(lost)
    assert any("label of a repeat" in what for what in lost.values())
