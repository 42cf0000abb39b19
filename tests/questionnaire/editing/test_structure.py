"""Pages, sections and questions are moved, put, copied and taken out, and nothing else changes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.editing import structure
from surveyapp.questionnaire.editing.copies import free_id, pages_copied, question_copied, section_copied
from surveyapp.questionnaire.editing.structure import UnknownPart
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Page, Questionnaire
from tests.questionnaire.building import page, question, questionnaire
from tests.questionnaire.random_questionnaires import questionnaire_by

ASKED = questionnaire(
    page(question("A"), question("B", show_if="A == 1"), name="one", section={"en": "First"}),
    page(question("C", text={"en": "You said {A}."}), name="two"),
    page(
        question("D", show_if="B.x == 1 or C > A"),
        name="three",
        section={"en": "Second"},
    ),
    orders=[{"id": "o", "blocks": [["two"], ["three"]]}],
)


def layout(asked: Questionnaire) -> list[tuple[str, str]]:
    return [(page.id, " ".join(question.id for question in page.questions)) for page in asked.pages]


def test_a_question_moves_over_the_edge_of_its_page() -> None:
    up = structure.question_moved(ASKED, "C", -1)
    assert layout(up) == [("one", "A B C"), ("two", ""), ("three", "D")]
    assert structure.question_moved(up, "C", 1) == ASKED
    assert structure.question_moved(ASKED, "A", -1) == ASKED
    assert structure.question_moved(ASKED, "D", 1) == ASKED


def test_a_question_is_put_anywhere() -> None:
    assert layout(structure.question_put(ASKED, "A", "three", "D"))[2] == ("three", "D A")
    assert layout(structure.question_put(ASKED, "D", "one", ""))[0] == ("one", "D A B")
    assert structure.question_put(ASKED, "A", "one", "A") == ASKED


def test_a_section_moves_with_its_pages() -> None:
    assert [(one.head, one.pages) for one in structure.sections_of(ASKED)] == [
        ("one", ("one", "two")),
        ("three", ("three",)),
    ]
    assert [name for name, _ in layout(structure.section_moved(ASKED, "three", -1))] == ["three", "one", "two"]


def test_a_page_goes_and_a_random_order_of_one_block_goes_with_it() -> None:
    gone = structure.without_pages(ASKED, ("two",))
    assert ([name for name, _ in layout(gone)], gone.orders) == (["one", "three"], ())


def test_what_depends_on_a_question_is_named_before_it_goes() -> None:
    assert structure.references_to(ASKED, "A") == ("B.show_if", "D.show_if", "C.text")
    assert structure.references_to(ASKED, "D") == ()


def test_nothing_of_an_unknown_name_is_changed() -> None:
    for change in (structure.page_moved, structure.section_moved, structure.question_moved):
        with pytest.raises(UnknownPart):
            change(ASKED, "nobody", 1)


def test_a_copied_section_asks_about_itself() -> None:
    copied, first = section_copied(ASKED, "one", {"A_2"})
    assert (first, layout(copied)[2:4]) == ("one_2", [("one_2", "A_3 B_2"), ("two_2", "C_2")])
    by_id = copied.question_by_id
    assert names_in(by_id["B_2"].show_if) == {"A_3"}
    assert by_id["C_2"].text == {"en": "You said {A_3}."}
    assert by_id["D"] == ASKED.question_by_id["D"]


def test_a_copied_question_is_not_locked() -> None:
    locked = structure.with_question_changed(ASKED, "A", lambda one: one.model_copy(update={"locked": True}))
    copied, name = question_copied(locked, "A", ())
    assert (name, copied.question_by_id[name].locked, copied.question_by_id["A"].locked) == ("A_2", False, True)


@pytest.mark.parametrize(("wanted", "taken", "free"), [("A", (), "A"), ("A", "A", "A_2"), ("A_2", ("A_2",), "A_3")])
def test_a_free_id_counts_on(wanted: str, taken: tuple[str, ...], free: str) -> None:
    assert free_id(wanted, taken) == free


@given(seed=st.integers(0, 400), lot=st.integers(0, 10_000))
def test_moves_lose_nothing_and_copies_bring_no_new_kind_of_problem(seed: int, lot: int) -> None:
    asked, chance = questionnaire_by(seed), random.Random(lot)
    names = [one.id for one in asked.questions()]
    moved = asked
    for _ in range(6):
        moved = structure.question_moved(moved, chance.choice(names), chance.choice((-1, 1)))
        moved = structure.page_moved(moved, chance.choice(asked.pages).id, chance.choice((-1, 1)))
        moved = structure.section_moved(moved, structure.sections_of(moved)[0].head, 1)
    assert sorted(one.id for one in moved.questions()) == sorted(names)
    assert {one.id: one for one in moved.questions()} == {one.id: one for one in asked.questions()}
    whole: Page = chance.choice([one for one in asked.pages if one.repeat is None] or list(asked.pages))
    copied, _ = pages_copied(asked, (whole.id,), ())
    before = {problem.code for problem in problems_in(asked)}
    assert {problem.code for problem in problems_in(copied)} - before <= {
        "repeat-apart",
        "gate-late",
        "consent-purpose",
    }
