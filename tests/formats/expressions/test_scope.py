"""A name stands for one value inside its repeat, and for none outside, whatever format it comes from."""

from __future__ import annotations

import pytest

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.condition_text import parse


def scope_at(*path: str) -> Scope:
    scope = Scope()
    for place, (name, around) in enumerate((("age", ()), ("room", ("home",)), ("bed", ("home", "room")))):
        scope.add(name, Single(name), place)
        scope.around[name] = around
    scope.path = path
    return scope


@pytest.mark.parametrize(
    ("path", "known"),
    [((), ["age"]), (("home",), ["age", "room"]), (("home", "room"), ["age", "room", "bed"]), (("garden",), ["age"])],
)
def test_a_name_is_known_in_its_repeat_and_in_what_stands_in_that(path: tuple[str, ...], known: list[str]) -> None:
    scope = scope_at(*path)
    found = []
    for name in ("age", "room", "bed"):
        try:
            found.append(scope.symbol(name))
        except Untranslatable as error:
            assert "each turn of a repeat" in str(error)
    assert [symbol.name for symbol in found if isinstance(symbol, Single)] == known


def test_a_condition_read_in_a_repeat_cannot_stand_behind_it() -> None:
    condition = parse("room == 2 and age > 3")
    assert scope_at("home").usable_elsewhere(condition, 3) == condition
    with pytest.raises(Untranslatable, match="`room`, which has an answer for each turn"):
        scope_at().usable_elsewhere(condition, 3)
    with pytest.raises(Untranslatable, match="asked later"):
        scope_at("home").usable_elsewhere(condition, 1)
