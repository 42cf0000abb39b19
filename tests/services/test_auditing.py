"""A change anywhere in the audit chain shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from surveyapp.database import reading, writing
from surveyapp.services import accounts, auditing
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from tests.services.fieldwork import TODAY


@pytest.fixture
def chain(engine: Engine) -> Engine:
    """Five entries of staff."""
    with writing(engine) as session:
        accounts.default_organisation(session)
        for number in range(5):
            auditing.note(
                session,
                DEFAULT_ORGANISATION,
                actor="linh@example.org",
                action="survey.published",
                subject=f"survey {number} \0 Nguye\u0302\u0303n",
                details={"version": number, "nested": [1.5, None, {"a": "e\u0302"}]},
                today=TODAY,
                at=datetime(2026, 11, 22, 8, 0, number, 123, UTC),
            )
    return engine


def _first_broken(engine: Engine, known: auditing.Head | None = None) -> int | None:
    with reading(engine) as session:
        return auditing.first_broken(session, DEFAULT_ORGANISATION, "staff", known)


def test_an_untouched_chain_is_whole(chain: Engine) -> None:
    assert _first_broken(chain) is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET actor = 'somebody' WHERE number = 3", 3),
        ("UPDATE audit SET day = '2026-11-21' WHERE number = 1", 1),
        ("UPDATE audit SET at = NULL WHERE number = 5", 5),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("UPDATE audit SET number = 9 WHERE number = 5", 5),
        ("UPDATE audit SET hash = previous_hash WHERE number = 4", 4),
    ],
)
def test_a_change_shows_at_its_entry(chain: Engine, tampering: str, broken: int) -> None:
    with writing(chain) as session:
        session.execute(text(tampering))
    assert _first_broken(chain) == broken


def test_entries_cut_off_the_end_show_against_a_head_kept_elsewhere(chain: Engine) -> None:
    with reading(chain) as session:
        head = auditing.head(session, DEFAULT_ORGANISATION, "staff")
    with writing(chain) as session:
        session.execute(text("DELETE FROM audit WHERE number = 5"))
    assert _first_broken(chain) is None
    assert _first_broken(chain, head) == 5
    assert _first_broken(chain, auditing.Head(4, "another")) == 4


def test_chains_are_apart(chain: Engine) -> None:
    with writing(chain) as session:
        first = auditing.note_respondent(
            session, DEFAULT_ORGANISATION, action="response.erased", subject="tiny", today=TODAY
        )
        assert first.number == 1
        assert auditing.head(session, DEFAULT_ORGANISATION, "staff").number == 5
        assert auditing.head(session, "nobody", "staff") == auditing.Head(0, auditing.GROUND)
