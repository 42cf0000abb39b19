"""Before questions that the law calls sensitive stands a notice: once, right before them, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.instruments import bundled, bundled_cut
from surveyapp.questionnaire.answer_types import Consent
from surveyapp.questionnaire.path import AskedPage
from tests.instruments.respondents import FOREIGNER, OF_VIETNAMESE_ORIGIN, journey

PERSONS: dict[str, dict[str, Any]] = {
    "a foreigner": {"given": FOREIGNER},
    "somebody of Vietnamese origin": {"given": OF_VIETNAMESE_ORIGIN},
    "somebody invited by another": {"given": OF_VIETNAMESE_ORIGIN, "context": {"sample_source": "referral"}},
    "a traveller": {"given": FOREIGNER, "context": {"mode": "kiosk"}},
}
SEEDS = tuple("abcdefgh")


def kind_of(page: AskedPage) -> str:
    """Return what of a page is sensitive, "" if nothing is."""
    tags = {asked.question.sensitivity or "" for asked in page.asked}
    return next((tag for tag in sorted(tags) if tag.startswith("sensitive:")), "")


def asks_to_agree(page: AskedPage) -> bool:
    return any(isinstance(asked.question.answer, Consent) for asked in page.asked)


@pytest.mark.parametrize("cut", ["", "kiosk", "pulse"], ids=["all of it", "the kiosk cut", "the pulse cut"])
@pytest.mark.parametrize("person", PERSONS)
def test_a_notice_opens_every_run_of_sensitive_pages_and_stands_on_no_other(person: str, cut: str) -> None:
    questionnaire, runs = bundled_cut(cut) if cut else bundled(), set()
    for seed in SEEDS:
        before = ""
        for page in journey(seed=seed, questionnaire=questionnaire, **PERSONS[person]).pages:
            kind, notice = kind_of(page), bool(page.page.notice)
            opens = kind not in ("", before)
            assert notice == opens or (notice and asks_to_agree(page)), (seed, page.page.id, kind, before)
            before = kind
            runs |= {kind} if opens else set()
    assert "sensitive:origin" in runs
