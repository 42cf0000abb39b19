"""A sealed place comes back as it was, and only from here."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.respondent.sealed import Place, new_place, seal, unseal

SECRET = "k" * 40
HELD = {"AGE": ("old", "vi"), "MANY": (["a", "b"], "ar"), "GRID": ({"r1": {"missing": "refused"}}, "en")}
PLACES = st.builds(
    Place,
    draft=st.uuids().map(str) | st.text(),
    seed=st.binary(min_size=8, max_size=8).map(bytes.hex) | st.text(alphabet="0123456789abcdefAB -"),
    step=st.text(),
    revision=st.none() | st.integers(0, 500),
    point=st.none() | st.text(),
    held=st.just(HELD) | st.just({}),
    soft=st.lists(st.text()).map(tuple),
    overridden=st.lists(st.text()).map(tuple),
    counted=st.booleans(),
    signs=st.lists(st.text()).map(tuple),
    waits_from=st.integers(0, 2_000_000_000),
    sheets=st.integers(0, 2),
)


@given(PLACES)
def test_a_place_survives_the_form(place: Place) -> None:
    found = unseal(seal(place, "s", SECRET), "s", SECRET)
    assert found is not None and found.at > 0
    assert replace(found, at=0) == place


def test_a_place_is_short() -> None:
    place = replace(new_place(None), step="CIT1", revision=12, counted=True, sheets=2)
    assert len(seal(place, "s", SECRET)) <= 120


def test_no_two_interviews_begin_alike() -> None:
    first, second = new_place(None), new_place(None)
    assert first.draft != second.draft and first.seed != second.seed


def test_another_secret_another_survey_or_another_letter_is_not_taken() -> None:
    sealed = seal(new_place(None), "s", SECRET)
    assert unseal(sealed, "s", "x" * 40) is None
    assert unseal(sealed, "t", SECRET) is None
    for at in range(0, len(sealed), 7):
        other = "A" if sealed[at] != "A" else "B"
        assert unseal(sealed[:at] + other + sealed[at + 1 :], "s", SECRET) is None
    assert unseal("", "s", SECRET) is None
