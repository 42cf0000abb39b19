"""Bring what was published of a survey, as the store keeps it, to where reports are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.disclosure.ledger import Ledger, Published, printed_from
from analysis.report.keeping import LedgerFiles, Ledgers
from analysis.report.run import survey_of
from surveyapp.services import fielded
from surveyapp.services.reports.publications import of_survey

WAVES = "waves"
"""What a publication printed of earlier waves that are surveys of their own."""


def ledgers_of(session: Session, files: LedgerFiles | None = None) -> Ledgers:
    """Return what the store knows to be published of a survey, after what the ledger `files` list."""

    def of(slug: str) -> Ledger:
        ledger = files.read(slug) if files else Ledger(slug)
        for printed in _published(session, slug):
            ledger = ledger.with_report(printed)
        return ledger

    return of


def complete_files(
    session: Session, files: LedgerFiles, previous: Sequence[Path], *, internal: bool = False
) -> LedgerFiles:
    """Add what the store knows of to the ledger files of a survey and of earlier waves; not for an internal report."""
    for slug in dict.fromkeys(() if internal else (files.survey, *map(survey_of, previous))):
        files.keep(ledgers_of(session, files)(slug))
    return files


def _published(session: Session, slug: str) -> Iterator[Published]:
    """Yield what was published of a survey: by its own reports, and by those of later waves."""
    survey = fielded.find_survey(session, slug)
    if survey is None:
        return
    for one in of_survey(session, survey.survey_id):
        yield printed_from(one.printed)
    for other in fielded.surveys_of(session, [survey.organisation_id]):
        for one in of_survey(session, other.survey_id):
            for wave in one.printed.get(WAVES, ()):
                if wave["survey"] == slug:
                    yield printed_from(wave["printed"])
