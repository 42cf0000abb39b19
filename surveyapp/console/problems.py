"""Draw the page of an error, in the language of the request."""

from flask import render_template
from flask.typing import ResponseReturnValue

from surveyapp.console.language import gettext as _
from surveyapp.web.errors import Trouble


def problem_page(trouble: Trouble) -> ResponseReturnValue:
    """Say what happened and what to do."""
    title, sentence = _words(trouble)
    return render_template("console/problem.html", title=title, sentence=sentence), trouble.status


def _words(trouble: Trouble) -> tuple[str, str]:
    match trouble.code:
        case "not-found":
            return _("Not found"), _("There is nothing at this address, or it belongs to another organisation.")
        case "not-allowed":
            return _("Not allowed"), _("Your role does not reach this page. An administrator can change it.")
        case "too-large":
            return _("Too large"), _("What was sent is too large. Send less at once.")
        case "malformed":
            return _("Not understood"), _("The page was open for too long. Go back, reload it and try again.")
        case "unavailable":
            return _("The database is away"), _("Nothing was lost. Try again in a minute.")
        case _:
            return _("Something went wrong"), _("The fault is ours and has been noted. Try again later.")
