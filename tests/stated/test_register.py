"""A measure rests on evidence, goes stale when that moves, and is confirmed again by a person."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from surveyapp.stated.register import (
    Confirmation,
    Figure,
    Register,
    RegisterError,
    confirm,
    read_register,
    register_from,
)
from surveyapp.stated.standing import gap_of, orphans, overlaps, standing, unknown_evidence

THEN = Figure(0.41, 0.38, 0.44, 2090.0, "C")
FIGURES = {"V.N03.U": THEN, "V.N02.U": Figure(0.35, 0.3, 0.4, 2000.0, "C"), "V.N09.U": Figure(None, basis="C")}
MADE_FROM = {"data": "a", "weights": "b", "plan": "c"}
CONFIRMATION = Confirmation("Lan", date(2026, 11, 28), FIGURES, MADE_FROM)


def raw(**parts: Any) -> dict[str, Any]:
    usual = {"id": "M1", "text": {"en": "Rewrite"}, "evidence": ["V.N03.U"], "lead": "Consular office"}
    return usual | {"deadline": "2027-03-31", "coordinating": ["Press office"]} | parts


def register(*measures: dict[str, Any]) -> Register:
    return register_from({"format": "measures-1", "measures": list(measures)})


def confirmed(**parts: Any) -> Register:
    return confirm(register(raw(**parts)), ["M1"], CONFIRMATION)


def test_a_measure_without_evidence_is_refused_with_the_sentence() -> None:
    with pytest.raises(RegisterError, match="M1 cites no evidence; a measure without evidence is not taken"):
        register(raw(evidence=[]))


def test_every_mistake_of_a_register_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegisterError) as wrong:
        register(raw(text="", lead=""), raw(id="M2", state="done"), raw(id="M3", deadline="soon"), raw())
    text = str(wrong.value)
    for told in ("does not say what", "no lead agency", "'done'", "measures[2]: cannot be read", "stands there twice"):
        assert told in text
    for content, told in (("{", "not valid JSON"), ("[]", "needs the format")):
        (tmp_path / "measures.json").write_text(content, "utf-8")
        with pytest.raises(RegisterError, match=told):
            read_register(tmp_path / "measures.json")
    with pytest.raises(RegisterError, match="no file"):
        read_register(tmp_path / "none.json")


def test_a_register_survives_being_written() -> None:
    made = confirmed(indicator={"evidence": "V.N03.U", "baseline": 0.41, "target": 0.36})
    assert register_from(json.loads(json.dumps(made.as_json()))) == made


def test_until_a_person_confirms_it_is_a_candidate() -> None:
    (one,) = register(raw()).measures
    assert standing(one, FIGURES, MADE_FROM).status == "unconfirmed"
    (one,) = confirmed().measures
    assert standing(one, FIGURES, MADE_FROM).status == "confirmed"


def test_a_confirmation_keeps_only_the_figures_cited() -> None:
    (one,) = confirmed().measures
    assert one.confirmed is not None
    assert one.confirmed.figures == {"V.N03.U": THEN}


@pytest.mark.parametrize(("name", "by", "told"), [("M9", "Lan", "no such measure"), ("M1", " ", "name the person")])
def test_what_cannot_be_confirmed_is_told(name: str, by: str, told: str) -> None:
    with pytest.raises(RegisterError, match=told):
        confirm(register(raw()), [name], replace(CONFIRMATION, by=by))


@pytest.mark.parametrize("cited", ["V.N09.U", "V.N77.U"])
def test_nothing_rests_on_a_figure_that_is_not_printed(cited: str) -> None:
    with pytest.raises(RegisterError, match="nothing can rest on it"):
        confirm(register(raw(evidence=[cited])), ["M1"], CONFIRMATION)
    assert unknown_evidence(register(raw(evidence=[cited])), FIGURES)


@pytest.mark.parametrize("part", ["estimate", "low", "high", "n"])
def test_any_figure_that_moves_makes_it_stale_and_says_from_what_to_what(part: str) -> None:
    (one,) = confirmed().measures
    changed: dict[str, Any] = {part: 0.5}
    now = replace(THEN, **changed)
    found = standing(one, FIGURES | {"V.N03.U": now}, MADE_FROM | {"weights": "x"})
    assert (found.status, found.changed) == ("stale", ("weights",))
    assert [(moved.evidence, moved.then, moved.now) for moved in found.moved] == [("V.N03.U", THEN, now)]


def test_another_basis_makes_it_stale() -> None:
    (one,) = confirmed().measures
    assert standing(one, FIGURES | {"V.N03.U": replace(THEN, basis="D")}, MADE_FROM).status == "stale"


@pytest.mark.parametrize("now", [{}, {"V.N03.U": Figure(None)}])
def test_evidence_that_is_gone_or_not_printed_makes_it_stale(now: dict[str, Figure]) -> None:
    (one,) = confirmed().measures
    found = standing(one, now, MADE_FROM)
    assert found.status == "stale"
    assert found.moved[0].now is None


def test_new_data_that_move_no_published_figure_leave_it_confirmed_and_are_named() -> None:
    (one,) = confirmed().measures
    found = standing(one, FIGURES, MADE_FROM | {"data": "new"})
    assert (found.status, found.changed) == ("confirmed", ("data",))


def test_confirming_again_ends_staleness() -> None:
    now = FIGURES | {"V.N03.U": replace(THEN, estimate=0.3)}
    again = confirm(confirmed(), ["M1"], replace(CONFIRMATION, figures=now))
    assert standing(again.measures[0], now, MADE_FROM).status == "confirmed"


def test_a_retired_measure_is_never_stale_and_covers_no_gap() -> None:
    made = confirmed(state="retired")
    assert standing(made.measures[0], {}, {}).status == "retired"
    assert orphans(made, ["V.N03"]) == ("V.N03",)


def test_two_leads_for_one_gap_overlap_and_one_lead_twice_does_not() -> None:
    other = raw(id="M2", evidence=["V.N03.U@country=US"], lead="Press office")
    found = overlaps(register(raw(), other), ["V.N03", "V.N02"])
    assert {gap: [one.id for one in of] for gap, of in found.items()} == {"V.N03": ["M1", "M2"]}
    assert overlaps(register(raw(), raw(id="M2")), ["V.N03"]) == {}


def test_gaps_that_no_measure_cites_are_orphans() -> None:
    assert orphans(register(raw()), ["V.N03", "V.N02"]) == ("V.N02",)
    assert gap_of("V.N03.U@country=US") == "V.N03"
