"""Write reports: the one place where what was collected meets the analysis."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.dataset import PackageError
from analysis.report.run import FORMATS, Format, write_report
from analysis.report.words import Words
from surveyapp.services.failures import Failure
from surveyapp.tasks.exporting import write_package
from surveyapp.web.i18n import translator

LANGUAGES = ("vi", "en")
__all__ = ["FORMATS", "LANGUAGES", "Format", "PackageUnfit", "report_on_package", "report_on_survey", "words_in"]
Progress = Callable[[float, str], None]
EXPORT_SHARE = 0.2


class PackageUnfit(Failure):
    """The data package is broken, or holds nothing to report."""


def words_in(language: str) -> Words:
    """Return the words of a language's report catalogue."""
    catalogue = translator("report", language)
    return Words(language, catalogue.gettext, catalogue.ngettext)


def report_on_package(
    package: Path,
    out: Path,
    progress: Progress,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[Format] = FORMATS,
) -> tuple[Path, ...]:
    """Write the report of a data package in each language and format, with its manifest, and return the files.

    Raises PackageUnfit with every reason.
    """
    out.mkdir(parents=True, exist_ok=True)
    try:
        manifest = write_report(package, out, tuple(languages), words=words_in, formats=formats, progress=progress)
    except PackageError as error:
        raise PackageUnfit(str(error)) from error
    return (*(out / name for name in manifest.reports), out / "manifest.json")


def report_on_survey(
    session: Session,
    slug: str,
    out: Path,
    progress: Progress,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[Format] = FORMATS,
) -> tuple[Path, ...]:
    """Export a survey and write its report in each language and format; the package is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        progress(0.0, "export")
        write_package(session, slug, Path(folder))
        progress(EXPORT_SHARE, "export")

        def rest(share: float, step: str) -> None:
            progress(EXPORT_SHARE + (1 - EXPORT_SHARE) * share, step)

        return report_on_package(Path(folder), out, rest, languages=languages, formats=formats)
