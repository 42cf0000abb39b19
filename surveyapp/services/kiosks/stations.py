"""Count who came to a kiosk: stations send what they counted since they were installed, so a repeat adds nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.services.answering.tallying import tally
from surveyapp.services.kiosks.keys import Kiosk
from surveyapp.services.kiosks.refused import KEPT_DAYS
from surveyapp.services.publishing import questionnaires_of
from surveyapp.store import kiosks

MOST_STATIONS: Final = 100
MOST_COUNTS: Final = 4000
MOST_PEOPLE: Final = 10_000_000
ANY_LANGUAGE: Final = "und"
"""Of somebody who came near and chose no language (BCP 47)."""
STARTED: Final = "started"
COMPLETED: Final = "completed"
"""Counted by the station alone: `open` and `complete` are counted when the response is stored."""
_OUTCOMES: Final = "refused|screened-out|not-cleared|quota-full|closed"
_STEP: Final = re.compile(rf"(?:approached|started|open|begun|completed|{_OUTCOMES}|(?:page|left):\S{{1,80}})\Z")


class ImpossibleCounts(ValueError):
    """A station sends counts of what cannot be counted."""


@dataclass(frozen=True, slots=True)
class PointKiosk:
    """What the kiosk of a point has counted, all its stations together, and what came of its records.

    `left` is how many people left by page; `cut_short` how many interviews have begun and not ended in any way: the
    power was lost, or they go on. `held` is how many of the waiting records the server did not take, `given_up` how
    many were deleted on stations unsent. `refused` is how many records were refused by reason, `until` the day on
    which the first of them expires, `gone` how many were `erased`, `expired` or `repeated`. `day` is when a station
    last called, None where none ever did.
    """

    stations: int = 0
    approached: int = 0
    started: int = 0
    completed: int = 0
    cut_short: int = 0
    waiting: int = 0
    held: int = 0
    given_up: int = 0
    day: date | None = None
    left: Mapping[str, int] = field(default_factory=dict)
    stored: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    until: date | None = None
    gone: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a station has not sent: `waiting` in all, `held` of them because the server did not take them.

    `given_up` is how many were deleted there unsent since it was installed.
    """

    waiting: int = 0
    held: int = 0
    given_up: int = 0


def count(
    session: Session, kiosk: Kiosk, station_id: str, counts: Mapping[str, int], *, queue: Queue, today: date
) -> None:
    """Take the counts of a station, `{"step language": n}`, and add what is new in them to the tallies of today.

    A figure below one it gave before is an old call that came late. Raises ImpossibleCounts.
    """
    survey_id, point_id = kiosk.survey.survey_id, kiosk.point.id
    _refuse_impossible(_languages(session, survey_id), counts, queue)
    if kiosks.count_stations(session, survey_id, point_id, but=station_id) >= MOST_STATIONS:
        raise ImpossibleCounts("too many stations")
    station = kiosks.station_for_update(session, survey_id, point_id, station_id, today)
    known = dict(station.counts)
    for name, n in sorted(counts.items()):
        more = n - known.get(name, 0)
        if more > 0:
            known[name] = n
            step, _, language = name.partition(" ")
            if step not in (STARTED, COMPLETED):
                tally(session, survey_id, point_id, today, language, step, n=more)
    station.counts, station.day = known, today
    station.waiting, station.held = queue.waiting, queue.held
    station.given_up = max(station.given_up, queue.given_up)
    session.flush()


def kiosks_of(session: Session, survey_id: str) -> Mapping[str, PointKiosk]:
    """Return what was counted by point, for the points whose kiosk was ever used."""
    totals: dict[str, Counter[str]] = {}
    days: dict[str, date] = {}
    for station in kiosks.stations_of(session, survey_id):
        total = totals.setdefault(station.point_id, Counter())
        total.update(stations=1, waiting=station.waiting, held=station.held, given_up=station.given_up)
        for name, n in station.counts.items():
            total[name.partition(" ")[0]] += n
        days[station.point_id] = max(days.get(station.point_id, station.day), station.day)
    records = _records(session, survey_id)
    return {
        point: _told(totals.get(point, Counter()), records.get(point, _Records()), days.get(point))
        for point in sorted(totals.keys() | records.keys())
    }


@dataclass(slots=True)
class _Records:
    stored: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    first: date | None = None


def _records(session: Session, survey_id: str) -> Mapping[str, _Records]:
    found: dict[str, _Records] = {}
    for point_id, state, why, n, first in kiosks.records_by_state(session, survey_id):
        here = found.setdefault(point_id, _Records())
        if state == "stored":
            here.stored += n
        elif state == "refused":
            here.refused[why] = n
            here.first = min(filter(None, (here.first, first)), default=None)
        else:
            here.gone[state] = here.gone.get(state, 0) + n
    return found


def _told(total: Counter[str], records: _Records, day: date | None) -> PointKiosk:
    left = {name.removeprefix("left:"): n for name, n in sorted(total.items()) if name.startswith("left:")}
    ended = total[COMPLETED] + sum(left.values()) + sum(total[outcome] for outcome in _OUTCOMES.split("|"))
    started = max(total[STARTED], ended)
    return PointKiosk(
        stations=total["stations"],
        approached=total["approached"],
        started=started,
        completed=total[COMPLETED],
        cut_short=started - ended,
        waiting=total["waiting"],
        held=total["held"],
        given_up=total["given_up"],
        day=day,
        left=left,
        stored=records.stored,
        refused=records.refused,
        until=None if records.first is None else records.first + timedelta(days=KEPT_DAYS),
        gone=records.gone,
    )


def _languages(session: Session, survey_id: str) -> frozenset[str]:
    """Return the languages that any version of a survey was ever asked in: stations count from their first day on."""
    published = questionnaires_of(session, survey_id).values()
    return frozenset({ANY_LANGUAGE}.union(*(questionnaire.languages for questionnaire in published)))


def _refuse_impossible(languages: frozenset[str], counts: Mapping[str, int], queue: Queue) -> None:
    told = (queue.waiting, queue.held, queue.given_up)
    if len(counts) > MOST_COUNTS or not all(0 <= n <= MOST_PEOPLE for n in told):
        raise ImpossibleCounts("too many")
    for name, n in counts.items():
        step, _, language = name.partition(" ")
        if not _STEP.match(step) or language not in languages or not 0 <= n <= MOST_PEOPLE:
            raise ImpossibleCounts("not a count")
