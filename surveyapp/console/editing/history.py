"""List what was done to a manuscript, take it back, and go back to what it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.editing.saving import blueprint, refreshed
from surveyapp.console.language import gettext as _
from surveyapp.console.language import number
from surveyapp.console.manuscript_pages import action_name, manuscript_page
from surveyapp.console.manuscripts import actor, today
from surveyapp.services import accounts, manuscripts, releasing, revisions
from surveyapp.services.failures import StaleManuscript
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.transaction import session

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the history tells it."""

    number: int
    what: str
    place: str
    who: str
    day: str
    here: bool


@blueprint.get("/history")
def history(manuscript: UUID) -> ResponseReturnValue:
    """Show every change, the newest first."""
    found: Manuscript = g.manuscript
    names = {one.id: one.email for one in accounts.members(session(), found.organisation_id)}
    told = revisions.of(session(), found)
    shown = [
        Told(
            one.number,
            action_name(one.action),
            number(int(one.place)) if one.action in (revisions.TAKEN_BACK, revisions.RESTORED) else one.place,
            names.get(one.changed_by, "–"),
            one.day.isoformat(),
            here=at == 0,
        )
        for at, one in enumerate(told[:MOST_SHOWN])
    ]
    ready = releasing.readiness_of(session(), found)
    return manuscript_page("console/editing/history.html", ready, shown=shown, more=max(0, len(told) - MOST_SHOWN))


@blueprint.post("/undo")
def undo(manuscript: UUID) -> ResponseReturnValue:
    """Take the newest change back, if it is still the one that was meant."""
    meant = request.form.get("number", 0, type=int)
    found = refreshed()
    newest = revisions.newest(session(), found)
    if newest is None or newest.number != meant:
        flash(_("Somebody else changed it meanwhile; nothing was taken back. Look at the history."))
        return redirect(url_for("structure.history", manuscript=found.id), 303)
    try:
        undone = manuscripts.take_back(session(), found, actor=actor(), today=today())
    except StaleManuscript:
        abort(409)
    if undone is not None:
        note("take back", found, manuscript=found.id, what=undone.action, part=undone.place)
        flash(_("Taken back: {what} {part}").format(what=action_name(undone.action), part=undone.place))
    return redirect(
        (request.form.get("to") == "history" and url_for("structure.history", manuscript=found.id))
        or url_for("manuscripts.questions", manuscript=found.id),
        303,
    )


@blueprint.post("/restore")
def restore(manuscript: UUID) -> ResponseReturnValue:
    """Go back to what the manuscript was at a revision."""
    wanted = request.form.get("number", 0, type=int)
    found = refreshed()
    try:
        done = manuscripts.restore(session(), found, wanted, actor=actor(), today=today())
    except StaleManuscript:
        abort(409)
    if done:
        note("restore", found, manuscript=found.id, number=wanted)
        flash(_("It is again as it was at change {n}.").format(n=number(wanted)))
    else:
        flash(_("What it was then is no longer kept."))
    return redirect(url_for("structure.history", manuscript=found.id), 303)
