"""Change several tables at once: PostgreSQL in one statement, which is one way to it and back; SQLite one by one.

All is done or nothing, either way: whatever depends on a draft being as it was follows from its own change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, bindparam, delete, func, select, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import CTE

from surveyapp.store import drafts, responses, tallies
from surveyapp.store.drafts import DRAFT, RECEIPT, STILL_AS_BEFORE, THIS_DRAFT, UPDATE_DRAFT
from surveyapp.store.responses import CONSENT, RESPONSE
from surveyapp.store.tallies import TALLY

Row = Mapping[str, Any]
_RESPONDED = tuple(column.name for column in RESPONSE.columns if column.name != "survey_id")
_CONSENTED = ("purpose", "text_hash", "language")


def save_and_count(session: Session, draft: Row, counts: Sequence[Row]) -> bool:
    """Change a draft that is still as before, and count steps if it was; return false where somebody was first.

    `draft` gives survey, draft, before, after, new_doc and new_posts. The counts are of one collection point, day and
    language.
    """
    if not counts or tallies.dialect_of(session) != "postgresql":
        if drafts.touched(session, UPDATE_DRAFT, draft) != 1:
            return False
        tallies.add_to_tallies(session, counts, 1)
        return True
    return session.execute(_SAVE_AND_COUNT, {**draft, **_counted(counts)}).first() is not None


def finish_and_count(
    session: Session,
    *,
    draft_id: str,
    revision: int,
    response: Row,
    code_hmac: str,
    consents: Sequence[Row],
    counts: Sequence[Row],
) -> bool:
    """Put a response with its receipt and consents in the place of a draft that is still at `revision`, and count.

    Return false, with nothing changed, where it is not. `counts` holds at least one step.
    """
    survey_id = response["survey_id"]
    if tallies.dialect_of(session) != "postgresql":
        if not drafts.take_draft_at(session, survey_id, draft_id, revision):
            return False
        responses.insert_finished(session, response, code_hmac, consents)
        tallies.add_to_tallies(session, counts, 1)
        return True
    given = {"survey": survey_id, "draft": draft_id, "before": revision, "code_hmac": code_hmac}
    given |= {f"response_{name}": response[name] for name in _RESPONDED}
    given |= {f"consent_{name}": [consent[name] for consent in consents] for name in _CONSENTED}
    return session.execute(_FINISH_AND_COUNT, {**given, **_counted(counts)}).first() is not None


def _counted(counts: Sequence[Row]) -> dict[str, Any]:
    """Return what a statement counts; steps in one order, so that nobody waits in a ring."""
    one = counts[0]
    steps = sorted(str(count["step"]) for count in counts)
    key = {f"count_{name}": one[name] for name in ("point_id", "day", "language")}
    return {**key, "count_steps": steps, "count_slot": tallies.some_slot()}


def _counting(after: CTE) -> Any:
    """Insert into the tallies, or add to them, once for each row that was changed before."""
    given = {name: bindparam(f"count_{name}", type_=TALLY.c[name].type) for name in ("point_id", "day", "language")}
    step = func.unnest(bindparam("count_steps", type_=ARRAY(Text)))
    columns = (bindparam("survey", type_=TALLY.c.survey_id.type), *given.values(), step)
    rows = select(*columns, bindparam("count_slot", type_=TALLY.c.slot.type), 1).select_from(after)
    names = ["survey_id", *given, "step", "slot", "n"]
    return tallies.raising(postgresql.insert(TALLY).from_select(names, rows)).returning(TALLY.c.step)


def _response_after(taken: CTE) -> CTE:
    given = (bindparam(f"response_{name}", type_=RESPONSE.c[name].type) for name in _RESPONDED)
    rows = select(_survey(), *given).select_from(taken)
    return postgresql.insert(RESPONSE).from_select(["survey_id", *_RESPONDED], rows).cte("responded")


def _receipt_after(taken: CTE) -> CTE:
    code = bindparam("code_hmac", type_=RECEIPT.c.code_hmac.type)
    rows = select(_survey(), code, _response_id()).select_from(taken)
    return postgresql.insert(RECEIPT).from_select(["survey_id", "code_hmac", "response_id"], rows).cte("receipted")


def _consents_after(taken: CTE) -> CTE:
    arrays = (bindparam(f"consent_{name}", type_=ARRAY(Text)) for name in _CONSENTED)
    given = func.unnest(*arrays).table_valued(*_CONSENTED, name="given").render_derived()
    rows: Select[Any] = select(_survey(), _response_id(), *given.c).select_from(taken.join(given, true()))
    return postgresql.insert(CONSENT).from_select(["survey_id", "response_id", *_CONSENTED], rows).cte("consented")


def _survey() -> Any:
    return bindparam("survey", type_=RESPONSE.c.survey_id.type)


def _response_id() -> Any:
    return bindparam("response_id", type_=RESPONSE.c.id.type)


_SAVED = UPDATE_DRAFT.returning(DRAFT.c.id).cte("saved")
_SAVE_AND_COUNT = _counting(_SAVED)
_TAKEN = delete(DRAFT).where(*THIS_DRAFT, STILL_AS_BEFORE).returning(DRAFT.c.id).cte("taken")
_FINISH_AND_COUNT = _counting(_TAKEN).add_cte(_response_after(_TAKEN), _receipt_after(_TAKEN), _consents_after(_TAKEN))
