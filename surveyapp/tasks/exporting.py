"""Write the data package of a survey: data.csv, codebook.json, design.json, and a table for each repeat."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.records import record_of, records_in
from surveyapp.questionnaire.schema import Questionnaire, repeats_around
from surveyapp.questionnaire.signs import HASTE, SIGNS
from surveyapp.questionnaire.walk import Walk, walk
from surveyapp.services import collecting, publishing
from surveyapp.services.collecting import FinishedResponse
from surveyapp.services.failures import UnknownSurvey
from surveyapp.services.fielded import Point
from surveyapp.services.kiosks import NOT_BEFORE
from surveyapp.services.reports import snapshots
from surveyapp.services.reports.snapshots import Snapshot
from surveyapp.tasks.leaving_out import left_out_of
from surveyapp.tasks.packaging import DESIGN_COLUMNS, FRAME_COLUMNS, SIGN_COLUMNS, codebook_of, design_of


@dataclass(frozen=True, slots=True)
class Origin:
    """How a response came to be: its id, the language of most answers, the day, the version, and where it was met."""

    response: str
    language: str
    day: date
    version: int
    point: Point


def write_package(
    session: Session, slug: str, folder: Path, *, leave_out: Collection[str] = (), snapshot: Snapshot | None = None
) -> int:
    """Write the package of a survey's finished responses and return how many there are; withdrawn ones are left out.

    `leave_out` names kinds of variables that stay behind: "texts", "sensitive". With a `snapshot` the package is that
    of its moment, without those who withdrew since.
    """
    survey = publishing.find(session, slug)
    if survey is None:
        raise UnknownSurvey
    frozen = snapshot or snapshots.take(session, survey)
    questionnaires = publishing.questionnaires_of(session, survey.survey_id)
    newest = questionnaires[frozen.version]
    folder.mkdir(parents=True, exist_ok=True)
    named = frozenset(frozen.responses)
    responses = [one for one in collecting.finished_responses(session, survey.survey_id) if one.id in named]
    gone = left_out_of(newest, leave_out)
    for repeat in newest.repeats:
        path = folder / f"repeat-{repeat.id}.csv"
        names = [v.name for v in variables_of(newest, repeat.id) if v.name not in gone]
        _write_repeat(path, newest, repeat.id, names, responses, questionnaires)
    simulated = frozen.simulated
    names = [v.name for v in variables_of(newest) if v.name not in gone]
    write_table(folder / "data.csv", names, _rows(responses, questionnaires, simulated=simulated))
    write_json(folder / "codebook.json", codebook_of(slug, newest, simulated=simulated, gone=gone))
    points = [
        {"sample_source": point.sample_source, "mode": point.mode, "design": point.design}
        for point in collecting.points(session, survey.survey_id)
        if point.id in frozen.points
    ]
    days, versions = [str(response.day) for response in responses], [response.version for response in responses]
    write_json(folder / "design.json", design_of(newest, points, days, frozen.tallies, versions))
    return len(responses)


def write_table(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write one row a response: where it came from, what was answered, and its place in the design."""
    columns = [*FRAME_COLUMNS, *names, *DESIGN_COLUMNS, *SIGN_COLUMNS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_repeat(
    path: Path,
    newest: Questionnaire,
    repeat: str,
    names: Sequence[str],
    responses: list[FinishedResponse],
    questionnaires: Mapping[int, Questionnaire],
) -> None:
    """Write one row an instance, with the response and the instances around it as keys."""
    keys = [around.id for around in repeats_around(newest, repeat)]
    columns = ["response", *keys, "index", *names]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for response in responses:
            for record in records_in(_walked(response, questionnaires), repeat):
                writer.writerow({**record, "response": response.id})


def _walked(response: FinishedResponse, questionnaires: Mapping[int, Questionnaire]) -> Walk:
    """Walk a response again under the version it was given and with its own draws."""
    doc = response.doc
    return walk(
        questionnaires[response.version],
        {name: held["v"] for name, held in doc["answers"].items()},
        seed=doc["seed"],
        context=doc["context"],
        drawn=doc["drawn"],
    )


def _rows(
    responses: list[FinishedResponse], questionnaires: Mapping[int, Questionnaire], *, simulated: bool
) -> Iterator[dict[str, str]]:
    for response in responses:
        doc = response.doc
        origin = Origin(response.id, _language(doc), response.day, response.version, response.point)
        told = {"not_before": _first_day(response), **_signs(doc, simulated=simulated)}
        yield {**cells_of(_walked(response, questionnaires), origin), **told}


def cells_of(walked: Walk, origin: Origin) -> dict[str, str]:
    """Return the row of a response: its answers, where it came from, and its place in the design."""
    point = origin.point
    design = point.design or {}
    chance = design.get("inclusion_probability")
    return {
        **record_of(walked),
        "response": origin.response,
        "language": origin.language,
        "day": str(origin.day),
        "not_before": str(origin.day),
        "version": str(origin.version),
        "sample_source": point.sample_source,
        "channel": point.channel,
        "mode": point.mode,
        "collection_point": point.id,
        "design_weight": repr(1 / chance) if chance else "1",
        "stratum": str(design.get("stratum", "")),
        "cluster": str(design.get("cluster", "")),
        "basis": "A" if chance else "D",
    }


def _first_day(response: FinishedResponse) -> str:
    """Return the first day on which a response may have been given: its own, unless it waited at a kiosk."""
    day = str(response.day)
    return min(str(response.doc.get(NOT_BEFORE, day)), day)


def _signs(doc: Mapping[str, Any], *, simulated: bool) -> dict[str, str]:
    """Return 1 or 0 for each sign; nothing for a response older than they are, nor of the haste of a simulated one."""
    if "signs" not in doc:
        return {}
    told = [sign for sign in SIGNS if sign != HASTE or not simulated]
    return {f"sign_{sign}": str(int(sign in doc["signs"])) for sign in told}


def _language(doc: Mapping[str, Any]) -> str:
    """Return the language most answers were given in."""
    given = [held["l"] for held in doc["answers"].values()]
    return max(sorted(set(given)), key=given.count, default="")


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a codebook or a design as a file."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n", encoding="utf-8")
