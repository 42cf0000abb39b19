"""A sealed place comes back as it was, and only from here."""

from dataclasses import replace

from surveyapp.respondent.sealed import Place, new_place, seal, unseal

SECRET = "k" * 40
HELD = {"AGE": ("old", "vi"), "MANY": (["a", "b"], "ar"), "GRID": ({"r1": {"missing": "refused"}}, "en")}


def test_a_place_survives_the_form() -> None:
    place = Place("d", "seed", step="grid.2", revision=7, point="token", held=HELD, soft=("YEAR",), counted=True)
    found = unseal(seal(place, "s", SECRET), "s", SECRET)
    assert found is not None and found.at > 0
    assert replace(found, at=0) == place


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
