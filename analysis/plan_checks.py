"""Find every mistake in a plan at once, before anything is computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date

from analysis.codebook import Codebook
from analysis.plan import Plan, Scale, Segmentation, Thresholds
from analysis.plan_method_checks import method_problems
from analysis.plan_problems import PlanProblem, both_ends, codes, no_variable, question, twice, unnamed
from analysis.plan_reading import PlanError, Raw, plan_from
from analysis.weighting.margins import SEXES
from surveyapp.questionnaire.problems import sentence

LARGEST_CHANNELS, FEWEST_INSIDE = 22, 5
VIEWS = ("public", "internal")
WEIGHTS = ("margins", "design", "none")
MOST_PEOPLE = 1e10
SINCE, MODELS, FURTHEST = ("last", "year", "first"), ("level", "drift"), 4


def problems_in(plan: Plan, codebook: Codebook) -> list[PlanProblem]:
    """Return everything in a plan that the data cannot answer or that contradicts itself, in the plan's order.

    A question that was not asked is no problem, its section is left out; a question nobody knows is.
    """
    return [
        *_audiences(plan, codebook),
        *_questions(plan, codebook),
        *_channels(plan, codebook),
        *_weights(plan),
        *_segments(plan.segments, codebook),
        *_waves(plan),
        *method_problems(plan, codebook),
        *_thresholds(plan),
    ]


def every_problem(raw: Raw, usual: Plan, codebook: Codebook) -> tuple[Plan | None, tuple[PlanProblem, ...]]:
    """Return the plan that raw parts make of the usual one, and every mistake; None where a part has no right shape.

    Then the parts that have one are checked all the same.
    """
    try:
        plan = plan_from(raw, usual)
    except PlanError as error:
        broken = {re.split(r"[.\[]", one.place)[0] for one in error.problems}
        sound = plan_from({name: part for name, part in raw.items() if name not in broken}, usual)
        return None, (*error.problems, *problems_in(sound, codebook))
    return plan, tuple(problems_in(plan, codebook))


def _audiences(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    variable = codebook.by_name.get(plan.audience)
    if not plan.audience:
        if len(plan.audiences) > 1:
            text = sentence("Without a variable of audiences everybody is one, and only one can be named.")
            yield PlanProblem("too-many", "audiences", text)
    elif variable is None:
        yield PlanProblem("unknown-variable", "audience", no_variable(plan.audience))
    else:
        yield from codes("audiences", plan.audiences, [variable])
    if not plan.audiences:
        yield PlanProblem("empty", "audiences", sentence("At least one audience is needed."))
    if plan.weighted and plan.weighted not in plan.audiences:
        text = sentence("The weighted audience {name} is not among the audiences.", name=plan.weighted)
        yield PlanProblem("unknown-code", "weighted", text)
    yield from twice("audiences", plan.audiences)


def audiences_told_otherwise(plan: Plan, before: Iterable[str]) -> list[PlanProblem]:
    """Return the problem of a plan that tells audiences apart by another variable than earlier public reports did."""
    others = sorted(set(before) - {plan.audience})
    if not others:
        return []
    text = sentence(
        "Public reports of this survey tell audiences apart by {before}. By {name} a few people would be left over "
        "when reports are subtracted: take {before}, or make an internal report.",
        before=", ".join(others) or "—",
        name=plan.audience or "—",
    )
    return [PlanProblem("another-audience", "audience", text)]


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
                text = sentence("{question} has no choice {code}.", question=plan.reach, code=code)
                yield PlanProblem("unknown-code", f"{place}[{at}]", text)
        if len(channels) > LARGEST_CHANNELS:
            text = sentence(
                "At most {most} channels can be compared exactly; here are {n}.", most=LARGEST_CHANNELS, n=len(channels)
            )
            yield PlanProblem("too-many", place, text)
        yield from twice(place, channels)


def _segments(segments: Sequence[Segmentation], codebook: Codebook) -> Iterator[PlanProblem]:
    yield from unnamed("segments", [segment.id for segment in segments])
    yield from twice("segments", [segment.id for segment in segments])
    for at, segment in enumerate(segments):
        place = f"segments[{at}]"
        variable = codebook.by_name.get(segment.variable)
        if variable is None:
            if segment.variable != "language":
                yield PlanProblem("unknown-variable", f"{place}.variable", no_variable(segment.variable))
            continue
        yield from twice(f"{place}.groups", [group.id for group in segment.groups])
        given = [code for group in segment.groups for code in group.codes]
        yield from twice(f"{place}.groups", given)
        for of, group in enumerate(segment.groups):
            yield from codes(f"{place}.groups[{of}].codes", group.codes, [variable])


def _weights(plan: Plan) -> Iterator[PlanProblem]:
    if plan.weights not in WEIGHTS:
        text = sentence("Weights are one of {known}, not {name}.", known=", ".join(WEIGHTS), name=plan.weights)
        yield PlanProblem("unknown-weights", "weights", text)
    own = plan.margins.own
    if not own.totals:
        return
    for name in ("population", "age_scope", "date", "source"):
        if not getattr(own, name).strip():
            text = sentence("Margins are of use only with their population, ages, day and source.")
            yield PlanProblem("empty", f"margins.own.{name}", text)
    if own.date and not _is_day(own.date):
        text = sentence("{value} is no day; write it as year-month-day, such as 2027-03-31.", value=own.date)
        yield PlanProblem("wrong-kind", "margins.own.date", text)
    for at, one in enumerate(own.totals):
        if one.sex not in SEXES or not one.country or not 0 <= one.total < MOST_PEOPLE:
            text = sentence(
                "Row {row}: a total needs a country, a sex ({sexes}) and a number of people.",
                row=at + 1,
                sexes=", ".join(SEXES),
            )
            yield PlanProblem("wrong-kind", f"margins.own.totals[{at}]", text)
    yield from twice("margins.own.totals", [f"{one.country} {one.sex}" for one in own.totals])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _waves(plan: Plan) -> Iterator[PlanProblem]:
    waves, cuts = plan.waves, {segment.id for segment in plan.segments}
    for at, since in enumerate(waves.since):
        if since not in SINCE:
            text = sentence("Waves are compared with {known}, not with {name}.", known=", ".join(SINCE), name=since)
            yield PlanProblem("unknown-wave", f"waves.since[{at}]", text)
    yield from twice("waves.since", waves.since)
    for at, cut in enumerate(waves.composition):
        if cut not in cuts:
            text = sentence("The plan has no segments {name}.", name=cut)
            yield PlanProblem("unknown-segment", f"waves.composition[{at}]", text)
    yield from twice("waves.composition", waves.composition)
    if waves.model not in MODELS:
        text = sentence("A forecast’s model is one of {known}, not {name}.", known=", ".join(MODELS), name=waves.model)
        yield PlanProblem("unknown-model", "waves.model", text)
    if not 1 <= waves.ahead <= FURTHEST:
        text = sentence("A forecast looks 1 to {most} waves ahead, not {n}.", most=FURTHEST, n=waves.ahead)
        yield PlanProblem("out-of-range", "waves.ahead", text)


def _thresholds(plan: Plan) -> Iterator[PlanProblem]:
    thresholds = plan.thresholds
    if plan.view not in VIEWS:
        text = sentence("A report is for {known}, not for {name}.", known=", ".join(VIEWS), name=plan.view)
        yield PlanProblem("unknown-view", "view", text)
    for name in ("level", "alpha", "smallest_difference", "reach_target"):
        value = getattr(thresholds, name)
        if not 0 < value < 1:
            text = sentence("{value} does not lie between 0 and 1.", value=f"{value:g}")
            yield PlanProblem("out-of-range", f"thresholds.{name}", text)
    usual = Thresholds()
    for name in ("min_n", "public_n"):
        value = getattr(thresholds, name)
        least = FEWEST_INSIDE if plan.view == "internal" and name == "public_n" else getattr(usual, name)
        if value < least:
            text = sentence(
                "{value} is too few: figures of less than {least} people may point at somebody or show noise.",
                value=f"{value:g}",
                least=least,
            )
            yield PlanProblem("too-low", f"thresholds.{name}", text)
    for field in fields(thresholds):
        if getattr(thresholds, field.name) < 0:
            yield PlanProblem("out-of-range", f"thresholds.{field.name}", sentence("It must not be negative."))
