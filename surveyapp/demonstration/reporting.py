"""Report on the demonstration as an office would: earlier waves are added, the worker writes, the files are fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from surveyapp.database import reading, writing
from surveyapp.services import fielded, jobs
from surveyapp.services.failures import Failure, UnknownSurvey
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import waves
from surveyapp.stated.statements import USUAL_LANGUAGES
from surveyapp.tasks.earlier_waves import PARTS
from surveyapp.tasks.work import Task, Work
from surveyapp.worker import TASKS, Worker

Progress = Callable[[float, str], None]


class NotReported(Failure):
    """The worker could not write the report; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ShownWork(Work):
    """A job whose progress is shown to whoever waits for it."""

    show: Progress = field(kw_only=True)

    def progress(self, share: float, step: str) -> None:
        """Show how far the job is, here and in its row."""
        self.show(share, step)
        Work.progress(self, share, step)


def add_earlier_waves(engine: Engine, slug: str, packages: Sequence[Path]) -> None:
    """Keep packages (the last wave first) as earlier waves from elsewhere, as the console keeps those sent to it."""
    with writing(engine) as session:
        survey = _survey(session, slug)
        for package in reversed(packages):
            waves.upload(session, survey, _zipped(package), name=f"{package.name}.zip")
    Worker(engine).run(once=True)


def report_with_all_waves(engine: Engine, slug: str, out: Path, by: str, show: Progress) -> tuple[Path, ...]:
    """Have the report written that is compared with every earlier wave, and put its files into a folder.

    It stands in the console too, as written by the account `by`. Raises NotReported.
    """
    with writing(engine) as session:
        survey = _survey(session, slug)
        offered = waves.offered(session, survey)
        wanted: Mapping[str, Any] = {
            "survey": slug,
            "languages": list(USUAL_LANGUAGES),
            "internal": False,
            "by": by,
            "previous": waves.chosen_from(offered, [one.source.name for one in offered]),
        }
        job = jobs.enqueue(
            session, "report", wanted, survey_id=survey.survey_id, organisation_id=survey.organisation_id
        )
    Worker(engine, {**TASKS, "report": _shown(TASKS["report"], show)}).run(once=True)
    with reading(engine) as session:
        done = jobs.find(session, job.id)
        if done is None or done.state != "done":
            raise NotReported(str(done.error if done else ""))
        kept = [file for name in done.artefacts if (file := jobs.artefact(session, job.id, name)) is not None]
    for file in kept:
        (out / file.name).write_bytes(file.content)
    return tuple(out / file.name for file in kept)


def _shown(task: Task, show: Progress) -> Task:
    return lambda work: task(ShownWork(work.engine, work.job, work.worker, work.reached, show=show))


def _survey(session: Session, slug: str) -> FieldedSurvey:
    survey = fielded.find_survey(session, slug)
    if survey is None:
        raise UnknownSurvey
    return survey


def _zipped(package: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PARTS:
            if (package / name).is_file():
                archive.write(package / name, name)
    return packed.getvalue()
