"""Make a report: read the data package, compute once, write one file a language and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.report.builder import build_report
from analysis.report.evidence import gather
from analysis.report.html.page import render
from analysis.report.manifest import Manifest, manifest_of
from analysis.report.words import Words
from analysis.weighting.margins import read_margins


def write_report(
    package: Path,
    out: Path,
    languages: Sequence[str] = ("vi", "en"),
    *,
    words: Callable[[str], Words],
    plan: Plan | None = None,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Manifest:
    """Write report.<language>.html and manifest.json into `out`; return the manifest.

    `words` gives the words of a language; `progress` hears the share done and the name of the step. The same package,
    plan and version give the same bytes. Raise PackageError where the package cannot be analysed.
    """
    progress(0.0, "reading the data")
    read = read_package(package)
    progress(0.05, "reading the margins")
    evidence = gather(read, plan or Plan(), read_margins(), progress)
    reports = {}
    for at, language in enumerate(languages):
        progress(0.7 + 0.25 * at / max(len(languages), 1), f"writing {language}")
        reports[f"report.{language}.html"] = render(build_report(evidence, words(language)))
    progress(0.95, "writing the manifest")
    manifest = manifest_of(evidence, package, reports)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in reports.items():
        (out / name).write_text(text, "utf-8")
    (out / "manifest.json").write_text(manifest.as_json(), "utf-8")
    progress(1.0, "done")
    return manifest
