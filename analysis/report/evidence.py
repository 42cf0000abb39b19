"""Compute everything a report rests on, once, before any word is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from analysis.dataset import Package
from analysis.plan import Plan
from analysis.report.methods import Methods, methods
from analysis.segments.contrasts import Contrast, scan
from analysis.topics.findings import Finding
from analysis.topics.interest import Interest, interest
from analysis.topics.needs import Needs, needs
from analysis.topics.ratings import Point, Rating, points, ratings
from analysis.topics.reach import Reach, reach
from analysis.topics.samples import Sample, sample_of
from analysis.weighting.margins import MarginTable, margins_of
from surveyapp.stated.register import Register
from surveyapp.stated.statements import Statements

COMPARING = (":others", ":difference")
Progress = Callable[[float, str], None]


Waiting: TypeAlias = Literal["ranks", "platforms", "sources", "tests", "quality"]


@dataclass(frozen=True)
class AudienceEvidence:
    """What is known of one audience; a topic nobody was asked about is None or empty."""

    sample: Sample
    interest: Interest | None = None
    needs: Needs | None = None
    platforms: Reach | None = None
    sources: Reach | None = None
    trust: tuple[Rating, ...] = ()
    image: tuple[Point, ...] = ()
    opinion: Rating | None = None
    dimensions: tuple[Rating, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    methods: Methods = Methods()
    waits: bool = False
    """Tells only shares and what follows from them, since it changed by a few people after an earlier report."""
    waiting: tuple[Waiting, ...] = ()
    """What would else be told, and leaves no other trace."""

    @property
    def id(self) -> str:
        return self.sample.audience

    @property
    def has_regions(self) -> bool:
        """Tell whether means are told with their joint error."""
        return self.sample.has_intervals and not self.waits


@dataclass(frozen=True)
class Evidence:
    package: Package
    plan: Plan
    margins: MarginTable
    audiences: tuple[AudienceEvidence, ...]
    statements: Statements = Statements()
    register: Register = Register()
    earlier: Evidence | None = None
    """The wave before, estimated by the same plan."""
    told: frozenset[str] = frozenset()
    """The shares of parts that public reports of these same people printed: of an earlier wave, nothing else is."""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the data, the weights and the plan."""

    @property
    def waves(self) -> tuple[Evidence, ...]:
        """Return every wave, the first one first and this one last."""
        return (*(self.earlier.waves if self.earlier else ()), self)

    @property
    def has_intervals(self) -> bool:
        return any(audience.sample.has_intervals for audience in self.audiences)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return every figure once, in the order of computing; those that compare only where there are intervals."""
        found: dict[str, Finding] = {}
        for audience in self.audiences:
            for part in _parts(audience):
                if audience.sample.has_intervals or not part.id.endswith(COMPARING):
                    found.setdefault(part.id, part)
        return tuple(found.values())

    def of(self, audience: str) -> AudienceEvidence | None:
        return next((one for one in self.audiences if one.id == audience), None)


def gather(package: Package, plan: Plan, margins: MarginTable, progress: Progress) -> Evidence:
    """Estimate every topic for every audience that has members; audiences are never added up.

    Margins that the plan brings along take the place of those given.
    """
    found, margins = [], margins_of(plan, margins)
    for at, audience in enumerate(plan.audiences):
        sample = sample_of(package, plan, audience, margins)
        if sample:
            start, width = 0.1 + 0.6 * at / len(plan.audiences), 0.6 / len(plan.audiences)
            found.append(_audience(sample, plan, _within(progress, start, width)))
    return Evidence(package, plan, margins, tuple(found))


def gather_followed(package: Package, plan: Plan, margins: MarginTable) -> Evidence:
    """Estimate of an earlier wave what waves are compared by: needs, topics and the overall opinion.

    Margins as in `gather`. Nothing of an earlier wave is ranked, and nothing of its parts is estimated.
    """
    margins = margins_of(plan, margins)
    samples = (sample_of(package, plan, audience, margins) for audience in plan.audiences)
    return Evidence(package, plan, margins, tuple(_followed(sample, plan) for sample in samples if sample))


def _followed(sample: Sample, plan: Plan) -> AudienceEvidence:
    topics, wanted, opinions = interest(sample, plan), needs(sample, plan), ratings(sample, plan, plan.image)
    return AudienceEvidence(
        sample=sample,
        interest=topics and replace(topics, ranks=None),
        needs=wanted and replace(wanted, ranks=None),
        opinion=opinions[0] if opinions else None,
    )


def _within(progress: Progress, start: float, width: float) -> Progress:
    return lambda done, step: progress(start + width * done, step)


def _audience(sample: Sample, plan: Plan, progress: Progress) -> AudienceEvidence:
    progress(0.0, f"interest {sample.audience}")
    topics = interest(sample, plan)
    progress(0.2, f"needs {sample.audience}")
    wanted = needs(sample, plan)
    progress(0.4, f"reach {sample.audience}")
    platforms = reach(sample, plan, "platforms", plan.platforms)
    sources = reach(sample, plan, "sources", plan.sources)
    progress(0.45, f"trust {sample.audience}")
    opinions = ratings(sample, plan, plan.image)
    made = AudienceEvidence(
        sample=sample,
        interest=topics,
        needs=wanted,
        platforms=platforms,
        sources=sources,
        trust=ratings(sample, plan, plan.trust),
        image=points(sample, plan, plan.image),
        opinion=opinions[0] if opinions else None,
        dimensions=ratings(sample, plan, plan.dimensions),
        methods=methods(sample, plan, _within(progress, 0.5, 0.3)),
    )
    progress(0.8, f"segments {sample.audience}")
    return replace(made, contrasts=scan(sample, plan))


def findings_in(evidence: Evidence) -> list[Finding]:
    """Return every figure computed, each once, in the order of computing; at basis D nothing is compared."""
    return list(evidence.findings)


def _parts(value: Any) -> Iterator[Finding]:
    if isinstance(value, Finding):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)
    elif is_dataclass(value) and not isinstance(value, Sample):
        for part in fields(value):
            yield from _parts(getattr(value, part.name))
