"""Close an interview: with a receipt, or with thanks and nothing kept."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template

from surveyapp.questionnaire.model import Text
from surveyapp.respondent.chrome import to_write_down
from surveyapp.respondent.sealed import Place, seal
from surveyapp.respondent.visit import Visit


def show_done(visit: Visit, place: Place, code: str, *, corrected: bool = False) -> str:
    """Show the receipt; the place lets a repeat or another language show it again."""
    chrome = replace(visit.chrome(), closing="")
    return render_template(
        "respondent/done.html",
        chrome=chrome,
        links=chrome.links,
        text=visit.say()(visit.survey.questionnaire.complete_text),
        code=code.split("-"),
        address=to_write_down(chrome.links.receipt) if chrome.links else "",
        corrected=corrected,
        place=seal(replace(place, held={}, revision=place.revision or 0), visit.survey.slug, visit.secret),
    )


def show_nothing_kept(visit: Visit, text: Text | None, outcome: str) -> str:
    """Say why it ends here, and that nothing was kept."""
    chrome = replace(visit.chrome(), languages=(), closing="")
    told = visit.say()(text)
    return render_template("respondent/ending.html", chrome=chrome, links=chrome.links, outcome=outcome, text=told)
