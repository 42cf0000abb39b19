"""Publish reports: make them again, hold them against what was published before, and keep who published what."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from analysis.report.keeping import LedgerFiles
from analysis.report.manifest import hash_of
from analysis.report.publication import Judgement, Reason, judge, publish
from analysis.report.publication_file import FILE
from analysis.report.run import survey_of
from surveyapp.services.reports.publications import Published, of_survey
from surveyapp.tasks.earlier_waves import of_manifest
from surveyapp.tasks.exporting import write_package
from surveyapp.tasks.ledgers import WAVES, ledgers_of
from surveyapp.tasks.reporting import Progress, snapshot_of, told, words_in

__all__ = ["Judged", "judge_on_package", "judge_on_survey", "publish_files"]


@dataclass(frozen=True)
class Judged:
    """What stands against publishing a report (a code and what is put into its sentence), and what it prints.

    `before` counts the published reports of the survey that it was judged with.
    """

    judgement: Judgement
    before: int

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.judgement.reasons

    @property
    def printed(self) -> Mapping[str, Any]:
        """Return what the store keeps, with what was printed of earlier waves."""
        told = self.judgement
        waves = [{"survey": one.survey, "printed": one.report.as_plain()} for one in told.of_waves]
        return {} if told.printed is None else told.printed.as_plain() | ({WAVES: waves} if waves else {})


def judge_on_survey(
    session: Session,
    slug: str,
    survey_id: str,
    manifest: Path,
    progress: Progress,
    *,
    previous: Sequence[Path] = (),
    files: LedgerFiles | None = None,
) -> Judged:
    """Export what a manifest's report was made from, and judge it with every report of the survey that was published.

    With `files`, also with what they list. Who withdrew since is not in it. Where no earlier waves are named they are
    those that the store compared it with.
    """
    published = of_survey(session, survey_id)
    with tempfile.TemporaryDirectory() as folder, of_manifest(session, slug, manifest, previous) as waves:
        if waves.gone:
            reasons = (Reason("gone", (str(waves.gone),)),)
            return Judged(Judgement(hash_of(manifest.read_bytes()), reasons), len(published))
        progress(0.0, "export")
        write_package(session, slug, Path(folder), snapshot=snapshot_of(session, slug, manifest))
        with told():
            found = judge(
                manifest,
                Path(folder),
                words=words_in,
                earlier=ledgers_of(session, files),
                previous=waves.folders,
                progress=progress,
            )
    return Judged(_unless_taken_out(_unless_published(found, published), published), len(published))


def ledger_files(manifest: Path, slug: str, ledger: Path | None) -> LedgerFiles:
    """Return the ledger named, or else the one that lies beside the folders of reports."""
    return LedgerFiles.beside(manifest.parent, slug, ledger)


def _unless_taken_out(found: Judgement, published: Sequence[Published]) -> Judgement:
    """Add as a reason that published reports are not in the store any more: their numbers are missing."""
    gone = max((one.number for one in published), default=0) - len(published)
    return replace(found, reasons=(*found.reasons, Reason("ledger", (str(gone),)))) if gone else found


def _unless_published(found: Judgement, published: Sequence[Published]) -> Judgement:
    """Add as a reason that this very report was published before."""
    before = [one for one in published if one.manifest_hash == found.manifest_hash]
    more = tuple(Reason("published", (one.name, one.at)) for one in before)
    return replace(found, reasons=(*found.reasons, *more))


def judge_on_package(
    manifest: Path, package: Path, progress: Progress, *, previous: Sequence[Path] = (), ledger: Path | None = None
) -> Judged:
    """Judge the report of a manifest on a data package, with the ledger that lies beside the folders of reports."""
    with told():
        survey = survey_of(package)
        files = LedgerFiles.beside(manifest.parent, survey, ledger)
        found = judge(manifest, package, words=words_in, earlier=files.read, previous=previous, progress=progress)
        return Judged(found, len(files.read(survey).reports))


def publish_files(judged: Judged, manifest: Path, *, by: str, role: str, today: date) -> tuple[Path, str]:
    """Say beside a report's files that it is published; return that file and the hash of the frozen manifest."""
    with told():
        made = publish(judged.judgement, manifest.parent, by=by, role=role, on=today)
    return manifest.parent / FILE, made.manifest_hash
