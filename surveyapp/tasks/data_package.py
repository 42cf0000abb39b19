"""Hand out the data of a survey in the format asked for, with or without what asks for care."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.dataset import read_package
from analysis.exports.frame import FRAME_LABELS
from analysis.exports.handling import FILE as HANDLING
from analysis.exports.handling import handling_of
from analysis.exports.spreadsheets import TooLarge
from analysis.exports.writing import DATA_FORMATS, write_data
from surveyapp.services import publishing
from surveyapp.services.failures import Failure, UnknownSurvey
from surveyapp.tasks.ddi_data import data_codebook
from surveyapp.tasks.exporting import write_package
from surveyapp.tasks.leaving_out import CAREFUL, left_out_of

FORMATS = (*DATA_FORMATS, "ddi")
__all__ = ["CAREFUL", "FORMATS", "ExportUnfit", "LanguageNotSpoken", "export_data"]


class ExportUnfit(Failure):
    """The format asked for cannot hold the data."""


class LanguageNotSpoken(Failure):
    """The survey does not speak the language asked for."""


def export_data(
    session: Session,
    slug: str,
    out: Path,
    *,
    form: str = "csv",
    language: str | None = None,
    leave_out: Collection[str] = (),
) -> tuple[int, tuple[Path, ...]]:
    """Write the data package of a survey and return how many responses it holds, and its files.

    `form` is one of FORMATS; labels are in `language`, else in the survey's own. `leave_out` names kinds of variables
    (CAREFUL) that stay behind. Beside the data it is said who may have them, and how many rows are alike. Raise
    UnknownSurvey, LanguageNotSpoken, ExportUnfit.
    """
    survey = publishing.find(session, slug)
    if survey is None:
        raise UnknownSurvey
    questionnaires = publishing.questionnaires_of(session, survey.survey_id)
    newest = questionnaires[max(questionnaires)]
    if language is not None and language not in newest.languages:
        raise LanguageNotSpoken(f"The survey does not speak {language!r}, only {', '.join(newest.languages)}.")
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder)
        n = write_package(session, slug, package, leave_out=leave_out)
        base = "csv" if form == "ddi" else form
        try:
            files = write_data(package, base, out, language or newest.base_language)
        except TooLarge as error:
            raise ExportUnfit(str(error)) from error
        if form == "ddi":
            columns = _columns(package / "data.csv")
            gone = frozenset(left_out_of(newest, leave_out))
            (out / "codebook.xml").write_bytes(data_codebook(newest, columns, FRAME_LABELS, gone))
            files = (*files, out / "codebook.xml")
        (out / HANDLING).write_text(handling_of(read_package(package)), "utf-8")
    return n, (*files, out / HANDLING)


def _columns(path: Path) -> dict[str, tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    return dict(zip(header, zip(*rows, strict=True) if rows else ((),) * len(header), strict=True))
