"""Make a report: read the data package, compute once, write one file a language and format, and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from analysis.dataset import read_package
from analysis.measures.register import RegisterError
from analysis.measures.standing import unknown_evidence
from analysis.plan import Plan
from analysis.plan_checks import problems_in
from analysis.plan_reading import PlanError
from analysis.report.builder import build_report, items_of
from analysis.report.document import Document
from analysis.report.evidence import Evidence, gather
from analysis.report.evidence_file import FILE as EVIDENCE_FILE
from analysis.report.evidence_file import evidence_file
from analysis.report.html.page import render
from analysis.report.inputs import NOTHING, Inputs, register_for, statements_for
from analysis.report.manifest import Manifest, made_from, manifest_of
from analysis.report.measures_found import FILE as MEASURES_FILE
from analysis.report.measures_found import figures_of, measures_file
from analysis.report.publication import PublicationError, published_in
from analysis.report.slides import write_slides
from analysis.report.typeset.pdf import typeset
from analysis.report.word import write_word
from analysis.report.words import Words
from analysis.report.workbook import write_workbook
from analysis.weighting.margins import read_margins

Format: TypeAlias = Literal["html", "pdf", "docx", "pptx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_report(
    package: Path,
    out: Path,
    languages: Sequence[str] = ("vi", "en"),
    *,
    words: Callable[[str], Words],
    formats: Sequence[Format] = FORMATS,
    plan: Plan | None = None,
    inputs: Inputs = NOTHING,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Manifest:
    """Write report.<language>.<format>, evidence.json, measures.json and manifest.json into `out`; return the manifest.

    As `make_report`, which says the rest. Raise PublicationError where `out` holds a published report.
    """
    _keep_what_is_published(out)
    reports, manifest = make_report(
        package, languages, words=words, formats=formats, plan=plan, inputs=inputs, progress=progress
    )
    out.mkdir(parents=True, exist_ok=True)
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
    plan: Plan | None = None,
    inputs: Inputs = NOTHING,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> tuple[dict[str, bytes], Manifest]:
    """Return the report's files by name, report.<language>.<format>, evidence.json, measures.json, and its manifest.

    `words` gives the words of a language; `progress` hears the share done and the name of the step. The same package,
    plan and version give the same bytes. Raise PackageError where the package cannot be analysed, PlanError with
    everything that is wrong with the plan, StatementsError and
    RegisterError likewise.
    """
    progress(0.0, "reading the data")
    read = read_package(package)
    problems = problems_in(plan, read.codebook) if plan else []
    if problems:
        raise PlanError("\n".join(f"{problem.place}: {problem.text}" for problem in problems))
    progress(0.05, "reading the margins")
    evidence = gather(read, plan or Plan(), read_margins(), progress)
    evidence = _with_what_persons_say(evidence, package, inputs)
    reports: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    for at, language in enumerate(languages):
        start, width = 0.7 + 0.25 * at / len(languages), 0.25 / len(languages)
        document = documents[language] = build_report(evidence, words(language))
        for of, kind in enumerate(formats):
            progress(start + width * of / len(formats), f"writing {language} {kind}")
            reports[f"report.{language}.{kind}"] = _written(kind, document, evidence, words(language))
    progress(0.95, "writing the manifest")
    reports[MEASURES_FILE] = measures_file(evidence).encode("utf-8")
    reports[EVIDENCE_FILE] = evidence_file(evidence, documents).encode("utf-8")
    return reports, manifest_of(evidence, package, reports, items_of(evidence, words("en")))


def _with_what_persons_say(evidence: Evidence, package: Path, inputs: Inputs) -> Evidence:
    """Add statements and measures; a measure that cites what is not there is refused."""
    register = register_for(package, inputs)
    wrong = unknown_evidence(register, figures_of(evidence)) if register.measures else []
    if wrong:
        raise RegisterError("\n".join(wrong))
    statements = statements_for(package, inputs)
    return replace(evidence, statements=statements, register=register, made_from=made_from(evidence, package))


def _keep_what_is_published(out: Path) -> None:
    before = published_in(out)
    if before is not None:
        text = f"{out.name} holds a report that {before['by']} published on {before['on']}; write into another folder."
        raise PublicationError(text)


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
