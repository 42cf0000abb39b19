"""Write reports: the one place where what was collected meets the analysis."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.codebook import CodebookError, read_codebook
from analysis.dataset import PackageError
from analysis.disclosure.ledger import LedgerError
from analysis.plan import OpenEnd
from analysis.plan_checks import FEWEST_INSIDE
from analysis.plan_reading import PlanError, Raw, read_raw
from analysis.plan_writing import plan_as_text, suggested_plan
from analysis.report.evidence_file import confirmation_from
from analysis.report.inputs import Inputs
from analysis.report.keeping import LedgerFiles, Ledgers
from analysis.report.publication_file import PublicationError
from analysis.report.run import FORMATS, Format, plan_for, write_report
from analysis.report.verifying import ManifestError, Verification, manifest_from, verify
from analysis.report.words import Words
from surveyapp.catalogues import complete_in, missing_in, translator
from surveyapp.database import reading, writing
from surveyapp.services import fielded
from surveyapp.services.failures import Failure, UnknownSurvey
from surveyapp.services.reports import snapshots
from surveyapp.services.reports.snapshots import Snapshot
from surveyapp.stated.register import RegisterError, confirm, read_register
from surveyapp.stated.statements import USUAL_LANGUAGES, StatementsError, read_statements
from surveyapp.tasks.earlier_waves import of_manifest
from surveyapp.tasks.exporting import write_package
from surveyapp.tasks.ledgers import complete_files, ledgers_of
from surveyapp.web.problem_words import language_of_terminal, said_in

__all__ = [
    "FORMATS",
    "Format",
    "LanguageUnfit",
    "LedgerUnfit",
    "ManifestUnfit",
    "NotPublishable",
    "PackageUnfit",
    "PlanUnfit",
    "StatementsUnfit",
    "confirm_measures",
    "freeze",
    "lines_of",
    "plan_mistakes",
    "plan_of_package",
    "plan_with_themes",
    "report_on_package",
    "report_on_survey",
    "snapshot_of",
    "told",
    "verify_on_package",
    "verify_on_survey",
    "words_in",
]
Progress = Callable[[float, str], None]
EXPORT_SHARE = 0.2


class PackageUnfit(Failure):
    """The data package is broken, or holds nothing to report."""


class PlanUnfit(Failure):
    """The plan of a report asks for what the data do not have, or contradicts itself."""


class StatementsUnfit(Failure):
    """What persons stated for a report, or its register of measures, cannot be used."""


class NotPublishable(Failure):
    """The report may not be published, or one that is published would be written over."""


class LedgerUnfit(Failure):
    """The ledger of what was published cannot be read, or is another survey's."""


class ManifestUnfit(Failure):
    """The manifest of a report cannot be read or checked."""


class LanguageUnfit(Failure):
    """A report is asked for in a language that cannot say all of it."""


def words_in(language: str) -> Words:
    """Return the words of a language's report catalogue; raises LanguageUnfit where it does not say everything."""
    lacking = missing_in("report", language)
    if lacking is None or lacking[0]:
        why = f"lacks {lacking[0]} of {lacking[1]} sentences" if lacking else "does not exist"
        known = ", ".join(complete_in("report"))
        raise LanguageUnfit(f"No report is written in {language}: its catalogue {why}. Complete are: {known}.")
    catalogue = translator("report", language)
    return Words(language, catalogue.gettext, catalogue.ngettext)


def plan_lines(error: PlanError, language: str) -> list[str]:
    """Say in a language everything that is wrong with a plan, a line each."""
    return [": ".join(filter(None, (one.place, said_in(language, one.text)))) for one in error.problems]


@contextmanager
def told() -> Iterator[None]:
    """Turn what the analysis cannot do into failures with a sentence."""
    try:
        yield
    except PackageError as error:
        language = language_of_terminal(os.environ)
        raise PackageUnfit(" ".join(said_in(language, one) for one in error.problems)) from error
    except PlanError as error:
        raise PlanUnfit("\n".join(plan_lines(error, language_of_terminal(os.environ)))) from error
    except (StatementsError, RegisterError) as error:
        raise StatementsUnfit(str(error)) from error
    except PublicationError as error:
        raise NotPublishable(str(error)) from error
    except LedgerError as error:
        raise LedgerUnfit(str(error)) from error


def report_on_package(
    package: Path,
    out: Path,
    progress: Progress,
    *,
    languages: Sequence[str] = (),
    formats: Sequence[Format] = FORMATS,
    plan: Path | None = None,
    statements: Path | None = None,
    measures: Path | None = None,
    previous: Sequence[Path] = (),
    internal: bool = False,
    ledger: Path | None = None,
    snapshot: str = "",
) -> tuple[Path, ...]:
    """Write the report of a data package in each language and format, with its manifest, and return the files.

    `plan` is JSON that says what to report, also in which languages where none is named; the codebook suggests the
    rest. `statements` and `measures` are JSON files of what persons state and of the register; without them those of
    the package. A report is internal, for those who may see the data, where it is asked to be or its plan says so; a
    public one is written into the `ledger` of what was printed of the survey, which lies beside `out` where none is
    named. `snapshot` is what the store knows the package by. Raises PackageUnfit, PlanUnfit, StatementsUnfit,
    LedgerUnfit or NotPublishable.
    """
    out.mkdir(parents=True, exist_ok=True)
    with told():
        asked = _read(plan, internal)
        manifest = write_report(
            package,
            out,
            tuple(languages) or _written_in(asked),
            words=words_in,
            formats=formats,
            plan=asked,
            inputs=replace(_inputs(statements, measures, previous), snapshot=snapshot),
            ledger=ledger,
            progress=progress,
        )
    return (*(out / name for name in manifest.reports), out / "manifest.json")


def freeze(engine: Engine, slug: str, *, today: date, without: frozenset[str] = frozenset()) -> Snapshot:
    """Keep of a survey what a report written now is made from, and return it; raise UnknownSurvey.

    Responses that another wave holds already are `without`.
    """
    with reading(engine) as session:
        survey = fielded.find_survey(session, slug)
        if survey is None:
            raise UnknownSurvey
        snapshot = snapshots.take(session, survey, without=without)
    with writing(engine) as session:
        snapshots.keep(session, survey.survey_id, snapshot, today=today)
    return snapshot


def report_on_survey(
    session: Session,
    slug: str,
    out: Path,
    progress: Progress,
    *,
    snapshot: Snapshot,
    languages: Sequence[str] = (),
    formats: Sequence[Format] = FORMATS,
    plan: Path | None = None,
    statements: Path | None = None,
    measures: Path | None = None,
    previous: Sequence[Path] = (),
    internal: bool = False,
    ledger: Path | None = None,
) -> tuple[Path, ...]:
    """Export a snapshot of a survey and write its report, judged with what the store knows to be published of it."""
    with tempfile.TemporaryDirectory() as folder:
        progress(0.0, "export")
        write_package(session, slug, Path(folder), snapshot=snapshot)
        with told():
            beside = LedgerFiles.beside(out, slug, ledger)
            files = complete_files(session, beside, previous, internal=is_internal(plan, internal))
        progress(EXPORT_SHARE, "export")
        return report_on_package(
            Path(folder),
            out,
            lambda share, step: progress(EXPORT_SHARE + (1 - EXPORT_SHARE) * share, step),
            languages=languages,
            formats=formats,
            plan=plan,
            statements=statements,
            measures=measures,
            previous=previous,
            internal=internal,
            ledger=files.file,
            snapshot=snapshot.digest,
        )


def plan_of_package(package: Path) -> str:
    """Return the plan that a data package suggests, as JSON; raises PackageUnfit."""
    try:
        return plan_as_text(suggested_plan(package))
    except PackageError as error:
        raise PackageUnfit(str(error)) from error


def plan_with_themes(package: Path) -> tuple[OpenEnd, ...]:
    """Return the open questions of a package's usual plan, with themes proposed; raises PackageUnfit."""
    with told():
        return suggested_plan(package).open_ends


def plan_mistakes(package: Path, plan: Path, language: str) -> list[str]:
    """Say in a language every mistake in a plan for a data package, a line each; raises PackageUnfit."""
    try:
        plan_for(read_codebook(package / "codebook.json"), read_raw(plan))
    except PlanError as error:
        return plan_lines(error, language)
    except CodebookError as error:
        raise PackageUnfit(str(error)) from error
    return []


def verify_on_package(
    manifest: Path,
    package: Path,
    progress: Progress,
    *,
    previous: Sequence[Path] = (),
    gone_before: int = 0,
    earlier: Ledgers | None = None,
) -> Verification:
    """Make the report of a manifest again from a data package and compare; raises ManifestUnfit or PackageUnfit.

    `gone_before` counts the responses that were withdrawn from the earlier waves since. The ledger that lies beside the
    folder of the report is checked too where there is one, or what was published `earlier` where the store tells.
    """
    try:
        files = LedgerFiles.beside(manifest.parent, str(manifest_from(manifest)["survey"]))
        return verify(
            manifest,
            package,
            words=words_in,
            previous=previous,
            gone_before=gone_before,
            earlier=earlier or (files.read if files.file.exists() else None),
            is_listed=earlier is None,
            progress=progress,
        )
    except ManifestError as error:
        raise ManifestUnfit(str(error)) from error
    except PackageError as error:
        raise PackageUnfit(str(error)) from error


def verify_on_survey(
    session: Session,
    slug: str,
    manifest: Path,
    progress: Progress,
    *,
    previous: Sequence[Path] = (),
    gone_before: int = 0,
    is_beside: bool = False,
) -> Verification:
    """Export what of a survey a manifest's report was made from, without who withdrew since, and check it.

    Where no earlier waves are named they are those that the store compared the report with. What was published is taken
    from the store, and where it `is_beside` also from the ledger file beside the folder.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        of_manifest(session, slug, manifest, previous, gone_before) as waves,
    ):
        progress(0.0, "export")
        write_package(session, slug, Path(folder), snapshot=snapshot_of(session, slug, manifest))
        earlier = ledgers_of(session, LedgerFiles.beside(manifest.parent, slug) if is_beside else None)
        return verify_on_package(
            manifest, Path(folder), progress, previous=waves.folders, gone_before=waves.gone, earlier=earlier
        )


def snapshot_of(session: Session, slug: str, manifest: Path) -> Snapshot | None:
    """Return what a manifest's report was made from; None where this store does not know. Raises ManifestUnfit."""
    try:
        digest = str(manifest_from(manifest).get("snapshot", ""))
    except ManifestError as error:
        raise ManifestUnfit(str(error)) from error
    survey = fielded.find_survey(session, slug)
    return None if survey is None else snapshots.find(session, survey.survey_id, digest)


def _inputs(statements: Path | None, measures: Path | None, previous: Sequence[Path]) -> Inputs:
    return Inputs(
        read_statements(statements) if statements else None,
        read_register(measures) if measures else None,
        tuple(previous),
    )


def confirm_measures(register: Path, evidence: Path, ids: Sequence[str], *, by: str, today: date) -> None:
    """Write into a register that a person confirms these measures on the figures of a report's evidence.json.

    Raises StatementsUnfit with everything that is wrong; then nothing is written.
    """
    try:
        confirmation = confirmation_from(evidence, by=by, on=today)
        made = confirm(read_register(register), ids, confirmation)
    except RegisterError as error:
        raise StatementsUnfit(str(error)) from error
    register.write_text(json.dumps(made.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")


INTERNAL: Final = "internal"


def is_internal(plan: Path | None, internal: bool) -> bool:
    """Tell whether a report is for those who may see the data: asked to be, or by its plan; raise PlanUnfit."""
    with told():
        return internal or (plan is not None and read_raw(plan).get("view") == INTERNAL)


def _read(plan: Path | None, internal: bool) -> Raw | None:
    """Read a plan; for an internal report groups from five people on are printed.

    A plan that is for internal reports itself may say another limit.
    """
    raw = None if plan is None else read_raw(plan)
    whole = dict(raw or {})
    own = whole.get("view") == INTERNAL
    if not (internal or own):
        return raw
    limits, fewest = whole.get("thresholds", {}), {"public_n": FEWEST_INSIDE}
    if isinstance(limits, Mapping):
        whole["thresholds"] = {**fewest, **limits} if own else {**limits, **fewest}
    return {**whole, "view": INTERNAL}


def _written_in(plan: Raw | None) -> tuple[str, ...]:
    asked = (plan or {}).get("written_in", USUAL_LANGUAGES)
    return tuple(map(str, asked)) if isinstance(asked, list | tuple) and asked else USUAL_LANGUAGES


def lines_of(found: Verification) -> list[str]:
    """Say what a check found, a line a file and a last one that sums up."""
    then, now = found.versions
    lines = [f"{name}: as stored {found.stored[name]}, made again {again}" for name, again in found.rebuilt.items()]
    lines.append(f"stored figures: {found.figures}")
    lines.append(f"ledger of what was published: {found.ledger}")
    if then != now:
        lines.append(f"written with version {then}, checked with version {now}")
    if found.gone:
        people = "1 response was" if found.gone == 1 else f"{found.gone} responses were"
        lines.append(f"{people} withdrawn since: only the stored figures could be checked")
    if found.reason:
        lines.append(found.reason)
    return [*lines, "The report holds." if found.holds else "The report does not hold."]
