"""Record what a report was made from, so that whoever holds the data can make every figure again."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analysis.dataset import data_file
from analysis.plan_reading import plan_as_json
from analysis.report.evidence import Evidence, findings_in
from analysis.report.inputs import NOTHING, Inputs
from analysis.report.published import ROUNDED_TO, as_published
from analysis.report.successive import Held
from analysis.topics.findings import Finding
from analysis.weighting.origin import Weighting
from surveyapp.stated.statements import Filled

FORMAT = "report-manifest-5"
UNKNOWN_VERSION = "unknown"


@dataclass(frozen=True)
class Judged:
    """What a public report holds back, wave by wave; the marks of what it prints, and by survey of what bound it."""

    held: tuple[Held, ...] = ()
    printed: str = ""
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """What a report was made from and what it holds; `figures` are in the order of computing.

    The manifest of a public report tells no more than the report: its numbers are rounded as in print. That of an
    internal one holds them as computed. A figure that is not printed has no values. `responses` are exact, but rounded
    to `rounded_to` where with the printed bases they would tell how many a few people are. `held` is what was held back
    of this wave and of each earlier one; `printed` the mark of what it printed in the ledger, `earlier` by survey
    the marks of the reports it was judged with.
    """

    survey: str
    simulated: bool
    hashes: Mapping[str, str]
    versions: tuple[int, ...]
    responses: int
    rounded_to: int
    plan: Mapping[str, Any]
    weights: tuple[Mapping[str, Any], ...]
    code_version: str
    seed: int
    reports: Mapping[str, str]
    statements: Mapping[str, Any]
    measures: Mapping[str, Any]
    previous: Mapping[str, str]
    snapshot: str
    held: tuple[Mapping[str, Any], ...]
    printed: str
    earlier: Mapping[str, tuple[str, ...]]
    items: tuple[Mapping[str, Any], ...]
    figures_hash: str
    figures: tuple[Mapping[str, Any], ...]

    def as_json(self) -> str:
        """Return the manifest as JSON whose bytes depend on nothing but its values."""
        values = {"format": FORMAT} | {name: getattr(self, name) for name in self.__dataclass_fields__}
        figures = ",\n".join(json.dumps(figure, ensure_ascii=False, allow_nan=False) for figure in self.figures)
        rest = json.dumps(values | {"figures": []}, ensure_ascii=False, indent=1, allow_nan=False)
        return rest.removesuffix("[]\n}") + f"[\n{figures}\n]\n}}\n"


def manifest_of(
    evidence: Evidence,
    package: Path,
    reports: Mapping[str, bytes],
    items: Sequence[Filled],
    inputs: Inputs = NOTHING,
    judged: Judged = Judged(),
) -> Manifest:
    """Describe a report; `reports` are its files by name with their finished content, `items` what it discloses."""
    codebook = evidence.package.codebook
    weightings = ((audience.id, audience.sample.weighting) for audience in evidence.audiences)
    is_public = evidence.plan.view == "public"
    to = ROUNDED_TO if is_public and _leaves_a_few(evidence) else 1
    made = (as_published(one, evidence.plan.thresholds.public_n) if is_public else one for one in findings_in(evidence))
    figures = tuple(figure_as_json(finding) for finding in made)
    return Manifest(
        survey=codebook.survey,
        simulated=codebook.simulated,
        hashes=hashes_of(package),
        versions=evidence.package.fieldwork.versions,
        responses=to * round(evidence.package.dataset.n / to),
        rounded_to=to,
        plan=plan_as_json(evidence.plan),
        weights=tuple(_weights(audience, weighting) for audience, weighting in weightings if weighting),
        code_version=code_version(),
        seed=evidence.plan.seed,
        reports={name: hash_of(content) for name, content in reports.items()},
        statements=evidence.statements.as_json(),
        measures=evidence.register.as_json(),
        previous=hashes_of_waves(inputs.previous),
        snapshot=inputs.snapshot,
        held=tuple(one.as_plain() for one in judged.held),
        printed=judged.printed,
        earlier=judged.earlier,
        items=tuple(_item(one) for one in items),
        figures_hash=hash_of_figures(figures),
        figures=figures,
    )


def _leaves_a_few(evidence: Evidence) -> bool:
    """Tell whether an audience, or those in none, are so few that their number is not printed."""
    sizes = [int(audience.sample.base.sum()) for audience in evidence.audiences]
    rest = evidence.package.dataset.n - sum(sizes)
    return any(0 < n < evidence.plan.thresholds.public_n for n in (*sizes, rest))


def figure_as_json(finding: Finding) -> dict[str, Any]:
    """Return a figure as plain values; what may not be printed and what does not exist is null."""
    numbers = ("estimate", "se", "df", "low", "high", "weighted_n", "effective_n", "deff", "deff_weights")
    values = (
        finding.value, finding.se, finding.df, finding.low, finding.high,
        finding.weighted_n, finding.effective_n, finding.deff, finding.deff_weights,
    )  # fmt: skip
    shown = {name: _number(value) if finding.shown else None for name, value in zip(numbers, values, strict=True)}
    base = finding.base_n if finding.suppressed not in ("disclosure", "complement") else None
    about = {
        "id": finding.id,
        "kind": finding.kind,
        "basis": finding.basis,
        "suppressed": finding.suppressed,
        "review": finding.review,
    }
    return about | {"base_n": base, "step": finding.step or None} | shown


def made_from(evidence: Evidence, package: Path) -> dict[str, str]:
    """Return hashes of the data, the weights and the plan, by which a measure knows what it was confirmed on."""
    weightings = ((audience.id, audience.sample.weighting) for audience in evidence.audiences)
    weights = [_weights(audience, weighting) for audience, weighting in weightings if weighting]
    parts = {"data": hashes_of(package), "weights": weights, "plan": plan_as_json(evidence.plan)}
    return {name: hash_of(json.dumps(part, sort_keys=True).encode("utf-8")) for name, part in parts.items()}


def _item(one: Filled) -> dict[str, Any]:
    about = {"id": one.item.id, "title": one.title, "asked_by": list(one.item.asked_by)}
    return about | {"mandatory": one.item.mandatory, "filled_by": one.by}


def _weights(audience: str, done: Weighting) -> dict[str, Any]:
    return {
        "audience": audience,
        "method": "post-stratification to country × sex shares" if done.about else "design weights",
        "source": done.about.source if done.about else None,
        "source_url": done.about.source_url if done.about else None,
        "population": done.about.population if done.about else None,
        "age_scope": done.about.age_scope if done.about else None,
        "date": done.about.date.isoformat() if done.about else None,
        "n": ROUNDED_TO * round(done.n / ROUNDED_TO),
        "countries": list(done.countries),
        "ratio": _number(round(done.ratio, 1)),
        "deff": _number(round(done.deff, 1)),
        "deviations": [{"code": code, "what": list(what)} for code, what in done.deviations],
        "warnings": list(done.warnings),
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hashes_of(package: Path) -> dict[str, str]:
    """Return the hash of each file that a report is made from, by name."""
    files = (data_file(package), package / "codebook.json", package / "design.json")
    return {file.name: hash_of(file.read_bytes()) for file in files}


def hashes_of_waves(previous: Sequence[Path]) -> dict[str, str]:
    """Return the hashes of earlier waves, the last first; from the second on their names begin with its number."""
    return {
        (name if at == 1 else f"{at}/{name}"): told
        for at, package in enumerate(previous, start=1)
        for name, told in hashes_of(package).items()
    }


def hash_of_figures(figures: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of figures as the manifest writes them."""
    return hash_of(json.dumps(list(figures), ensure_ascii=False, allow_nan=False).encode("utf-8"))


def code_version() -> str:
    """Return the version of the installed program."""
    try:
        return version("surveyapp")
    except PackageNotFoundError:
        return UNKNOWN_VERSION
