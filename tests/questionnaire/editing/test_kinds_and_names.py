"""A change of kind says what it keeps and loses; names that had a meaning are not given another one unseen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.answer_types import KINDS
from surveyapp.questionnaire.editing.kinds import converted
from surveyapp.questionnaire.editing.merging import merged
from surveyapp.questionnaire.editing.names import Names, Reused, names_of, reused, united
from surveyapp.questionnaire.schema import Question, Questionnaire
from tests.questionnaire.building import choices, page, question, questionnaire
from tests.questionnaire.random_questionnaires import questionnaire_by

ONE = {"kind": "one", "choices": choices("a", "b"), "layout": "scale", "shuffle": True}
JSON = st.recursive(
    st.none() | st.integers(0, 3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def asked(**more: object) -> tuple[Questionnaire, Question]:
    made = questionnaire(page(question("Q", ONE, **more)))
    return made, made.question_by_id["Q"]


def test_choices_and_order_stay_where_the_new_kind_has_them() -> None:
    found = converted(*asked(), "several")
    assert found.question.answer.kind == "several"
    assert (sorted(found.kept), found.lost) == (["choices", "shuffle"], {"layout": "scale"})


def test_what_asks_nothing_loses_what_belongs_to_asking() -> None:
    found = converted(*asked(missing=["refused"], sensitivity="basic"), "information")
    assert sorted(found.lost) == ["choices", "layout", "missing", "sensitivity", "shuffle"]
    assert (found.question.missing, found.question.required) == ((), False)


def test_a_design_begins_with_every_choice_on_one_screen() -> None:
    answer = converted(*asked(), "best-worst").question.answer
    assert getattr(answer, "designs", None) == ((("a", "b"),),)


@given(seed=st.integers(0, 300), kind=st.sampled_from(sorted(KINDS)))
def test_every_kind_becomes_every_other_and_no_setting_vanishes_untold(seed: int, kind: str) -> None:
    made = questionnaire_by(seed)
    for one in made.questions():
        found = converted(made, one, kind)
        assert found.question.answer.kind == kind
        assert found.question.model_copy(update={"answer": one.answer, **_asking(one)}) == one
        set_before = {
            name
            for name, field in type(one.answer).model_fields.items()
            if name != "kind" and getattr(one.answer, name) != field.default
        }
        assert set_before <= {*found.kept, *found.lost}


def _asking(one: Question) -> dict[str, object]:
    names = ("required", "missing", "sensitivity", "checks", "comment", "locked")
    return {name: getattr(one, name) for name in names}


def test_a_code_that_comes_back_with_other_words_is_told() -> None:
    before = questionnaire(page(question("Q", {"kind": "one", "choices": choices("a")})))
    known = Names({"OLD": "How old?"}, {"Q.choices": {"b": "B", "c": "Sea"}})
    both = questionnaire(page(question("Q", {"kind": "one", "choices": choices("a", "b", "c")}), question("OLD")))
    assert reused(before, both, known) == (Reused("", "OLD", "How old?"), Reused("Q.choices", "c", "Sea"))
    assert reused(both, both, known) == ()


def test_names_of_several_contents_are_one() -> None:
    one, two = Names({"A": "a"}, {"x": {"1": "one"}}), Names({"B": "b"}, {"x": {"2": "two"}})
    assert united([one, two]) == Names({"A": "a", "B": "b"}, {"x": {"1": "one", "2": "two"}})
    assert united([one, two]).without(two) == one
    assert names_of(questionnaire(page(question("Q", ONE)))).codes == {"Q.choices": {"a": "A", "b": "B"}}


def test_changes_of_different_places_are_both_kept() -> None:
    seen = {"text": {"en": "a", "vi": "b"}, "required": True}
    found = merged(seen, {"text": {"en": "A", "vi": "b"}}, {"text": {"en": "a", "vi": "B"}, "required": True})
    assert (found.value, found.conflicts) == ({"text": {"en": "A", "vi": "B"}}, ())


def test_what_both_changed_is_named_and_the_second_author_s_stands_there() -> None:
    found = merged({"text": {"en": "a"}}, {"text": {"en": "mine"}}, {"text": {"en": "theirs"}})
    assert (found.value, found.conflicts) == ({"text": {"en": "mine"}}, ("text.en",))


@given(seen=JSON, mine=JSON, theirs=JSON)
def test_whoever_changed_nothing_gives_way(seen: object, mine: object, theirs: object) -> None:
    assert merged(seen, seen, theirs) == merged(theirs, theirs, theirs)
    assert merged(seen, mine, seen) == merged(mine, mine, mine)
    assert merged(seen, mine, mine).conflicts == ()
