"""Lint finds every mistake at once, each with its place."""

from typing import Any

import pytest

from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from tests.questionnaire.building import choices, page, question, questionnaire
from tests.surveys import NAMES, survey

SEVERAL = {"kind": "several", "choices": choices("a", "b")}


def found(whole: Questionnaire, **how: Any) -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in problems_in(whole, **how)}


def one_page(*questions: dict[str, Any], **more: Any) -> Questionnaire:
    return questionnaire(page(*questions), **more)


def several(**more: Any) -> dict[str, Any]:
    return SEVERAL | more


def best_worst(*screens: list[str]) -> dict[str, Any]:
    return {"kind": "best-worst", "choices": choices("a", "b", "c", "d"), "designs": [list(screens)]}


def grid(**more: Any) -> dict[str, Any]:
    return {"kind": "grid", "rows": choices("r", "s"), "choices": choices("1", "2")} | more


@pytest.mark.parametrize("name", NAMES)
def test_the_tiny_questionnaires_are_sound(name: str) -> None:
    assert problems_in(survey(name)) == []


@pytest.mark.parametrize(
    ("whole", "code", "place"),
    [
        (one_page(question("A", show_if="B == '1'"), question("B")), "forward-reference", "A.show_if"),
        (one_page(question("A", show_if="A == '1'")), "forward-reference", "A.show_if"),
        (one_page(question("A", show_if="NOBODY == '1'")), "unknown-reference", "A.show_if"),
        (one_page(question("A", show_if="A.r == '1'")), "unknown-reference", "A.show_if"),
        (questionnaire(page(question("A"), show_if="A == '1'")), "forward-reference", "pages.p.show_if"),
        (one_page(question("A", several(only_in="B"))), "unknown-reference", "A.only_in"),
        (one_page(question("A", hint={"en": "as {B}"}), question("B")), "forward-reference", "A.hint"),
        (one_page(question("A", several(choices=choices("x", show_if="Z == 1")))), "unknown-reference", None),
        (one_page(question("A"), question("A")), "duplicate-id", "A"),
        (questionnaire(page(question("A")), page(question("B"))), "duplicate-id", "pages.p"),
        (one_page(question("A", several(choices=choices("x", "x")))), "duplicate-code", "A.choices.x"),
        (one_page(question("A"), context=["A"]), "duplicate-id", "A"),
        (one_page(question("A"), question("a")), "columns-alike", "a"),
        (
            one_page(*(question(name, several(choices=choices("o", other=True, other_id="X"))) for name in "AB")),
            "duplicate-column",
            "B",
        ),
        (questionnaire(page(question("A")), page(question("B"), name="g", gate=True)), "gate-late", "pages.g"),
        (one_page(question("A B")), "id-unusable", "A B"),
        (one_page(question("A-B")), "id-not-plain", "A-B"),
        (one_page(question("A__B")), "id-not-plain", "A__B"),
        (one_page(question("A"), languages=["en", "vi"]), "missing-translation", "A.choices.1"),
        (one_page(question("A", text={"en": " "})), "missing-wording", "A.text"),
        (one_page(question("A"), languages=["english!"]), "language-tag", "languages.english!"),
        (one_page(question("A", text={"en": "A?", "ko": "A?"})), "undeclared-language", "A.text"),
        (one_page(question("A", missing=["refused"])), "missing-wording", "missing.refused"),
        (one_page(question("A", several(choices="nowhere"))), "unknown-list", "A.choices"),
        (one_page(question("A", several(choices=[]))), "empty-choices", "A.choices"),
        (one_page(question("A", grid(rows=[]))), "empty-choices", "A.rows"),
        (one_page(question("A"), lists={"spare": choices("x")}), "unused-list", "lists.spare"),
        (questionnaire(page()), "nothing-asked", "pages"),
        (one_page(question("A", several(at_least=2, at_most=1))), "limits-crossed", "A"),
        (one_page(question("A", several(at_least=3))), "limits-impossible", "A.at_least"),
        (
            one_page(question("A", several(at_least=2, choices=[*choices("a"), *choices("n", exclusive=True)]))),
            "limits-impossible",
            "A.at_least",
        ),
        (one_page(question("A", {"kind": "number", "minimum": 5, "maximum": 1})), "limits-crossed", "A"),
        (one_page(question("A", {"kind": "number", "minimum": 5, "soft_maximum": 1})), "limits-crossed", "A"),
        (
            one_page(question("A", {"kind": "ranking", "choices": choices("a", "b"), "top": 1, "at_least": 2})),
            "limits-crossed",
            "A",
        ),
        (one_page(question("A", {"kind": "consent", "purpose": " "})), "consent-purpose", "A.purpose"),
        (one_page(question("A", show_if="1 == 2")), "never-shown", "A.show_if"),
        (one_page(question("A"), question("B", show_if="A == '1' and never")), "never-shown", "B.show_if"),
        (one_page(question("A"), question("B", show_if="A == '7'")), "unknown-code", "B.show_if"),
        (one_page(question("A", best_worst(["a", "z"]))), "unknown-code", "A.designs.0.0"),
        (one_page(question("A", best_worst(["a", "b"], ["a", "b"]))), "unbalanced-design", "A.designs"),
        (one_page(question("A", best_worst(["a", "a"]))), "screen-too-small", "A.designs.0.0"),
        (one_page(question("A", grid(choices=choices(*"123456789")))), "grid-too-wide", "A"),
        (one_page(question("A", several(choices=choices("x", "X")))), "choices-alike", "A.choices.X"),
        (one_page(question("A", sensitivity=None)), "sensitivity-missing", "A"),
        (one_page(question("A", sensitivity="sensitive:opinion")), "notice-missing", "pages.p.notice"),
    ],
)
def test_a_mistake_is_found_at_its_place(whole: Questionnaire, code: str, place: str | None) -> None:
    places = {at for named, at in found(whole) if named == code}
    assert places if place is None else place in places


def test_all_mistakes_come_at_once_errors_first() -> None:
    whole = one_page(question("A", show_if="C == '1'"), question("A"), question("C", sensitivity=None))
    problems = problems_in(whole)
    assert {"forward-reference", "duplicate-id", "sensitivity-missing"} <= {problem.code for problem in problems}
    severities = [problem.severity for problem in problems]
    assert severities == sorted(severities)
    assert all(problem.text.endswith(".") for problem in problems)


def test_open_text_of_unknown_sensitivity_cannot_be_published() -> None:
    whole = one_page(question("A", {"kind": "text"}, sensitivity=None))
    assert [problem.severity for problem in problems_in(whole)] == ["error"]
    assert [problem.severity for problem in problems_in(whole, publishing=False)] == ["warning"]


def test_a_missing_translation_keeps_from_publishing_only() -> None:
    whole = one_page(question("A"), languages=["en", "vi"])
    assert {problem.severity for problem in problems_in(whole)} == {"error"}
    assert {problem.severity for problem in problems_in(whole, publishing=False)} == {"warning"}


def test_a_calculated_value_and_an_assignment_count_from_where_they_are_known() -> None:
    total = question("T", {"kind": "calculated", "otherwise": "A + 1"})
    assignment = {"id": "arm", "pools": [{"when": "A == '1'", "blocks": [{"codes": ["x"]}]}]}
    early = one_page(question("Q", show_if="'x' in arm"), question("A"), total, assignments=[assignment])
    assert ("forward-reference", "Q.show_if") in found(early)
    late = one_page(question("A"), total, question("Q", show_if="'x' in arm and T > 1"), assignments=[assignment])
    assert found(late) == set()


def test_an_assignment_may_not_wait_for_a_later_one() -> None:
    def pools(when: str) -> list[dict[str, Any]]:
        return [{"when": when, "blocks": [{"codes": ["x"]}]}]

    drawn = [{"id": "a", "pools": pools("'x' in b")}, {"id": "b", "pools": pools("NOBODY == 1")}]
    problems = found(one_page(question("Q"), assignments=drawn))
    assert {("forward-reference", "a.pools.0.when"), ("unknown-reference", "b.pools.0.when")} <= problems


def test_a_regional_language_may_leave_wording_to_its_parent() -> None:
    assert found(one_page(question("A"), languages=["en", "en-GB"])) == set()


def test_a_notice_serves_only_pages_never_shown_without_it() -> None:
    notice, kind = {"en": "Sensitive questions follow."}, dict[str, Any](sensitivity="sensitive:origin")
    pages = [
        page(question("A"), name="a"),
        page(question("B", **kind), name="b", notice=notice, show_if="A == '1'"),
        page(question("C", **kind), name="c", show_if="A == '1' and B == '2'"),
        page(question("D", **kind), name="d"),
        page(question("E"), name="e"),
        page(question("F", **kind), name="f", show_if="A == '1'"),
    ]
    missing = {place for code, place in found(questionnaire(*pages)) if code == "notice-missing"}
    assert missing == {"pages.d.notice", "pages.f.notice"}


def test_a_notice_does_not_serve_a_block_that_may_come_before_it() -> None:
    notice, kind = {"en": "Sensitive questions follow."}, dict[str, Any](sensitivity="sensitive:origin")
    pages = [
        page(question("A", **kind), name="a", notice=notice),
        page(question("B", **kind), name="b"),
        page(question("C", **kind), name="c"),
        page(question("D", **kind), name="d"),
    ]
    order = [{"id": "turned", "blocks": [["a", "b"], ["c"]]}]
    missing = {place for code, place in found(questionnaire(*pages, orders=order)) if code == "notice-missing"}
    assert missing == {"pages.c.notice", "pages.d.notice"}


def test_wording_that_pipes_other_answers_in_one_language_is_doubtful() -> None:
    text = {"en": "Why {A}?", "vi": "Vì sao?"}
    whole = one_page(question("A"), question("B", text=text), languages=["en", "vi"])
    assert ("piping-differs", "B.text") in found(whole)
