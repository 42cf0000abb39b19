"""Make the console: the application of staff."""

from __future__ import annotations

from typing import Final

from flask import Flask, g
from werkzeug.middleware.proxy_fix import ProxyFix

from surveyapp.console import (
    access,
    closing,
    data_handout,
    language,
    manuscript_changes,
    manuscript_wording,
    measures,
    points,
    questionnaires,
    report_open_answers,
    report_plan,
    report_statements,
    report_waves,
    surveys,
    uploads,
)
from surveyapp.console.editing import arranging, conditions, history, kind_pages, page_pages, question_pages
from surveyapp.console.language import attach_language
from surveyapp.console.problems import problem_page
from surveyapp.console.role_names import role_name
from surveyapp.identity.sign_in import attach_sign_in
from surveyapp.settings import Settings
from surveyapp.web.assets import serve_assets
from surveyapp.web.errors import answer_errors
from surveyapp.web.headers import protect
from surveyapp.web.health import tell_health
from surveyapp.web.limits import limit_requests
from surveyapp.web.transaction import attach_database

LARGEST_FORM: Final = 64 * 1024
BUNDLES: Final = {
    "console.css": ("console/console.css",),
    "console.js": ("console/console.js",),
    "editing.js": ("console/editing.js",),
    "rows.js": ("console/rows.js",),
    "console.svg": ("console/icon.svg",),
}


def create_app(settings: Settings) -> Flask:
    """Return the console; no route of the respondents is in it."""
    app = Flask("surveyapp", static_folder=None)
    app.config["RESPONDENT_URL"] = settings.respondent_url
    attach_database(app, settings.database_url)
    limit_requests(app, largest_body=LARGEST_FORM)
    protect(app)
    answer_errors(app, problem_page)
    serve_assets(app, BUNDLES)
    attach_language(app)
    uploads.take_files(app)
    attach_sign_in(app, secret_key=settings.secret_key, template="console/sign_in.html")
    app.context_processor(_around_the_page)
    tell_health(app)
    of_manuscripts = (manuscript_wording, manuscript_changes)
    of_structure = (arranging, question_pages, page_pages, kind_pages, conditions, history)
    of_reports = (report_plan, report_open_answers, report_statements, report_waves, measures, data_handout)
    rooms = (language, surveys, questionnaires, uploads, *of_manuscripts, *of_structure, points, closing, *of_reports)
    for blueprint in dict.fromkeys(module.blueprint for module in rooms):
        app.register_blueprint(blueprint)
    access.guard(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _around_the_page() -> dict[str, object]:
    """Say in every page who asks, and as what."""
    visitor, subject = g.get("visitor"), g.get("survey") or g.get("manuscript")
    organisation = ""
    if visitor and subject:
        names = [
            member.organisation for member in visitor.memberships if member.organisation_id == subject.organisation_id
        ]
        organisation = names[0] if names else ""
    roles = sorted(access.roles_here())
    return {
        "visitor": visitor,
        "organisation": organisation,
        "role": ", ".join(role_name(role) for role in roles),
    }
