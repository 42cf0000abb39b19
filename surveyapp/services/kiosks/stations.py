"""Count who came to a kiosk: stations send what they counted since they were installed, so a repeat adds nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.services.answering.tallying import tally
from surveyapp.services.kiosks.keys import Kiosk
from surveyapp.store import kiosks

MOST_STATIONS: Final = 100
MOST_COUNTS: Final = 4000
MOST_PEOPLE: Final = 10_000_000
ANY_LANGUAGE: Final = "und"
"""Of somebody who came near and chose no language (BCP 47)."""
COMPLETED: Final = "completed"
"""Counted by the station alone: `complete` is counted when the response is stored."""
_OUTCOMES: Final = "refused|screened-out|not-cleared|quota-full|closed"
_STEP: Final = re.compile(rf"(?:approached|open|begun|completed|{_OUTCOMES}|(?:page|left):\S{{1,80}})\Z")


class ImpossibleCounts(ValueError):
    """A station sends counts of what cannot be counted."""


@dataclass(frozen=True, slots=True)
class PointKiosk:
    """What the kiosk of a point has counted, all its stations together, and what came of its records.

    `left` is how many people left by page; `refused` how many records were refused by reason; `day` is when a station
    last called, None where none ever did.
    """

    stations: int = 0
    approached: int = 0
    started: int = 0
    completed: int = 0
    waiting: int = 0
    day: date | None = None
    left: Mapping[str, int] = field(default_factory=dict)
    stored: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


def count(
    session: Session, kiosk: Kiosk, station_id: str, counts: Mapping[str, int], *, waiting: int, today: date
) -> None:
    """Take the counts of a station, `{"step language": n}`, and add what is new in them to the tallies of today.

    A figure below one it gave before is an old call that came late. Raises ImpossibleCounts.
    """
    survey_id, point_id = kiosk.survey.survey_id, kiosk.point.id
    _refuse_impossible(kiosk, counts, waiting)
    if kiosks.count_stations(session, survey_id, point_id, but=station_id) >= MOST_STATIONS:
        raise ImpossibleCounts("too many stations")
    station = kiosks.station_for_update(session, survey_id, point_id, station_id, today)
    known = dict(station.counts)
    for name, n in sorted(counts.items()):
        more = n - known.get(name, 0)
        if more > 0:
            known[name] = n
            step, _, language = name.partition(" ")
            if step != COMPLETED:
                tally(session, survey_id, point_id, today, language, step, n=more)
    station.counts, station.waiting, station.day = known, waiting, today
    session.flush()


def kiosks_of(session: Session, survey_id: str) -> Mapping[str, PointKiosk]:
    """Return what was counted by point, for the points whose kiosk was ever used."""
    totals: dict[str, Counter[str]] = {}
    days: dict[str, date] = {}
    for station in kiosks.stations_of(session, survey_id):
        total = totals.setdefault(station.point_id, Counter())
        total.update({"stations": 1, "waiting": station.waiting})
        for name, n in station.counts.items():
            total[name.partition(" ")[0]] += n
        days[station.point_id] = max(days.get(station.point_id, station.day), station.day)
    records: dict[str, Counter[str]] = {}
    for point_id, state, why, n in kiosks.records_by_state(session, survey_id):
        records.setdefault(point_id, Counter())[why if state == "refused" else ""] += n
    return {
        point: _told(totals.get(point, Counter()), records.get(point, Counter()), days.get(point))
        for point in sorted(totals.keys() | records.keys())
    }


def _told(total: Counter[str], records: Counter[str], day: date | None) -> PointKiosk:
    left = {name.removeprefix("left:"): n for name, n in sorted(total.items()) if name.startswith("left:")}
    ended = sum(total[outcome] for outcome in _OUTCOMES.split("|"))
    return PointKiosk(
        stations=total["stations"],
        approached=total["approached"],
        started=total[COMPLETED] + sum(left.values()) + ended,
        completed=total[COMPLETED],
        waiting=total["waiting"],
        day=day,
        left=left,
        stored=records[""],
        refused={why: n for why, n in sorted(records.items()) if why},
    )


def _refuse_impossible(kiosk: Kiosk, counts: Mapping[str, int], waiting: int) -> None:
    languages = {ANY_LANGUAGE, *kiosk.survey.questionnaire.languages}
    if len(counts) > MOST_COUNTS or not 0 <= waiting <= MOST_PEOPLE:
        raise ImpossibleCounts("too many")
    for name, n in counts.items():
        step, _, language = name.partition(" ")
        if not _STEP.match(step) or language not in languages or not 0 <= n <= MOST_PEOPLE:
            raise ImpossibleCounts("not a count")
