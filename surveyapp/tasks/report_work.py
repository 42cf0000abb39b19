"""Write, check and publish the reports of a survey in the background."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from surveyapp.database import reading, writing
from surveyapp.services import fielded, jobs
from surveyapp.services.failures import AnotherPublished, Overtaken, UnknownJob, UnknownSurvey
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import freshness, inputs, publications
from surveyapp.services.reports.inputs import Kept, Kind
from surveyapp.services.reports.publications import Judged, Publisher
from surveyapp.tasks.earlier_waves import EarlierWaves, answered_before, laid_out
from surveyapp.tasks.work import Result, Work

MANIFEST: Final = "manifest.json"
MOST_ROUNDS: Final = 5
"""How often a report is judged again because another one was published meanwhile."""


def write_report(work: Work) -> Result:
    """Write the report of a survey in each language asked for, and keep its files.

    It is made from the plan, the statements and the measures that stand, and withholds what would tell of a few people
    together with the reports that were published before.
    """
    from surveyapp.tasks.ledgers import ledgers_of
    from surveyapp.tasks.reporting import FORMATS, freeze, report_on_survey

    asked = work.job.arguments
    waves: Any = asked.get("previous", ())
    before = answered_before(work.engine, asked["survey"], waves)
    snapshot = freeze(work.engine, asked["survey"], today=datetime.now(UTC).date(), without=before)
    with tempfile.TemporaryDirectory(prefix="surveyapp-report-") as name, reading(work.engine) as session:
        folder, survey = Path(name), _survey(session, asked["survey"])
        kept = {kind: inputs.find(session, survey.survey_id, kind) for kind in freshness.KINDS}
        state = freshness.state_of(session, survey) | {kind: one.revision for kind, one in kept.items()}
        ledger = folder / "ledger.json"
        ledger.write_text(ledgers_of(session)(survey.slug).as_json(), "utf-8")
        files = report_on_survey(
            session,
            survey.slug,
            folder / "report",
            work.progress,
            languages=tuple(asked.get("languages", ())),
            formats=tuple(asked.get("formats", FORMATS)),
            internal=bool(asked.get("internal")),
            ledger=ledger,
            snapshot=snapshot,
            previous=laid_out(session, waves, folder).folders,
            **_written_down(kept, folder, internal=bool(asked.get("internal"))),
        )
        manifest = json.loads((folder / "report" / MANIFEST).read_text("utf-8"))
        for file in files:
            work.keep(file.name, file.read_bytes())
    missing = [item["id"] for item in manifest["items"] if item["mandatory"] and item["filled_by"] is None]
    told = {"files": [file.name for file in files], "state": state, "missing": missing, "snapshot": snapshot.digest}
    return told | {"view": manifest["plan"]["view"], "responses": manifest["responses"]}


def verify_report(work: Work) -> Result:
    """Make a report of the console again, and say what is the same."""
    from surveyapp.tasks.reporting import lines_of, verify_on_survey

    with _laid_out(work) as (session, folder):
        slug, waves = work.job.arguments["survey"], _waves_of(session, work, folder)
        found = verify_on_survey(
            session, slug, folder / MANIFEST, work.progress, previous=waves.folders, gone_before=waves.gone
        )
    checks = {name: [found.stored.get(name, "unchecked"), again] for name, again in found.rebuilt.items()}
    told = {"holds": found.holds, "files": checks, "figures": found.figures, "gone": found.gone}
    return told | {"versions": list(found.versions), "reason": found.reason, "lines": lines_of(found)}


def publish_report(work: Work) -> Result:
    """Make a report of the console again and publish it, or say everything that stands against it.

    Where another one is published while this one is judged, it is judged again with that one.
    """
    for _round in range(MOST_ROUNDS):
        reasons, found = _judged(work)
        if found is None:
            return {"published": 0, "reasons": reasons}
        try:
            return {"published": _published(work, found), "reasons": []}
        except Overtaken as overtaken:
            return {"published": 0, "reasons": [[code, list(what)] for code, what in overtaken.reasons]}
        except AnotherPublished:
            continue
    raise AnotherPublished


def _judged(work: Work) -> tuple[list[Any], Judged | None]:
    """Return what stands against publishing the report that is asked for; what is published where nothing does."""
    from surveyapp.tasks.publishing import judge_on_survey
    from surveyapp.tasks.reporting import snapshot_of

    asked = work.job.arguments
    with _laid_out(work) as (session, folder):
        survey, report = _survey(session, asked["survey"]), jobs.find(session, asked["report"])
        if report is None or report.result is None:
            raise UnknownJob
        then: Mapping[str, Any] = cast("Mapping[str, Any]", report.result.get("state", {}))
        if not publications.may_publish(session, survey.organisation_id, asked["by"]):
            return [["role", []]], None
        changed = freshness.inputs_changed(then, freshness.state_of(session, survey))
        waves = _waves_of(session, work, folder)
        if waves.gone:
            return [["gone", [str(waves.gone)]]], None
        judged = judge_on_survey(
            session, survey.slug, survey.survey_id, folder / MANIFEST, work.progress, previous=waves.folders
        )
        found = Judged(
            (folder / MANIFEST).read_bytes(),
            judged.printed,
            judged.before,
            report.id,
            snapshot_of(session, survey.slug, folder / MANIFEST),
            int(report.result["responses"]),
            {kind: int(then.get(kind, 0)) for kind in freshness.KINDS},
        )
    reasons: list[Any] = [["inputs", list(changed)]] if changed else []
    reasons += [[one.code, list(one.what)] for one in judged.reasons]
    return reasons, None if reasons else found


def _waves_of(session: Session, work: Work, folder: Path) -> EarlierWaves:
    """Lay out the earlier waves that the report asked about was compared with."""
    report = jobs.find(session, work.job.arguments["report"])
    asked: Any = report.arguments.get("previous", ()) if report else ()
    return laid_out(session, asked, folder / "earlier")


def _published(work: Work, found: Judged) -> int:
    """Publish a report that nothing stood against, and return its number."""
    asked = work.job.arguments
    publisher = Publisher(asked["by"], asked["name"], asked["role"], bool(asked["alone"]))
    with writing(work.engine) as session:
        jobs.heartbeat(session, work.job.id, work.worker, progress=1.0)
        survey = _survey(session, asked["survey"])
        return publications.add(session, survey, found, publisher, now=datetime.now(UTC)).number


def _survey(session: Session, slug: str) -> FieldedSurvey:
    survey = fielded.find_survey(session, slug)
    if survey is None:
        raise UnknownSurvey
    return survey


def _written_down(kept: Mapping[Kind, Kept], folder: Path, *, internal: bool) -> Mapping[str, Any]:
    """Write the plan, the statements and the measures that stand into a folder, as files that a report is given."""
    given: dict[str, Path] = {}
    for kind, one in kept.items():
        if one.revision:
            given[kind] = folder / f"{kind}.json"
            content = _plan_for(one.content, internal=internal) if kind == "plan" else one.content
            given[kind].write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return given


def _plan_for(plan: Mapping[str, Any], *, internal: bool) -> Mapping[str, Any]:
    """Return the plan that stands for who may see this report, which was said when it was asked for.

    The fewest people printed in a plan for internal reports hold for no public one.
    """
    said = {name: part for name, part in plan.items() if name != "view"}
    if plan.get("view") == "internal" and not internal:
        said["thresholds"] = {name: one for name, one in plan.get("thresholds", {}).items() if name != "public_n"}
    return said


@contextmanager
def _laid_out(work: Work) -> Iterator[tuple[Session, Path]]:
    """Lay the files of a report into a folder of their own, as they were kept."""
    with (
        tempfile.TemporaryDirectory(prefix="surveyapp-report-") as name,
        reading(work.engine) as session,
    ):
        report = jobs.find(session, work.job.arguments["report"])
        if report is None:
            raise UnknownJob
        for file in report.artefacts:
            kept = jobs.artefact(session, report.id, file)
            if kept is not None:
                (Path(name) / file).write_bytes(kept.content)
        yield session, Path(name)
