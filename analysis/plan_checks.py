"""Find every mistake in a plan at once, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from analysis.codebook import Codebook
from analysis.plan import Plan, Scale, Segmentation, Thresholds
from analysis.plan_method_checks import method_problems
from analysis.plan_problems import PlanProblem, both_ends, codes, question, twice

LARGEST_CHANNELS, FEWEST_INSIDE = 22, 5
VIEWS = ("public", "internal")


def problems_in(plan: Plan, codebook: Codebook) -> list[PlanProblem]:
    """Return everything in a plan that the data cannot answer or that contradicts itself, in the plan's order.

    A question that was not asked is no problem, its section is left out; a question nobody knows is.
    """
    return [
        *_audiences(plan, codebook),
        *_questions(plan, codebook),
        *_channels(plan, codebook),
        *_segments(plan.segments, codebook),
        *method_problems(plan, codebook),
        *_thresholds(plan),
    ]


def _audiences(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    variable = codebook.by_name.get(plan.audience)
    if not plan.audience:
        if len(plan.audiences) > 1:
            text = "Without a variable of audiences everybody is one, and only one can be named."
            yield PlanProblem("too-many", "audiences", text)
    elif variable is None:
        yield PlanProblem("unknown-variable", "audience", f"The data have no variable {plan.audience!r}.")
    else:
        yield from codes("audiences", plan.audiences, [variable])
    if not plan.audiences:
        yield PlanProblem("empty", "audiences", "At least one audience is needed.")
    if plan.weighted and plan.weighted not in plan.audiences:
        yield PlanProblem("unknown-code", "weighted", f"The weighted audience {plan.weighted!r} is not in audiences.")
    yield from twice("audiences", plan.audiences)


def _questions(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    for place in ("interest", "best_worst", "reach"):
        yield from question(place, getattr(plan, place), codebook)
    for place in ("importance", "ease", "trust", "image", "dimensions", "official"):
        scale: Scale = getattr(plan, place)
        yield from question(f"{place}.question", scale.question, codebook)
        variables = codebook.of_question(scale.question)
        for part in ("top", "bottom", "aside", "unknown"):
            yield from codes(f"{place}.{part}", getattr(scale, part), variables)
        yield from both_ends(f"{place}.bottom", scale)


def _channels(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    known = {variable.choice for variable in codebook.of_question(plan.reach)}
    for place in ("sources", "platforms", "personal"):
        channels: Sequence[str] = getattr(plan, place)
        for at, code in enumerate(channels):
            if known and code not in known:
                yield PlanProblem("unknown-code", f"{place}[{at}]", f"{plan.reach} has no choice {code!r}.")
        if len(channels) > LARGEST_CHANNELS:
            text = f"At most {LARGEST_CHANNELS} channels can be compared exactly; {place} has {len(channels)}."
            yield PlanProblem("too-many", place, text)
        yield from twice(place, channels)


def _segments(segments: Sequence[Segmentation], codebook: Codebook) -> Iterator[PlanProblem]:
    yield from twice("segments", [segment.id for segment in segments])
    for at, segment in enumerate(segments):
        place = f"segments[{at}]"
        variable = codebook.by_name.get(segment.variable)
        if variable is None:
            if segment.variable != "language":
                text = f"The data have no variable {segment.variable!r}."
                yield PlanProblem("unknown-variable", f"{place}.variable", text)
            continue
        yield from twice(f"{place}.groups", [group.id for group in segment.groups])
        given = [code for group in segment.groups for code in group.codes]
        yield from twice(f"{place}.groups", given)
        for of, group in enumerate(segment.groups):
            yield from codes(f"{place}.groups[{of}].codes", group.codes, [variable])


def _thresholds(plan: Plan) -> Iterator[PlanProblem]:
    thresholds = plan.thresholds
    if plan.view not in VIEWS:
        yield PlanProblem("unknown-view", "view", f"view is {plan.view!r}; it must be one of {', '.join(VIEWS)}.")
    for name in ("level", "alpha", "smallest_difference", "reach_target"):
        value = getattr(thresholds, name)
        if not 0 < value < 1:
            yield PlanProblem(
                "out-of-range", f"thresholds.{name}", f"{name} is {value:g}; it must lie between 0 and 1."
            )
    usual = Thresholds()
    for name in ("min_n", "public_n"):
        value = getattr(thresholds, name)
        least = FEWEST_INSIDE if plan.view == "internal" and name == "public_n" else getattr(usual, name)
        if value < least:
            text = f"{name} is {value:g}; less than {least} may point at somebody or show noise, and is not printed."
            yield PlanProblem("too-low", f"thresholds.{name}", text)
    for field in fields(thresholds):
        if getattr(thresholds, field.name) < 0:
            yield PlanProblem("out-of-range", f"thresholds.{field.name}", f"{field.name} must not be negative.")
