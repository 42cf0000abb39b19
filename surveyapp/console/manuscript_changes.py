"""What a manuscript changes of the published version, and what simulated respondents met in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import g, request
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import back_to, manuscript_page
from surveyapp.console.manuscripts import actor, blueprint, today
from surveyapp.console.questionnaires import change_name
from surveyapp.formats.apart import TooMuch
from surveyapp.questionnaire.meaning import Mark
from surveyapp.questionnaire.versions import WordingChange
from surveyapp.services import manuscripts, releasing
from surveyapp.services.manuscripts import Manuscript
from surveyapp.services.rehearsing import MOST_RESPONDENTS, rehearse_apart
from surveyapp.web.i18n import own_name
from surveyapp.web.problem_words import said_in
from surveyapp.web.transaction import begin_to_write, session

A_PAGE: Final = 100
MOST_SHOWN: Final = 200
MOST_ROUTES: Final = 12


@blueprint.get("/changes")
def changes(manuscript: UUID) -> ResponseReturnValue:
    """Show every wording that changes, language by language, and what works differently."""
    ready = releasing.readiness_of(session(), g.manuscript)
    pages = max(1, -(-len(ready.wording) // A_PAGE))
    at = min(max(request.args.get("page", 1, type=int), 1), pages)
    return manuscript_page(
        "console/manuscript_changes.html",
        ready,
        shown=ready.wording[(at - 1) * A_PAGE : at * A_PAGE],
        structure=ready.structure,
        refused=[one for one in ready.problems if one.code in ("locked-meaning", "locked-structure", "unstable-code")],
        change_name=change_name,
        at=at,
        pages=pages,
    )


@blueprint.post("/changes")
def mark(manuscript: UUID) -> ResponseReturnValue:
    """Keep what the author says of the changes shown, or take every proposal that is left."""
    found: Manuscript = g.manuscript
    ready = releasing.readiness_of(session(), found)
    said = _proposed(ready.unmarked) if "accept" in request.form else _said(ready.wording, request.form)
    new = {key: told for key, told in said.items() if found.marks.get(key) != told}
    if new:
        manuscripts.mark(session(), found, new, actor=actor(), today=today())
        note("mark changes", found, **new)
    return back_to("manuscripts.changes", page=request.args.get("page"))


@blueprint.get("/rehearsal")
def rehearsal(manuscript: UUID) -> ResponseReturnValue:
    """Show what the latest rehearsal met."""
    return _rehearsal()


@blueprint.post("/rehearsal")
def rehearse(manuscript: UUID) -> ResponseReturnValue:
    """Let simulated respondents walk the manuscript."""
    found: Manuscript = g.manuscript
    wanted = request.form.get("respondents", 200, type=int)
    try:
        met = rehearse_apart(found.questionnaire, wanted, seed=found.content_hash[:16])
    except TooMuch as error:
        return _rehearsal(wrong=said_in(current_language(), error.text)), 422
    begin_to_write(session())
    manuscripts.keep_rehearsal(session(), found, met)
    note("rehearse", found, manuscript=found.id, respondents=met["respondents"])
    return back_to("manuscripts.rehearsal")


def _rehearsal(wrong: str = "") -> str:
    found: Manuscript = g.manuscript
    met = found.rehearsal
    return manuscript_page(
        "console/manuscript_rehearsal.html",
        releasing.readiness_of(session(), found),
        wrong=wrong,
        met=met,
        most=MOST_RESPONDENTS,
        routes=met["routes"][:MOST_ROUTES] if met else [],
        missed=_missed(met["never_reached"]) if met else [],
        minutes=[(own_name(tag), told) for tag, told in met["minutes"].items()] if met else [],
    )


def _missed(never_reached: Mapping[str, Any]) -> list[tuple[str, list[str], int]]:
    """Return what nobody came to: what it is, its places, and how many more there are."""
    names = {
        "pages": _("Pages nobody reached"),
        "questions": _("Questions nobody reached"),
        "choices": _("Choices nobody was shown"),
        "rows": _("Rows nobody was shown"),
        "endings": _("Endings nobody met"),
        "checks": _("Checks nobody failed"),
    }
    told = [(name, list(never_reached[kind])) for kind, name in names.items() if never_reached[kind]]
    return [(name, places[:MOST_SHOWN], max(0, len(places) - MOST_SHOWN)) for name, places in told]


def _said(wording: tuple[WordingChange, ...], form: Mapping[str, str]) -> dict[str, Mark]:
    """Return the marks in a form; what names no replaced wording is passed over."""
    found: dict[str, Mark] = {}
    for change in wording:
        given = form.get(change.key)
        if change.proposal is not None and given in ("typo", "meaning"):
            found[change.key] = "typo" if given == "typo" else "meaning"
    return found


def _proposed(unmarked: tuple[WordingChange, ...]) -> dict[str, Mark]:
    """Return the proposals; a locked question's other meaning is for a person to say."""
    return {
        change.key: change.proposal
        for change in unmarked
        if change.proposal is not None and not (change.locked and change.proposal == "meaning")
    }
