"""Make a report again from its manifest, and say what is the same, what differs, and what can no longer be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from analysis.dataset import PackageError, read_package
from analysis.disclosure.ledger import Ledger, LedgerError
from analysis.plan import Plan
from analysis.plan_reading import PlanError, plan_from, raw_from
from analysis.report.evidence import gather
from analysis.report.inputs import Inputs
from analysis.report.keeping import Ledgers, Printed
from analysis.report.manifest import (
    FORMAT,
    Manifest,
    code_version,
    hash_of,
    hash_of_figures,
    hashes_of,
    hashes_of_waves,
)
from analysis.report.publication_file import published_in
from analysis.report.published import ROUNDED_TO
from analysis.report.run import FORMATS, make_report
from analysis.report.successive import Held, held_from
from analysis.report.words import Words
from analysis.weighting.margins import read_margins
from surveyapp.stated.reading import read_json
from surveyapp.stated.register import RegisterError, register_from
from surveyapp.stated.statements import StatementsError, statements_from

Check: TypeAlias = Literal["same", "differs", "unchecked"]


class ManifestError(ValueError):
    """The manifest cannot be used; the message says why."""


@dataclass(frozen=True)
class Verification:
    """What was found.

    `rebuilt` are the report's files made again from the data; `stored` the files beside the manifest. `gone` is how
    many responses were withdrawn since, at most; with any, nothing can be made again, and `figures` says whether the
    stored aggregate figures are those the report was written with. `ledger` says whether the ledger holds this report
    and those it was judged with. `versions` are those of the program, then and now.
    """

    stored: Mapping[str, Check]
    rebuilt: Mapping[str, Check]
    figures: Check
    gone: int
    versions: tuple[str, str]
    reason: str = ""
    ledger: Check = "unchecked"

    @property
    def holds(self) -> bool:
        """Tell whether everything that could be checked is as it was."""
        found = (*self.stored.values(), *self.rebuilt.values(), self.figures, self.ledger)
        return not self.reason and all(one in ("same", "unchecked") for one in found)


def verify(
    manifest: Path,
    package: Path,
    *,
    words: Callable[[str], Words],
    previous: Sequence[Path] = (),
    gone_before: int = 0,
    earlier: Ledgers | None = None,
    is_listed: bool = True,
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Verification:
    """Check a report's manifest against its files and the data package; raise ManifestError where it is none.

    A file that lies beside the manifest no more is not checked. Data that changed in another way than by withdrawal are
    told as a reason, since then no figure can be compared; `gone_before` responses were withdrawn from earlier waves.
    `earlier` are the ledgers of what was published of surveys, which must hold the report itself where it `is_listed`;
    without them they are not checked.
    """
    told = manifest_from(manifest)
    if not gone_before:
        check_wave(told, previous)
    stored = {name: _stored(manifest.parent / name, str(wanted)) for name, wanted in told["reports"].items()}
    published = published_in(manifest.parent)
    if published is not None:
        stored[manifest.name] = "same" if published["manifest_hash"] == hash_of(manifest.read_bytes()) else "differs"
    figures: Check = "same" if hash_of_figures(told["figures"]) == told["figures_hash"] else "differs"
    ledger = _in_ledgers(told, earlier, is_listed=is_listed)
    versions = (str(told["code_version"]), code_version())
    unchecked: dict[str, Check] = dict.fromkeys(told["reports"], "unchecked")
    changed = hashes_of(package) != told["hashes"]
    if changed or gone_before:
        gone = int(told["responses"]) + int(told["rounded_to"]) // 2 - responses_in(package)
        reason = _not_explained(told, package, gone, progress) if changed else ""
        return Verification(stored, unchecked, figures, max(gone, 0) + gone_before, versions, reason, ledger)
    withheld = [held_from(one) for one in told["held"]]
    reports, _, _ = made_again(told, package, words=words, withheld=withheld, previous=previous, progress=progress)
    rebuilt = {name: _same(reports, name, wanted) for name, wanted in told["reports"].items()}
    return Verification(stored, rebuilt, figures, 0, versions, ledger=ledger)


def _same(reports: Mapping[str, bytes], name: str, wanted: str) -> Check:
    return "same" if name in reports and hash_of(reports[name]) == wanted else "differs"


def _in_ledgers(told: Mapping[str, Any], earlier: Ledgers | None, *, is_listed: bool) -> Check:
    """Tell whether ledgers hold what a report was judged with, and itself where it is listed."""
    if earlier is None or not told["printed"]:
        return "unchecked"
    own = {str(told["survey"]): [str(told["printed"])]} if is_listed else {}
    return "differs" if missing_in(earlier, own) or missing_in(earlier, told["earlier"]) else "same"


def missing_in(earlier: Ledgers, marks: Mapping[str, Sequence[str]]) -> int:
    """Count the reports, by survey and mark, that ledgers lack; of a ledger that cannot be read all are lacking."""
    lacking = 0
    for survey, wanted in marks.items():
        try:
            lacking += len(earlier(survey).lacks(map(str, wanted)))
        except LedgerError:
            lacking += max(len(wanted), 1)
    return lacking


def _not_explained(told: Mapping[str, Any], package: Path, gone: int, progress: Callable[[float, str], None]) -> str:
    """Say what withdrawals do not explain: a base of what everybody or a declared group was asked may only shrink.

    It may shrink by as many people as are gone, within rounding. Nothing says who they were.
    """
    if gone <= 0:
        return "The data are not those that this report was written from."
    evidence = gather(read_package(package), _plan_of(told), read_margins(), progress)
    now: dict[str, int] = {}
    for audience in evidence.audiences:
        for contrast in audience.contrasts:
            now |= {one.id: one.base_n for one in (contrast.inside, contrast.others)}
            now[f"{audience.id}.{contrast.item.name}"] = int(contrast.item.base.sum())
    stored = {str(one["id"]): one["base_n"] for one in told["figures"] if one["base_n"] is not None}
    half = ROUNDED_TO // 2 if evidence.plan.view == "public" else 0
    beyond = [name for name, n in stored.items() if name in now and not -half <= n - now[name] <= gone + half]
    if not beyond:
        return ""
    return f"{len(beyond)} stored bases changed by more than {gone} withdrawn responses explain, such as {beyond[0]}."


def _plan_of(told: Mapping[str, Any]) -> Plan:
    try:
        return plan_from(raw_from(told["plan"], "The plan in the manifest"))
    except PlanError as error:
        raise ManifestError(f"The plan in the manifest cannot be used: {error}") from error


def made_again(
    told: Mapping[str, Any],
    package: Path,
    *,
    words: Callable[[str], Words],
    withheld: Sequence[Held] | None = None,
    earlier: Ledgers = Ledger,
    previous: Sequence[Path] = (),
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> tuple[Mapping[str, bytes], Manifest, tuple[Printed, ...]]:
    """Make the files of a manifest once more: same plan, statements and measures, languages in their order.

    `withheld` and `earlier` as in `make_report`. Raise ManifestError where what the manifest holds cannot be used.
    """
    kinds = [tuple(name.split(".")[1:]) for name in told["reports"] if name.count(".") == 2]
    languages = list(dict.fromkeys(language for language, _ in kinds))
    formats = [kind for kind in FORMATS if any(kind == other for _, other in kinds)]
    return make_report(
        package,
        languages,
        words=words,
        formats=formats,
        plan=_plan_of(told),
        inputs=_inputs(told, previous),
        earlier=earlier,
        withheld=withheld,
        progress=progress,
    )


def manifest_from(path: Path) -> dict[str, Any]:
    """Read a manifest; raise ManifestError where it is none that this version can check."""
    told = read_json(path, ManifestError)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ManifestError(f"{path.name} is not a manifest that this version can check (it needs {FORMAT}).")
    wanted = (
        "reports",
        "figures",
        "figures_hash",
        "hashes",
        "responses",
        "rounded_to",
        "plan",
        "code_version",
        "statements",
        "measures",
        "previous",
        "held",
        "printed",
        "earlier",
    )
    missing = [name for name in wanted if name not in told]
    if missing:
        raise ManifestError(f"{path.name} lacks {', '.join(missing)}.")
    return told


def check_wave(told: Mapping[str, Any], previous: Sequence[Path]) -> None:
    """Raise ManifestError where a report was compared with another wave than the package of `previous`."""
    if hashes_of_waves(previous) != told["previous"]:
        raise ManifestError("This report was compared with another wave; name that wave's package with --previous.")


def _inputs(told: Mapping[str, Any], previous: Sequence[Path]) -> Inputs:
    """Return what persons stated, as the manifest holds it: what they say today does not change what was written."""
    try:
        stated, register = statements_from(told["statements"]), register_from(told["measures"])
        return Inputs(stated, register, tuple(previous), str(told.get("snapshot", "")))
    except (StatementsError, RegisterError) as error:
        raise ManifestError(f"What persons stated cannot be used: {error}") from error


def _stored(path: Path, wanted: str) -> Check:
    if not path.exists():
        return "unchecked"
    return "same" if hash_of(path.read_bytes()) == wanted else "differs"


def responses_in(package: Path) -> int:
    """Return how many people a package holds; raise ManifestError where it cannot be read."""
    try:
        return read_package(package).dataset.n
    except PackageError as error:
        raise ManifestError(str(error)) from error
