"""The application that respondents meet: a table of contents."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, Response, g
from sqlalchemy.orm import configure_mappers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from surveyapp.catalogues import languages_of, locale_of, spare, translator
from surveyapp.respondent import genuine, leaving, names, pages, pictures, receipt, resume, start
from surveyapp.respondent.kiosk import views as kiosk
from surveyapp.respondent.kiosk.limits import allowance
from surveyapp.respondent.pacing import Pacing
from surveyapp.respondent.saying import DOMAIN
from surveyapp.respondent.trouble import trouble_page
from surveyapp.settings import Settings
from surveyapp.web.assets import joined, serve_assets
from surveyapp.web.compression import compress_pages
from surveyapp.web.errors import answer_errors
from surveyapp.web.headers import protect, trust_proxies
from surveyapp.web.health import tell_health
from surveyapp.web.i18n import number
from surveyapp.web.limits import limit_requests
from surveyapp.web.looks import dress_pages
from surveyapp.web.no_sessions import NoSessions
from surveyapp.web.shortening import Shortened, attribute
from surveyapp.web.transaction import attach_database
from surveyapp.web.wardrobe import Wardrobe

COMFORT: Final = ("respondent/respondent.js", "respondent/unsent.js")
KEPT: Final = {
    "page.css": ("respondent/tokens.css", "respondent/page.css"),
    "bar.css": ("respondent/bar.css",),
    "widgets.css": ("respondent/widgets.css",),
}
"""What most pages show, which browsers are given to keep as soon as a page is light enough."""
RARE: Final = ("respondent/kinds.css", "respondent/endings.css")
BUNDLES: Final = {
    "respondent.js": COMFORT,
    "opening.js": ("respondent/conditions.js", "respondent/opening.js", *COMFORT),
    "ranking.js": ("respondent/ranking.js",),
    "receipt.js": ("respondent/receipt.js",),
    "kiosk.css": (*(part for parts in KEPT.values() for part in parts), *RARE, "kiosk/kiosk.css"),
    "kiosk.js": (
        "respondent/conditions.js",
        "kiosk/walk.js",
        "kiosk/reading.js",
        "kiosk/code.js",
        "kiosk/store.js",
        "kiosk/sending.js",
        "kiosk/staff.js",
        "kiosk/screens.js",
        "kiosk/kiosk.js",
        "respondent/respondent.js",
        "respondent/ranking.js",
    ),
    "kiosk.svg": ("kiosk/icon.svg",),
}


def create_app(settings: Settings) -> Flask:
    """Return the respondents' application; it holds no route for staff, and sets no cookie but for leaving quickly."""
    app = Flask("surveyapp", static_folder=None)
    app.session_interface = NoSessions()
    app.extensions["settings"] = settings
    app.extensions["languages"] = ("en", *languages_of(DOMAIN))
    app.extensions["kiosk-allowance"] = allowance()
    app.extensions["pacing"] = Pacing()
    limit_requests(app, largest_body=settings.largest_post)
    attach_database(app, settings.database_url)
    answer_errors(app, trouble_page)
    protect(app)
    compress_pages(app)
    speak(app)
    wear(app)
    trust_proxies(app, settings.proxies)
    route(app)
    tell_health(app)
    return app


def wear(app: Flask) -> None:
    """Serve what browsers keep, and let pages carry in themselves what their reader's browser was not given yet."""
    sheets = {name: joined(name, parts) for name, parts in {**KEPT, "rare.css": RARE}.items()}
    wardrobe = Wardrobe(sheets, kept=tuple(KEPT))
    serve_assets(app, BUNDLES, made=wardrobe.served)
    app.extensions["wardrobe"] = wardrobe
    dress_pages(app, wardrobe.looks[0])


def warm_up(app: Flask) -> None:
    """Read what every process would read on its first pages, so that processes forked from this one share it."""
    for language in app.extensions["languages"]:
        spare(language)
        translator(DOMAIN, language)
        locale_of(language).plural_form  # noqa: B018 - reads the locale's data
        number(1, language)
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith("respondent/")):
        app.jinja_env.get_template(name)
    configure_mappers()
    run_wsgi_app(app, EnvironBuilder("/nothing").get_environ())


def route(app: Flask) -> None:
    """Lay out every address."""
    at = app.add_url_rule
    survey = "/<language>/s/<slug>"
    at("/s/<slug>", "choose_language", start.choose_language)
    at(survey, "start", start.start)
    at(survey, "post_page", pages.post_page, methods=["POST"])
    at(f"{survey}/resume", "resume", resume.ask_code)
    at(f"{survey}/resume", "post_resume", resume.resume, methods=["POST"])
    at(f"{survey}/receipt", "receipt", receipt.show_receipt)
    at(f"{survey}/receipt", "post_receipt", receipt.act_on_receipt, methods=["POST"])
    at(f"{survey}/genuine", "genuine", genuine.show_genuine)
    at(f"{survey}/names/<question>", "names", names.show_names)
    at("/s/<slug>/leave", "leave", leaving.leave)
    at("/leave", "leave", leaving.leave)
    at("/s/<slug>/pictures/<digest>", "picture", pictures.show_picture)
    at("/kiosk/worker.js", "kiosk_worker", kiosk.show_worker)
    at("/kiosk/icon-<int:size>.png", "kiosk_icon", kiosk.show_icon)
    at("/kiosk/<point>", "kiosk", kiosk.show_kiosk)
    at("/kiosk/<point>/manifest.webmanifest", "kiosk_manifest", kiosk.show_manifest)
    at("/kiosk/<point>/paper", "kiosk_paper", kiosk.give_paper)
    at("/kiosk/<point>/records", "kiosk_record", kiosk.take_record, methods=["POST"])
    at("/kiosk/<point>/again", "kiosk_again", kiosk.take_again, methods=["POST"])
    at("/kiosk/<point>/counts", "kiosk_counts", kiosk.take_counts, methods=["POST"])
    at("/favicon.ico", "favicon", _no_icon)


def speak(app: Flask) -> None:
    """Let templates speak the language of the page that is being drawn."""
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension(Shortened)
    environment: Any = app.jinja_env
    environment.filters["attribute"] = attribute
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)


def _gettext(message: str) -> str:
    return str(translator(DOMAIN, g.get("language", "en")).gettext(message))


def _ngettext(one: str, many: str, n: int) -> str:
    return str(translator(DOMAIN, g.get("language", "en")).ngettext(one, many, n))


def _no_icon() -> Response:
    return Response(status=204, headers={"Cache-Control": "public, max-age=604800"})
