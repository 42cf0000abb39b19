"""Frame a page: its language, the others on offer, the way out, and what every page says of the survey."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from flask import current_app, request, url_for
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from surveyapp.catalogues import translator
from surveyapp.questionnaire.model import parents_of
from surveyapp.recent import Recent
from surveyapp.respondent.saying import DOMAIN
from surveyapp.services.answering import FieldedSurvey
from surveyapp.settings import Settings
from surveyapp.web.i18n import direction, number, own_name

QUICK_EXIT: Final = "https://www.wikipedia.org/"
PEEKED: Final = 2
MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language on offer, by its own name, and the address of this page in it."""

    tag: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Links:
    genuine: str
    resume: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """`tab` is what the browser's tab says; `address` is where forms post to, `leave` what leads away at once.

    `closing` tells somebody in the middle that the survey is closed meanwhile.
    """

    language: str
    slug: str
    tab: str
    address: str
    languages: tuple[Tongue, ...] = field(default=())
    leave: str | None = None
    simulated: bool = False
    preview: bool = False
    closing: str = ""
    links: Links | None = None

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def own_name(self) -> str:
        return own_name(self.language)

    @property
    def peeked(self) -> Sequence[Tongue]:
        """The few languages that are visible while the list is closed: the browser's own first, in two scripts."""
        return _peeked(self.languages, request.headers.get("Accept-Language", ""))

    def say_number(self, value: float) -> str:
        return number(value, self.language)


@lru_cache(maxsize=512)
def _peeked(languages: tuple[Tongue, ...], accepted: str) -> tuple[Tongue, ...]:
    others = [tongue for tongue in languages if not tongue.current]
    wanted = [tag.partition("-")[0].lower() for tag in parse_accept_header(accepted, LanguageAccept).values()]
    others.sort(key=lambda tongue: tongue.tag.partition("-")[0].lower() not in wanted)
    first = others[:1]
    latin = all(_is_latin(tongue.name) for tongue in first)
    second = [tongue for tongue in others[1:] if _is_latin(tongue.name) != latin] or others[1:]
    return (*first, *second[: PEEKED - 1])


def _is_latin(name: str) -> bool:
    return unicodedata.name(name[0], "").startswith("LATIN")


_chromes: Recent[Hashable, Chrome] = Recent(MOST_KEPT)


def chrome_of(survey: FieldedSurvey, language: str, *, endpoint: str = "start", closing: str = "") -> Chrome:
    """Frame a page of a survey; `endpoint` is the page whose other languages the list leads to, `closing` what to
    say of a survey that is closed meanwhile.

    What was framed for the same content, settings and address before is the same object.
    """
    settings = survey.settings
    told = (settings.get("discreet_title"), settings.get("quick_exit", QUICK_EXIT), settings.get("simulated"))
    where = (request.script_root, survey.slug, survey.content_hash, survey.state == "preview")
    key = (language, endpoint, closing, *where, *map(repr, told))
    chrome = _chromes.get(key)
    if chrome is None:
        chrome = replace(_framed(survey, language, endpoint), closing=closing)
        _chromes.put(key, chrome)
    return chrome


def _framed(survey: FieldedSurvey, language: str, endpoint: str) -> Chrome:
    words = translator(DOMAIN, language)
    settings = survey.settings
    titles = survey.questionnaire.title
    title = next((titles[tag] for tag in parents_of(language) if titles.get(tag)), words.gettext("Survey"))
    return Chrome(
        language=language,
        slug=survey.slug,
        tab=words.gettext("Survey") if settings.get("discreet_title") else title,
        address=url_for("start", language=language, slug=survey.slug),
        languages=tuple(
            Tongue(tag, own_name(tag), url_for(endpoint, language=tag, slug=survey.slug), tag == language)
            for tag in survey.questionnaire.languages
        ),
        leave=url_for("leave", slug=survey.slug) if quick_exit_of(settings) else None,
        simulated=bool(settings.get("simulated")),
        preview=survey.state == "preview",
        links=Links(*(url_for(page, language=language, slug=survey.slug) for page in ("genuine", "resume", "receipt"))),
    )


def to_write_down(path: str) -> str:
    """Return the address of a page as somebody copies it onto paper: whole, without what every browser adds."""
    settings: Settings = current_app.extensions["settings"]
    return settings.respondent_url.partition("://")[2] + path


def quick_exit_of(settings: Mapping[str, Any]) -> str | None:
    """Return where leaving quickly leads, None where a survey names what is no address."""
    leave = settings.get("quick_exit", QUICK_EXIT)
    return leave if isinstance(leave, str) and leave.startswith(("https://", "http://", "/")) else None


def bare_chrome(language: str) -> Chrome:
    """Frame a page that belongs to no survey."""
    return Chrome(language, "", translator(DOMAIN, language).gettext("Survey"), request.path, leave=url_for("leave"))
