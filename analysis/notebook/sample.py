"""Say how data were drawn and weight them; every step gives a new sample, and none changes an old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from analysis.notebook.data import Data
from analysis.request.designing import design_of
from analysis.request.margin_files import parse_with_margins
from analysis.request.parsing import Parsed
from analysis.request.problems import Problem, RequestError
from analysis.request.running import Weighted, problems_against, weighted_by
from analysis.request.shapes import DesignShape, RequestShape
from analysis.request.weighting import NotWeightedError

Words = Mapping[str, Any]
Names = str | Sequence[str]


@dataclass(frozen=True)
class Sample:
    """Data with the description of how they were drawn and weighted, in the words of a request."""

    data: Data
    described: Words

    @cached_property
    def weighting(self) -> Weighted | NotWeightedError:
        """Weight the data once, when first needed; a refusal is kept and answers every ask."""
        shape, design, parsed = self.parsed([])
        try:
            base = design_of(design, self.data.table, self.data.folder)
            return weighted_by(parsed, shape, design, base, self.data.table, self.data.folder)
        except NotWeightedError as refused:
            return refused

    @property
    def refused(self) -> NotWeightedError | None:
        """Return why the weights could not be found, None where they were."""
        return self.weighting if isinstance(self.weighting, NotWeightedError) else None

    @property
    def weights(self) -> Words:
        """Return what is told of the final weights: design effect, smallest, largest, convergence."""
        if isinstance(self.weighting, NotWeightedError):
            raise self.weighting
        return self.weighting.weights

    def parsed(self, asks: Sequence[Words]) -> tuple[RequestShape, DesignShape, Parsed]:
        """Read asks with this sample's description; raise RequestError with everything that is wrong."""
        document = {**self.described, "data": "data", "ask": list(asks) or [None]}
        parsed = parse_with_margins(document, self.data.folder)
        problems = [problem for problem in parsed.problems if asks or not problem.place.startswith("ask")]
        if parsed.shape is None or parsed.design is None:
            raise RequestError(problems)
        problems += problems_against(parsed, parsed.design, self.data.table, self.data.folder)
        if problems:
            raise RequestError(problems)
        return parsed.shape, parsed.design, parsed

    def __repr__(self) -> str:
        if isinstance(self.weighting, NotWeightedError):
            return f"Not weighted: {self.weighting.text}"
        summary = self.weighting.context.design.summary()
        strata = "1 stratum" if summary.strata == 1 else f"{summary.strata:,} strata"
        counts = f"{summary.clusters:,} clusters in {strata}, {summary.df:,} degrees of freedom"
        return f"{self.data.table.n:,} rows; {counts}; design effect of the weights {self.weights['deff']:.2f}"


def sampled(
    data: Data,
    *,
    weights: str | None = None,
    strata: Names = (),
    clusters: Names = (),
    fpc: Names = (),
    nest: bool = False,
    lonely: Literal["fail", "remove", "adjust", "average", "certainty"] = "fail",
    lonely_domain: bool = False,
    pps: Words | None = None,
    replicates: Words | None = None,
    basis: Literal["A", "B", "C", "D"] = "A",
    disclosure: Literal["public", "internal"] | None = None,
    scale_weights: str = "none",
    age_scope: str | None = None,
    fieldwork: str | None = None,
) -> Sample:
    """Say how data were drawn: columns by stage, outermost first, or replicate weights.

    `basis` is the evidence basis, `disclosure` what may be shown; margins of another `age_scope`, or years from the
    `fieldwork` (a date such as `2026-05-01`), are told. Raise RequestError with everything that is wrong.
    """
    drawn = {"weights": weights, "strata": listed(strata), "clusters": listed(clusters), "fpc": listed(fpc)}
    kept = {"nest": nest, "lonely": lonely, "lonely_domain": lonely_domain, "pps": pps, "replicates": replicates}
    told = {"basis": basis, "disclosure": disclosure, "age_scope": age_scope, "fieldwork": fieldwork}
    sample = Sample(data, {"design": drawn | kept, "scale_weights": scale_weights, **told})
    sample.parsed([])
    return sample


def weighted(sample: Sample, *steps: Words, variance_of_raking: Literal["exact", "r-rake"] = "exact") -> Sample:
    """Add steps of weighting as a request writes them, such as `{"method": "trim", "upper": 45}`."""
    before = sample.described.get("weighting", [])
    described = {**sample.described, "weighting": [*before, *steps], "variance_of_raking": variance_of_raking}
    result = replace(sample, described=described)
    result.parsed([])
    return result


def raked(sample: Sample, *margins: Words, **words: Any) -> Sample:
    """Rake to margins, each `{"by": …, "totals": […]}` with where its totals come from."""
    return weighted(sample, {"method": "rake", "margins": list(margins), **words})


def poststratified(sample: Sample, margin: Words, **words: Any) -> Sample:
    """Post-stratify to one margin."""
    return weighted(sample, {"method": "poststratify", "margins": [margin], **words})


def calibrated(sample: Sample, formula: str, totals: Mapping[str, float], **words: Any) -> Sample:
    """Calibrate to the totals of a model's columns, the intercept included."""
    return weighted(sample, {"method": "calibrate", "formula": formula, "totals": dict(totals), **words})


def opted_in(sample: Sample, formula: str, reference: Words, **words: Any) -> Sample:
    """Weight people who chose to take part by a reference sample, `{"data": file, "design": {…}}`."""
    return weighted(sample, {"method": "propensity", "formula": formula, "reference": reference, **words})


def trimmed(sample: Sample, **words: Any) -> Sample:
    """Trim weights to `lower` and `upper`."""
    return weighted(sample, {"method": "trim", **words})


def listed(names: Names) -> list[str]:
    """Return names as a list, also a single one."""
    return [names] if isinstance(names, str) else list(names)


def problem(text: str) -> RequestError:
    """Return the error for a word that a function cannot take."""
    return RequestError([Problem("bad-value", "", text)])
