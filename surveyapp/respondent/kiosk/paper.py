"""Put together what a station needs to ask a questionnaire without a network."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any, Final

from flask import url_for

from surveyapp.questionnaire.offline import draws_for_kiosks, for_kiosks, obstacles
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.kiosk.wording import wording_of
from surveyapp.services import answering, kiosks
from surveyapp.services.kiosks import Kiosk
from surveyapp.settings import Settings

DRAWS: Final = 64
"""How many draws a station gets to choose from: as many orders and blocks as people will meet."""
FORMAT: Final = 1
"""Of the paper: a page reads papers of its own format only, so whatever an older page would trip over raises it."""
_MOST_WORDED: Final = 8
_NO_DAY: Final = date(1, 1, 1)
"""A station puts its own day into the context."""


@dataclass(slots=True)
class _Worded:
    """Keep what was worded last: writing every screen in every language takes seconds."""

    held: OrderedDict[tuple[str, tuple[str, ...]], tuple[list[Mapping[str, Any]], str]] = field(
        default_factory=OrderedDict
    )
    lock: Lock = field(default_factory=Lock)

    def get(
        self, content_hash: str, questionnaire: Questionnaire, tags: tuple[str, ...]
    ) -> tuple[list[Mapping[str, Any]], str]:
        """Return everything worded in these languages, and its digest."""
        with self.lock:
            key = (content_hash, tags)
            if key not in self.held:
                worded = [wording_of(questionnaire, tag) for tag in tags]
                self.held[key] = worded, _digest(worded)
            self.held.move_to_end(key)
            if len(self.held) > _MOST_WORDED:
                self.held.popitem(last=False)
            return self.held[key]


_worded = _Worded()


def paper_of(kiosk: Kiosk, settings: Settings, *, have: str = "") -> Mapping[str, Any] | None:
    """Return the newest version for a station; `obstacles` are places where it cannot be asked without the server.

    Nothing is returned to a station that has this edition: it changes with whatever is shown, and with the day, so
    that a station draws from fresh orders and blocks every day.
    """
    survey, point = kiosk.survey, kiosk.point
    questionnaire = survey.questionnaire
    found = [obstacle.place for obstacle in obstacles(questionnaire)]
    paper: dict[str, Any] = {
        "format": FORMAT,
        "day": str(datetime.now(UTC).date()),
        "survey": survey.survey_id,
        "point": point.id,
        "label": point.label or point.id,
        "version": survey.version,
        "closed": survey.state != "open",
        "obstacles": found,
    }
    if paper["closed"] or found:
        return paper
    worded, digest = _worded.get(survey.content_hash, questionnaire, languages_of(kiosk))
    paper |= _asked(kiosk, settings)
    edition = _digest([paper, survey.content_hash, digest])
    if edition == have:
        return None
    return paper | {
        "edition": edition,
        "paper": for_kiosks(questionnaire),
        "draws": [draws_for_kiosks(questionnaire, secrets.token_hex(8)) for _ in range(DRAWS)],
        "languages": worded,
    }


def _asked(kiosk: Kiosk, settings: Settings) -> Mapping[str, Any]:
    """Return what surrounds the questions at this point."""
    survey, questionnaire = kiosk.survey, kiosk.survey.questionnaire
    context = answering.context_of(survey.settings, kiosk.point, questionnaire, _NO_DAY)
    return {
        "key": kiosks.public_key(settings.secret_key, survey.survey_id),
        "context": {name: value for name, value in context.items() if name != "today"},
        "simulated": bool(survey.settings.get("simulated")),
        "receipt": {
            tag: settings.respondent_url + url_for("receipt", language=tag, slug=survey.slug)
            for tag in questionnaire.languages
        },
        "genuine": f"{settings.respondent_url}/s/{survey.slug}",
    }


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def languages_of(kiosk: Kiosk) -> tuple[str, ...]:
    """Return the languages of a kiosk as its point names them, else all of the survey."""
    offered = kiosk.survey.questionnaire.languages
    return tuple(tag for tag in kiosk.point.languages if tag in offered) or offered
