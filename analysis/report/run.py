"""Make a report: read the data package, compute once, write one file a language and format, and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from analysis.codebook import Codebook, CodebookError, read_codebook
from analysis.dataset import PackageError, data_file, read_package
from analysis.disclosure.ledger import Ledger
from analysis.plan import Plan
from analysis.plan_checks import every_problem, problems_in
from analysis.plan_default import default_plan
from analysis.plan_problems import PlanProblem
from analysis.plan_reading import PlanError, Raw
from analysis.report.brief.files import briefs
from analysis.report.brief.page import compose_brief
from analysis.report.builder import build_report, items_of
from analysis.report.document import Document
from analysis.report.evidence import Evidence, gather, gather_followed
from analysis.report.evidence_file import FILE as EVIDENCE_FILE
from analysis.report.evidence_file import evidence_file
from analysis.report.html.page import render
from analysis.report.inputs import NOTHING, Inputs, register_for, statements_for
from analysis.report.items_file import FILE as ITEMS_FILE
from analysis.report.items_file import items_file
from analysis.report.keeping import Keeper, LedgerFiles, Ledgers, Printed
from analysis.report.manifest import Manifest, hashes_of, made_from, manifest_of
from analysis.report.measures_found import FILE as MEASURES_FILE
from analysis.report.measures_found import figures_of, measures_file
from analysis.report.publication_file import PublicationError, published_in
from analysis.report.slides import write_slides
from analysis.report.successive import Held
from analysis.report.typeset.pdf import typeset
from analysis.report.word import write_word
from analysis.report.words import Words
from analysis.report.workbook import write_workbook
from analysis.weighting.margins import read_margins
from surveyapp.stated.register import RegisterError
from surveyapp.stated.standing import unknown_evidence
from surveyapp.stated.statements import USUAL_LANGUAGES

Format: TypeAlias = Literal["html", "pdf", "docx", "pptx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_report(
    package: Path,
    out: Path,
    languages: Sequence[str] = USUAL_LANGUAGES,
    *,
    words: Callable[[str], Words],
    formats: Sequence[Format] = FORMATS,
    plan: Plan | Raw | None = None,
    inputs: Inputs = NOTHING,
    ledger: Path | None = None,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Manifest:
    """Write report.<language>.<format>, evidence, measures, items and manifest.json into `out`; return the manifest.

    `ledger` is the file of what was printed of this survey before, ledger.<survey>.json beside `out` without one; a
    public report is added to it. As `make_report`, which says the rest. Raise PublicationError where `out` holds a
    published report, LedgerError where the ledger cannot be read.
    """
    _keep_what_is_published(out)
    files = _ledger_files(out, survey_of(package), ledger)
    made = make_report(
        package,
        languages,
        words=words,
        formats=formats,
        plan=plan,
        inputs=inputs,
        earlier=files.read,
        progress=progress,
    )
    reports, manifest, printed = made
    out.mkdir(parents=True, exist_ok=True)
    files.add(printed)
    for name, content in reports.items():
        (out / name).write_bytes(content)
    (out / "manifest.json").write_text(manifest.as_json(), "utf-8")
    progress(1.0, "done")
    return manifest


def make_report(
    package: Path,
    languages: Sequence[str],
    *,
    words: Callable[[str], Words],
    formats: Sequence[Format] = FORMATS,
    plan: Plan | Raw | None = None,
    inputs: Inputs = NOTHING,
    earlier: Ledgers = Ledger,
    withheld: Sequence[Held] | None = None,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> tuple[dict[str, bytes], Manifest, tuple[Printed, ...]]:
    """Return the report's files by name, its manifest, and what it prints of which survey, this wave's first.

    Without a plan that which the codebook suggests is used; a plan as raw JSON is completed by it. `words` gives the
    words of a language; `progress` hears the share done and the name of the step. What would tell of a few people
    together with what was published `earlier` of a survey is withheld; `withheld` says so instead, of this wave and of
    each earlier one, where it is known. An internal report withholds nothing so and publishes nothing. The same
    package, plan, ledgers and version give the same bytes. Raise PackageError where the package cannot be analysed,
    PlanError with everything that is wrong with the plan, or where it tells audiences apart by another variable than
    what was published; StatementsError and RegisterError likewise.
    """
    progress(0.0, "reading the data")
    read = read_package(package)
    used = plan_for(read.codebook, plan)
    keeper = Keeper(used.view == "public", earlier, withheld)
    keeper.refuse_other_audiences(read.codebook.survey, used)
    evidence = gather(read, used, read_margins(), progress)
    data = hashes_of(package)[data_file(package).name]
    progress(0.69, "disclosure control")
    evidence = keeper.held_back(evidence, data)
    progress(0.7, "statements, measures and the wave before")
    evidence = _with_inputs(evidence, package, inputs, keeper)
    reports = _reports(evidence, languages, words, formats, progress)
    progress(0.95, "writing the manifest")
    printed = keeper.printed(evidence)
    items, judged = items_of(evidence, words("en")), keeper.judged(printed)
    return reports, manifest_of(evidence, package, reports, items, inputs, judged), printed


def _reports(
    evidence: Evidence,
    languages: Sequence[str],
    words: Callable[[str], Words],
    formats: Sequence[Format],
    progress: Callable[[float, str], None],
) -> dict[str, bytes]:
    """Write every language and format, and what every sentence rests on."""
    reports: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    for at, language in enumerate(languages):
        start, width = 0.7 + 0.25 * at / len(languages), 0.25 / len(languages)
        document = documents[language] = build_report(evidence, words(language))
        for of, kind in enumerate(formats):
            progress(start + width * of / len(formats), f"writing {language} {kind}")
            reports[f"report.{language}.{kind}"] = _written(kind, document, evidence, words(language))
        reports |= briefs(compose_brief(evidence, words(language), document), formats)
    reports[MEASURES_FILE] = measures_file(evidence).encode("utf-8")
    reports[ITEMS_FILE] = items_file({language: items_of(evidence, words(language)) for language in languages})
    reports[EVIDENCE_FILE] = evidence_file(evidence, documents).encode("utf-8")
    return reports


def _with_inputs(evidence: Evidence, package: Path, inputs: Inputs, keeper: Keeper) -> Evidence:
    """Add statements, measures and the wave before; a measure that cites what is not there is refused."""
    register = register_for(package, inputs)
    wrong = unknown_evidence(register, figures_of(evidence)) if register.measures else []
    if wrong:
        raise RegisterError("\n".join(wrong))
    return replace(
        evidence,
        statements=statements_for(package, inputs),
        register=register,
        earlier=_earlier(inputs.previous, evidence, keeper),
        made_from=made_from(evidence, package),
    )


def _earlier(packages: Sequence[Path], evidence: Evidence, keeper: Keeper) -> Evidence | None:
    """Estimate earlier waves by today's plan, each with those before it; what would tell of a few is withheld too."""
    if not packages:
        return None
    package, *before = packages
    read = read_package(package)
    found = gather_followed(read, evidence.plan, evidence.margins)
    found = keeper.held_back(found, hashes_of(package)[data_file(package).name])
    return replace(found, earlier=_earlier(before, evidence, keeper))


def plan_for(codebook: Codebook, plan: Plan | Raw | None) -> Plan:
    """Return the plan to use: the one given, completed by the usual one; raise PlanError with all that is wrong."""
    usual = default_plan(codebook)
    if plan is None:
        return usual
    if isinstance(plan, Plan):
        used: Plan | None = plan
        problems: Sequence[PlanProblem] = problems_in(plan, codebook)
    else:
        used, problems = every_problem(plan, usual, codebook)
    if problems or used is None:
        raise PlanError(*problems)
    return used


def _ledger_files(out: Path, survey: str, ledger: Path | None) -> LedgerFiles:
    """Return the ledgers to judge with; of the usual one none of the reports that lie beside it may be missing."""
    files, usual = LedgerFiles.beside(out, survey, ledger), LedgerFiles.beside(out, survey)
    if files == usual:
        files.refuse_gaps()
    return files


def _keep_what_is_published(out: Path) -> None:
    before = published_in(out)
    if before is not None:
        text = f"{out.name} holds a report that {before['by']} published on {before['on']}; write into another folder."
        raise PublicationError(text)


def survey_of(package: Path) -> str:
    """Return whose data a package holds; raise PackageError where it does not say."""
    try:
        return read_codebook(package / "codebook.json").survey
    except CodebookError as error:
        raise PackageError([str(error)]) from error


def _written(kind: Format, document: Document, evidence: Evidence, words: Words) -> bytes:
    match kind:
        case "html":
            return render(document).encode("utf-8")
        case "pdf":
            return typeset(document)
        case "docx":
            return write_word(document)
        case "pptx":
            return write_slides(document)
        case "xlsx":
            return write_workbook(document, evidence, words)
