import random

import pytest

from surveyapp.demonstration.forms import Control, Fieldset
from surveyapp.demonstration.frame import links
from surveyapp.demonstration.persona import Persona, answer, invent, preferences
from surveyapp.instruments import bundled
from surveyapp.questionnaire.codebook import variables_of


def somebody(seed: int = 1) -> Persona:
    return invent(next(links(100)), random.Random(seed))


def test_the_same_seed_invents_the_same_person() -> None:
    first, second = somebody(7), somebody(7)
    assert (first.age, first.gender, first.belonging) == (second.age, second.gender, second.belonging)


@pytest.mark.parametrize("seed", range(20))
def test_limits_and_lone_choices_are_kept(seed: int) -> None:
    control = Control("INT2", "checkbox", [f"T{n:02}" for n in range(1, 21)] + ["none", ".refused"])
    fieldset = Fieldset("INT2", most=5, exclusive=frozenset({"none", ".refused"}), controls={"INT2": control})
    chosen = [code for _, code in answer(somebody(seed), fieldset)]
    assert 1 <= len(chosen) <= 5
    assert len(chosen) == 1 or not {"none", ".refused"} & set(chosen)


def test_what_must_differ_differs() -> None:
    controls = {name: Control(name, "select", ["vi", "en", "ko"]) for name in ("CHN4__1", "CHN4__2")}
    for seed in range(20):
        sent = answer(somebody(seed), Fieldset("CHN4", distinct=True, controls=controls))
        assert len({code for _, code in sent}) == 2


def test_preferences_name_only_questions_and_codes_of_the_instrument() -> None:
    variables = variables_of(bundled("interest-and-needs-2026"))
    questions = {variable.question for variable in variables}
    codes = {v.choice or v.row for v in variables} | {choice.code for v in variables for choice in v.values}
    for question, by_trait in {**preferences()["likes"], **preferences()["scales"]}.items():
        assert question in questions
        assert {code for liked in by_trait.values() for code in liked} <= codes | {"all"}
