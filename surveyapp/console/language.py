"""Speak the language a member of staff chose: Vietnamese or English, kept in the session."""

from datetime import date
from typing import Final

from flask import Blueprint, Flask, g, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from surveyapp import catalogues
from surveyapp.questionnaire.days import long_day
from surveyapp.web import i18n

LANGUAGES: Final = ("vi", "en")
blueprint = Blueprint("language", __name__)


def attach_language(app: Flask) -> None:
    """Choose a language for every request, and let templates say `_`."""
    app.before_request(_choose_for_request)
    app.jinja_env.globals.update(_=gettext, ngettext=ngettext)
    app.context_processor(_values)


def current_language() -> str:
    """Return the language of this request."""
    return str(g.get("language", LANGUAGES[0]))


def gettext(message: str) -> str:
    """Return a message in the language of this request."""
    return catalogues.translator("console", current_language()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return a message for `n` things in the language of this request."""
    return catalogues.translator("console", current_language()).ngettext(one, many, n)


def number(value: float) -> str:
    """Write a number as readers of this request's language do."""
    return i18n.number(value, current_language())


def day(iso: str) -> str:
    """Write a day, given in ISO 8601, as readers of this request's language do."""
    return long_day(date.fromisoformat(iso), catalogues.locale_of(current_language()))


@blueprint.post("/language")
def choose() -> ResponseReturnValue:
    """Keep the language chosen, and go back to the page."""
    chosen, back = request.form.get("language", ""), request.form.get("back", "/")
    if chosen not in LANGUAGES:
        raise BadRequest
    session["language"] = chosen
    return redirect(back if _is_ours(back) else "/")


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def _choose_for_request() -> None:
    kept = session.get("language")
    accepted = [tag for tag, _ in request.accept_languages]
    g.language = kept if kept in LANGUAGES else i18n.preferred(accepted, LANGUAGES)


def _values() -> dict[str, object]:
    language = current_language()
    return {
        "language": language,
        "other_languages": [(tag, i18n.own_name(tag)) for tag in LANGUAGES if tag != language],
    }
