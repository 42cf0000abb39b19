"""Bring the earlier waves that a report is compared with to where it is written: from snapshots, or from uploads."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.database import reading
from surveyapp.formats.zipped import DAMAGED
from surveyapp.questionnaire.problems import phrase, sentence, sentence_to_json
from surveyapp.services import fielded, jobs
from surveyapp.services.failures import Failure
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import snapshots
from surveyapp.services.reports.snapshots import Snapshot
from surveyapp.services.reports.waves import PACKAGE, Source
from surveyapp.tasks.work import Result, Work

NO_PACKAGE: Final = phrase("The file is no data package: it must be a ZIP of the package’s files.")
PARTS: Final = ("data.csv", "data.parquet", "codebook.json", "design.json")
MOST_BYTES: Final = 500 * 2**20
"""What a package may hold when it is unpacked."""
MOST_LOOKED_THROUGH: Final = 500
"""Reports of a survey among which one is looked for, the newest first."""


class EarlierWaveGone(Failure):
    """An earlier wave that a report is to be compared with is not there any more."""

    sentence = "An earlier wave that this report is compared with is not there any more. Write it with others."


class PackedUnfit(Failure):
    """An uploaded file is no data package; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class EarlierWaves:
    """Folders with the packages, the last wave first, and how many of their responses were withdrawn since."""

    folders: tuple[Path, ...] = ()
    gone: int = 0


def laid_out(session: Session, asked: Sequence[Mapping[str, Any]], folder: Path) -> EarlierWaves:
    """Write the packages of earlier waves into a folder; raise EarlierWaveGone."""
    from surveyapp.tasks.exporting import write_package

    folders, gone = [], 0
    for at, told in enumerate(asked, start=1):
        source, into = Source(told["kind"], told["id"]), folder / f"wave-{at}"
        if source.kind == "upload":
            _unpacked(_uploaded(session, source), into)
        else:
            survey, snapshot = _reported(session, source)
            write_package(session, survey.slug, into, snapshot=snapshot)
            gone += snapshots.gone_from(session, survey.survey_id, snapshot)
        folders.append(into)
    return EarlierWaves(tuple(folders), gone)


@contextmanager
def of_manifest(
    session: Session, slug: str, manifest: Path, named: Sequence[Path] = (), gone: int = 0
) -> Iterator[EarlierWaves]:
    """Lay out the earlier waves of the report that a manifest is of, while the block runs; those `named` come first.

    Where the store did not write that report there are none.
    """
    with tempfile.TemporaryDirectory(prefix="surveyapp-waves-") as folder:
        asked = () if named else _asked_with(session, slug, manifest)
        yield laid_out(session, asked, Path(folder)) if asked else EarlierWaves(tuple(named), gone)


def _asked_with(session: Session, slug: str, manifest: Path) -> Sequence[Mapping[str, Any]]:
    """Return with which earlier waves the store was asked for the report of a manifest."""
    survey = fielded.find_survey(session, slug)
    written = jobs.recent(session, survey.survey_id, kind="report", limit=MOST_LOOKED_THROUGH) if survey else ()
    for job in written:
        previous: Any = job.arguments.get("previous", ())
        kept = jobs.artefact(session, job.id, manifest.name) if previous else None
        if kept is not None and kept.content == manifest.read_bytes():
            return cast("Sequence[Mapping[str, Any]]", previous)
    return ()


def look_into(work: Work) -> Result:
    """Say whose data an uploaded package holds, how many people answered and when; it fails where it is none."""
    from analysis.dataset import PackageError, read_package

    work.progress(0.1, "reading the data")
    with tempfile.TemporaryDirectory(prefix="surveyapp-wave-") as name:
        folder = Path(name)
        try:
            with reading(work.engine) as session:
                _unpacked(_uploaded(session, Source("upload", work.job.id)), folder)
            read = read_package(folder)
        except (PackageError, PackedUnfit) as error:
            problems = error.problems if isinstance(error, PackageError) else (error.text,)
            return {"fit": False, "why": [sentence_to_json(one) for one in problems]}
    fieldwork = read.fieldwork
    told = {"fit": True, "survey": read.codebook.survey, "n": read.dataset.n}
    return told | {"first": fieldwork.first, "last": fieldwork.last}


def answered_before(engine: Engine, slug: str, asked: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the responses of the very survey that earlier waves hold already: nobody is in two waves."""
    with reading(engine) as session:
        found = [_reported(session, Source("report", told["id"])) for told in asked if told["kind"] == "report"]
        return frozenset(one for survey, snapshot in found if survey.slug == slug for one in snapshot.responses)


def _reported(session: Session, source: Source) -> tuple[FieldedSurvey, Snapshot]:
    """Return of whom a report was written, and from what."""
    job = jobs.find(session, source.id)
    survey = fielded.find_survey(session, str(job.arguments.get("survey", ""))) if job else None
    digest = str((job.result or {}).get("snapshot", "")) if job else ""
    snapshot = snapshots.find(session, survey.survey_id, digest) if survey else None
    if survey is None or snapshot is None:
        raise EarlierWaveGone
    return survey, snapshot


def _uploaded(session: Session, source: Source) -> bytes:
    file = jobs.artefact(session, source.id, PACKAGE)
    if file is None:
        raise EarlierWaveGone
    return file.content


def _unpacked(packed: bytes, into: Path) -> None:
    """Unpack the parts of a package that are read, wherever in the archive they lie; raise PackedUnfit."""
    into.mkdir(parents=True, exist_ok=True)
    for name, content in _parts(packed):
        (into / name).write_bytes(content)


def _parts(packed: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            parts = [one for one in archive.infolist() if Path(one.filename).name in PARTS]
            if sum(one.file_size for one in parts) > MOST_BYTES:
                raise PackedUnfit(sentence("The package holds more than {n} MB.", n=MOST_BYTES // 2**20))
            for one in parts:
                yield Path(one.filename).name, archive.read(one)
    except DAMAGED as broken:
        raise PackedUnfit(sentence(NO_PACKAGE)) from broken
