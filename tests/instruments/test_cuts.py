"""The cuts of the bundled instrument: the same questions under the same codes, short enough, and sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.instruments import bundled, bundled_cut
from surveyapp.instruments.bundle import UnknownInstrument
from surveyapp.questionnaire.answer_types import Grid
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.questionnaire.rehearsal.timing import most_minutes, seconds_by_page, seconds_by_question, time_spent

CUTS = ("kiosk", "pulse")
KIOSK = "SCR1 SCR2 CNS1 SCR3 audience CIT1 VIS1 INT2 NED3 NED5 CHN1 OPN1C"


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_can_be_published_in_every_language_of_the_whole(cut: str) -> None:
    assert problems_in(bundled_cut(cut)) == []
    assert bundled_cut(cut).languages == bundled().languages


def test_the_kiosk_asks_what_can_be_asked_where_others_look_on() -> None:
    assert [question.id for question in bundled_cut("kiosk").questions()] == KIOSK.split()


@pytest.mark.parametrize("cut", CUTS)
def test_every_question_is_the_one_of_the_whole_but_for_rows_left_out(cut: str) -> None:
    whole = bundled().question_by_id
    for question in bundled_cut(cut).questions():
        if isinstance(question.answer, Grid):
            assert question.model_copy(update={"answer": whole[question.id].answer}) == whole[question.id]
            kept = {row.code: row for row in bundled_cut(cut).choices_of(question.answer.rows)}
            assert len(kept) == 3
            assert kept.items() <= {row.code: row for row in bundled().lists["trust_sources"]}.items()
        else:
            assert question == whole[question.id]


def test_the_kiosk_takes_four_minutes_in_every_language_even_if_somebody_is_asked_everything() -> None:
    """Whoever stands at a kiosk has a flight to catch: the limit holds for the longest way, unrounded."""
    questionnaire = bundled_cut("kiosk")
    seconds = (*seconds_by_question(questionnaire).values(), *seconds_by_page(questionnaire).values())
    for at, language in enumerate(questionnaire.languages):
        assert sum(part[at] for part in seconds) <= 240, language


def test_the_page_about_kiosks_tells_where_the_minutes_of_each_language_go() -> None:
    page = (Path(__file__).parents[2] / "docs/kiosk.md").read_text("utf-8")
    for language, spent in time_spent(bundled_cut("kiosk")).items():
        minutes = spent.reading + spent.touching
        row = f"| {language} | {spent.characters:,} | {spent.characters / spent.reading:,.0f} | {spent.reading:.1f} |"
        assert f"{row} {spent.touching:.1f} | {minutes:.1f} |" in page
        assert abs(minutes - most_minutes(bundled_cut("kiosk"))[language]) <= 0.05


def test_the_pulse_takes_four_minutes_on_average_of_those_who_come_to_its_end() -> None:
    questionnaire = bundled_cut("pulse")
    finished = [route for route in rehearse(questionnaire, 400, seed="pulse").routes if route.ending == "complete"]
    people = sum(route.respondents for route in finished)
    assert people > 150
    for language in questionnaire.languages:
        mean = sum(route.minutes[language] * route.respondents for route in finished) / people
        assert mean <= 4.5, (language, mean)


def test_an_unknown_cut_is_said_plainly() -> None:
    with pytest.raises(UnknownInstrument, match="has no cut called 'long', only kiosk, pulse"):
        bundled_cut("long")
