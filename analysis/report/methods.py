"""Compute the further methods of a plan for one audience: what is chosen, what goes together, who is alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.open_ends.answers import OpenAnswers, open_answers
from analysis.plan import Plan
from analysis.quality.flags import Quality, quality
from analysis.segments.kinds import Kinds, kinds
from analysis.topics.choosing import Choices, choices
from analysis.topics.driving import Driven, NotDriven, driven
from analysis.topics.maps import Mapped, mapped
from analysis.topics.numbers import Numeric, numbers
from analysis.topics.ratings import Rating, ratings
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample
from analysis.topics.utilities import Utilities, utilities


@dataclass(frozen=True)
class Methods:
    """What the further methods give; whatever nobody was asked is None or empty."""

    utilities: Utilities | Refusal | None = None
    sought: Choices | None = None
    found: Choices | None = None
    barriers: Choices | None = None
    languages: Choices | None = None
    forms: Choices | None = None
    official: tuple[Rating, ...] = ()
    choices: tuple[Choices, ...] = ()
    ratings: tuple[tuple[Rating, ...], ...] = ()
    numbers: tuple[Numeric, ...] = ()
    drivers: tuple[Driven | NotDriven, ...] = ()
    kinds: tuple[Kinds, ...] = ()
    maps: tuple[Mapped, ...] = ()
    quality: Quality | None = None
    open_ends: tuple[OpenAnswers, ...] = ()


def methods(sample: Sample, plan: Plan, progress: Callable[[float, str], None]) -> Methods:
    """Compute every entry of the plan that the data can answer."""
    seeking, who = plan.seeking, sample.audience
    progress(0.0, f"choices {who}")
    scaled = utilities(sample, plan)
    sought, found = (choices(sample, plan, question, in_order=True) for question in (seeking.last, seeking.found))
    barriers, languages, forms = (
        choices(sample, plan, question) for question in (seeking.barriers, plan.languages, plan.forms)
    )
    cut = {segmentation.variable for segmentation in plan.segments}
    further = (choices(sample, plan, question, in_order=question in cut) for question in plan.choices)
    rated = (ratings(sample, plan, scale) for scale in plan.ratings)
    progress(0.3, f"drivers {who}")
    together = tuple(driven(sample, plan, entry) for entry in plan.drivers)
    progress(0.5, f"kinds {who}")
    alike = tuple(kinds(sample, plan, entry) for entry in plan.kinds)
    progress(0.7, f"maps {who}")
    laid_out = tuple(one for entry in plan.maps if (one := mapped(sample, plan, entry)))
    progress(0.8, f"quality {who}")
    flagged = quality(sample, plan)
    progress(0.9, f"open answers {who}")
    own_words = tuple(open_answers(sample, plan, entry) for entry in plan.open_ends)
    return Methods(
        utilities=scaled,
        sought=sought,
        found=found,
        barriers=barriers,
        languages=languages,
        forms=forms,
        official=ratings(sample, plan, plan.official),
        choices=tuple(one for one in further if one),
        ratings=tuple(one for one in rated if one),
        numbers=numbers(sample, plan),
        drivers=tuple(one for one in together if one),
        kinds=tuple(one for one in alike if one),
        maps=laid_out,
        quality=flagged,
        open_ends=tuple(one for one in own_words if one),
    )
