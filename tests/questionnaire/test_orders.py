"""Questions and blocks of pages change places by the seed, fixed ones do not, and what was shown is kept."""

from collections import Counter

from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.walk import Walk, walk
from tests.questionnaire.building import NUMBER, YES_NO, choices, page, question, questionnaire

BLOCKS = questionnaire(
    page(question("S"), name="start"),
    page(question("A1"), name="a1"),
    page(question("A2", show_if="A1 == '1'"), name="a2"),
    page(question("M"), name="middle"),
    page(question("B"), name="b"),
    page(question("C"), name="c"),
    orders=[{"id": "topics", "blocks": [["a1", "a2"], ["b"], ["c"]]}],
)
MIXED = questionnaire(page(*(question(name, fixed=name in "AD") for name in "ABCD"), shuffle=True))


def asked(found: Walk) -> list[str]:
    return [one.question.id for page in found.pages for one in page.asked]


def test_blocks_change_places_and_keep_their_pages_in_order() -> None:
    orders = Counter(tuple(asked(walk(BLOCKS, {"A1": "1"}, seed=str(seed)))) for seed in range(600))
    assert len(orders) == 6
    assert min(orders.values()) > 60
    for order in orders:
        assert order[0] == "S"
        assert order.index("A2") == order.index("A1") + 1
        before = order[1 : order.index("M")]
        assert before in (("A1", "A2"), ("B",), ("C",))


def test_the_order_shown_is_kept_and_the_same_seed_gives_it_again() -> None:
    found = walk(BLOCKS, {}, seed="x")
    assert sorted(found.shown["topics"]) == ["a1", "a2", "b", "c"]
    assert walk(BLOCKS, {}, seed="x") == found


def test_questions_that_are_fixed_keep_their_places() -> None:
    orders = {tuple(asked(walk(MIXED, {}, seed=str(seed)))) for seed in range(60)}
    assert orders == {("A", "B", "C", "D"), ("A", "C", "B", "D")}
    assert walk(MIXED, {}, seed="1").shown["p"] == tuple(asked(walk(MIXED, {}, seed="1")))


def test_lint_refuses_an_order_that_could_ask_too_early() -> None:
    needing = questionnaire(
        page(question("A"), name="a"),
        page(question("B", show_if="A == '1'"), name="b"),
        orders=[{"id": "o", "blocks": [["a"], ["b"]]}],
    )
    assert "order-dependent" in {problem.code for problem in problems_in(needing)}
    shuffled = questionnaire(page(question("A"), question("B", show_if="A == '1'"), shuffle=True))
    assert "order-dependent" in {problem.code for problem in problems_in(shuffled)}
    wrong = questionnaire(page(question("A"), name="a"), orders=[{"id": "o", "blocks": [["a"], ["a", "z"]]}])
    assert {"unknown-page", "duplicate-id"} <= {problem.code for problem in problems_in(wrong)}
    cut = questionnaire(
        page(question("N", NUMBER), name="n"),
        page(question("A"), name="a", repeat="r"),
        page(question("B"), name="b", repeat="r"),
        repeats=[{"id": "r", "count": "N"}],
        orders=[{"id": "o", "blocks": [["a"], ["n"]]}],
    )
    assert "order-cuts-repeat" in {problem.code for problem in problems_in(cut)}


def test_what_was_not_chosen_is_carried_forward() -> None:
    media = [*choices("tv", "web"), *choices("else", other=True)]
    carrying = questionnaire(
        page(question("USED", {"kind": "several", "choices": "media"}), name="used"),
        page(
            question("LIKED", {"kind": "one", "choices": "media", "only_in": "USED"}),
            question("MISSED", {"kind": "several", "choices": "media", "not_in": "USED", "at_least": 0}),
            question("GRID", {"kind": "grid", "rows": "media", "choices": YES_NO["choices"], "not_in": "USED"}),
            name="then",
        ),
        lists={"media": media},
    )
    found = walk(carrying, {"USED": ["tv", "else"], "USED_other": "a {tv} neighbour"})
    shown = {one.question.id: one.shown for page in found.pages for one in page.asked}
    assert [choice.code for choice in shown["LIKED"].choices] == ["tv", "else"]
    assert shown["LIKED"].choices[1].text["en"].replace("\u2060", "") == "a {tv} neighbour"
    assert [choice.code for choice in shown["MISSED"].choices] == ["web"]
    assert [row.code for row in shown["GRID"].rows] == ["web"]
    assert found.shown["MISSED"] == ("web",)


def test_an_assignment_behind_a_repeat_is_drawn_once() -> None:
    drawn = questionnaire(
        page(question("N", NUMBER), name="n"),
        page(question("Q"), name="q", repeat="r"),
        page(question("Z", show_if="'x' in ARM"), name="z"),
        repeats=[{"id": "r", "count": "N"}],
        assignments=[{"id": "ARM", "pools": [{"blocks": [{"codes": ["x"]}], "when": "'1' in Q"}]}],
    )
    found = walk(drawn, {"N": 2, "r": [{"Q": "2"}, {"Q": "1"}]})
    assert found.drawn == {"ARM": ("x",)}
    assert asked(found) == ["N", "Q@1", "Q@2", "Z"]
