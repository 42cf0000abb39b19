"""Orders and draws come from the seed alone."""

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.shuffling import draw_fraction, draw_index, shuffled


def listed(codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, text={}) for code in codes)


@given(st.text(), st.text())
def test_a_fraction_lies_from_nought_to_one(seed: str, what: str) -> None:
    assert 0 <= draw_fraction(seed, what) < 1


def test_draws_stay_the_same_between_versions() -> None:
    assert draw_fraction("seed", "what") == 0.45369385612179625
    assert draw_index("seed", "what", [0.0, 1.0, 0.0]) == 1


def test_every_order_comes_up_about_as_often() -> None:
    orders = ["".join(choice.code for choice in shuffled(listed("abc"), str(seed), "Q")) for seed in range(3000)]
    counts = {order: orders.count(order) for order in set(orders)}
    assert len(counts) == 6
    assert min(counts.values()) > 400


def test_leaving_a_choice_out_does_not_disturb_the_others() -> None:
    for seed in map(str, range(20)):
        whole = [choice.code for choice in shuffled(listed("abcdef"), seed, "Q") if choice.code != "c"]
        assert [choice.code for choice in shuffled(listed("abdef"), seed, "Q")] == whole


def test_two_questions_are_shuffled_apart() -> None:
    orders = [[c.code for c in shuffled(listed("abcdef"), "s", what)] for what in ("A", "B", "C")]
    assert orders[0] != orders[1] or orders[1] != orders[2]
