"""Bring what was published of a survey, as the store keeps it, to where reports are judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.disclosure.ledger import Ledger, ledger_name, printed_from, read_ledger
from surveyapp.services import fielded
from surveyapp.services.reports.publications import Published, of_survey


def ledger_of(slug: str, published: Sequence[Published], beside: Path | None = None) -> Ledger:
    """Return what was published of a survey, from the store, with what a ledger file `beside` reports lists."""
    return _joined(Ledger(slug) if beside is None else read_ledger(beside, slug), published)


def complete_file(session: Session, slug: str, file: Path | None, out: Path) -> Path:
    """Add what the store knows of to the ledger file beside the folder of a report, and return that file."""
    survey = fielded.find_survey(session, slug)
    path = file or out.resolve().parent / ledger_name(slug)
    kept = read_ledger(path, slug)
    whole = kept if survey is None else _joined(kept, of_survey(session, survey.survey_id))
    if whole != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole.as_json(), "utf-8")
    return path


def _joined(ledger: Ledger, published: Sequence[Published]) -> Ledger:
    for one in published:
        ledger = ledger.with_report(printed_from(one.printed))
    return ledger
