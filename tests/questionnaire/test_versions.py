"""Two versions are compared wording by wording, and in how they work."""

from surveyapp.questionnaire.texts import with_texts
from surveyapp.questionnaire.versions import (
    StructureChange,
    WordingChange,
    refusals,
    structure_changes,
    wording_changes,
)
from tests.questionnaire.building import NUMBER, choices, page, question, questionnaire
from tests.surveys import survey


def test_a_version_does_not_differ_from_itself() -> None:
    assert wording_changes(survey("gates"), survey("gates")) == ()
    assert structure_changes(survey("gates"), survey("gates")) == ()


def test_wording_is_compared_language_by_language() -> None:
    before = survey("languages")
    after = with_texts(before, "vi", {"NEWS.text": "Quý vị xem tin ở đâu?"})
    after = with_texts(after, "ko", {"NEWS.choices.home": "집에서"})
    assert wording_changes(before, after) == (
        WordingChange("NEWS.text", "vi", "Quý vị đọc tin ở đâu?", "Quý vị xem tin ở đâu?"),
        WordingChange("NEWS.choices.home", "ko", None, "집에서"),
    )
    assert structure_changes(before, after) == ()


def test_a_locked_question_is_marked() -> None:
    before = questionnaire(page(question("A", locked=True), question("B")))
    after = with_texts(before, "en", {"A.choices.1": "Sure", "B.text": "Or?"})
    assert [(change.place, change.locked) for change in wording_changes(before, after)] == [
        ("A.choices.1", True),
        ("B.text", False),
    ]


def test_pages_and_questions_that_come_go_move_or_change_are_told() -> None:
    before = questionnaire(page(question("A"), question("B"), name="p"), page(question("C"), name="q"))
    after = questionnaire(
        page(question("B"), question("A"), name="p", show_if="1 == 1"),
        page(question("D", NUMBER), name="r"),
    )
    assert set(structure_changes(before, after)) == {
        StructureChange("pages.p", "changed"),
        StructureChange("pages.r", "added"),
        StructureChange("pages.q", "removed"),
        StructureChange("A", "moved"),
        StructureChange("B", "moved"),
        StructureChange("D", "added"),
        StructureChange("C", "removed"),
    }


def test_a_shared_list_that_grows_changes_the_questions_that_use_it() -> None:
    several = {"kind": "several", "choices": "media"}
    before = questionnaire(page(question("A", several), question("B")), lists={"media": choices("tv")})
    after = questionnaire(page(question("A", several), question("B")), lists={"media": choices("tv", "web")})
    assert structure_changes(before, after) == (StructureChange("A", "changed"),)


def test_a_new_hint_is_wording_only() -> None:
    after = questionnaire(page(question("A", hint={"en": "Think."}), title={"en": "Page"}))
    assert structure_changes(questionnaire(page(question("A"))), after) == ()


def test_what_rules_pages_from_beside_them_is_told_and_its_wording_is_not_structure() -> None:
    pages = (page(question("A", NUMBER), id="p"), page(question("B"), id="q", repeat="r"))
    repeat = {"id": "r", "count": "A", "label": {"en": "Trip {r}"}}
    before = questionnaire(*pages, repeats=[{**repeat, "most": 5}], context=["panel"])
    after = questionnaire(
        *pages, repeats=[{**repeat, "most": 4}], orders=[{"id": "o", "blocks": [["p"], ["q"]]}], context=["wave"]
    )
    assert set(structure_changes(before, after)) == {
        StructureChange("repeats.r", "changed"),
        StructureChange("orders.o", "added"),
        StructureChange("context.wave", "added"),
        StructureChange("context.panel", "removed"),
    }
    reworded = questionnaire(*pages, repeats=[{"id": "r", "count": "A", "most": 5}], context=["panel"])
    assert structure_changes(before, reworded) == ()


def test_a_changed_wording_is_proposed_as_slip_or_meaning_and_a_mark_decides() -> None:
    before = questionnaire(page(question("A", text={"en": "How intersted are you?"}, locked=True), question("B")))
    slip = with_texts(before, "en", {"A.text": "How interested are you?"})
    assert [change.proposal for change in wording_changes(before, slip)] == ["typo"]
    assert refusals(before, slip, {}) == ()
    assert [problem.code for problem in refusals(before, slip, {"A.text:en": "meaning"})] == ["locked-meaning"]
    other = with_texts(before, "en", {"A.text": "How happy are you?", "B.text": "What?"})
    assert [problem.place for problem in refusals(before, other, {})] == ["A.text"]
    assert refusals(before, other, {"A.text:en": "typo"}) == ()


def test_a_new_language_of_a_locked_question_replaces_nothing() -> None:
    before = questionnaire(page(question("A", locked=True)))
    after = with_texts(before, "vi", {"A.text": "Gì?"})
    assert [change.proposal for change in wording_changes(before, after)] == [None]
    assert refusals(before, after, {}) == ()


def test_a_locked_question_may_not_work_differently_nor_its_shared_list() -> None:
    several = {"kind": "several", "choices": "media"}
    before = questionnaire(page(question("A", several, locked=True)), lists={"media": choices("tv", "web")})
    grown = questionnaire(page(question("A", several, locked=True)), lists={"media": choices("tv", "web", "radio")})
    assert [problem.code for problem in refusals(before, grown, {})] == ["locked-structure"]
    reworded = with_texts(before, "en", {"lists.media.tv": "Something else"})
    assert [problem.place for problem in refusals(before, reworded, {})] == ["lists.media.tv"]


def test_a_question_can_be_locked_later_and_not_unlocked_again() -> None:
    free, locked = (questionnaire(page(question("A", locked=lock))) for lock in (False, True))
    assert refusals(free, locked, {}) == ()
    assert [problem.code for problem in refusals(locked, free, {})] == ["locked-structure"]
