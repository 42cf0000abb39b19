"""Find the mistakes in a plan's entries for the further methods: choices, drivers, kinds, flags, open answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.codebook import Codebook
from analysis.plan import Discovery, Driving, OpenEnd, Plan
from analysis.plan_problems import PlanProblem, both_ends, codes, no_variable, question, twice, unnamed
from analysis.topics.choosing import way_of
from surveyapp.questionnaire.problems import sentence

FEWEST_RESAMPLES, MOST_KINDS = 10, 12


def method_problems(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    """Yield the problems of the entries in the plan's order."""
    seeking = plan.seeking
    for place, name in (
        ("seeking.last", seeking.last),
        ("seeking.found", seeking.found),
        ("seeking.barriers", seeking.barriers),
        ("languages", plan.languages),
        ("forms", plan.forms),
        *((f"choices[{at}]", name) for at, name in enumerate(plan.choices)),
    ):
        yield from _chosen(place, name, codebook)
    yield from codes("seeking.met", seeking.met, codebook.of_question(seeking.found))
    for at, scale in enumerate(plan.ratings):
        yield from question(f"ratings[{at}].question", scale.question, codebook)
        for part in ("top", "bottom", "aside", "unknown"):
            yield from codes(f"ratings[{at}].{part}", getattr(scale, part), codebook.of_question(scale.question))
        yield from both_ends(f"ratings[{at}].bottom", scale)
    for at, name in enumerate(plan.numbers):
        yield from _number(f"numbers[{at}]", name, codebook)
    yield from _entries(plan, codebook)
    for at, name in enumerate(plan.quality.grids):
        yield from question(f"quality.grids[{at}]", name, codebook)
    yield from _variable("consent_to_quote", plan.consent_to_quote, codebook)
    yield from twice("open_ends", [entry.question for entry in plan.open_ends])
    for at, open_end in enumerate(plan.open_ends):
        yield from _open_end(f"open_ends[{at}]", open_end, codebook, asks_consent=bool(plan.consent_to_quote))


def _entries(plan: Plan, codebook: Codebook) -> Iterator[PlanProblem]:
    """Yield the problems of what has a name in the plan: drivers, kinds, maps."""
    for place in ("drivers", "kinds", "maps"):
        names = [one.id for one in getattr(plan, place)]
        yield from unnamed(place, names)
        yield from twice(place, names)
    for at, driving in enumerate(plan.drivers):
        yield from _driving(f"drivers[{at}]", driving, codebook)
    for at, entry in enumerate(plan.kinds):
        yield from _discovery(f"kinds[{at}]", entry, codebook)
    for at, one in enumerate(plan.maps):
        for part in ("questions", "added"):
            yield from _questions(f"maps[{at}].{part}", getattr(one, part), codebook)
            yield from _sensitive(f"maps[{at}].{part}", getattr(one, part), codebook)
        if len(one.questions) < 2:
            text = sentence("At least two questions are needed to see which answers go together.")
            yield PlanProblem("empty", f"maps[{at}].questions", text)


def _sensitive(place: str, names: Sequence[str], codebook: Codebook) -> Iterator[PlanProblem]:
    """Yield a problem for each sensitive question: how its answers go with others is printed to two digits."""
    for at, name in enumerate(names):
        if any(variable.is_sensitive for variable in codebook.of_question(name)):
            text = sentence("{name} is sensitive, and a map would tell what few people answered.", name=name)
            yield PlanProblem("sensitive-question", f"{place}[{at}]", text)


def _chosen(place: str, name: str, codebook: Codebook) -> Iterator[PlanProblem]:
    yield from question(place, name, codebook)
    variables = codebook.of_question(name) if name else ()
    if variables and way_of(variables) is None:
        text = sentence("{name} is no question with choices; its kind is {kind}.", name=name, kind=variables[0].kind)
        yield PlanProblem("wrong-kind", place, text)


def _number(place: str, name: str, codebook: Codebook) -> Iterator[PlanProblem]:
    yield from question(place, name, codebook)
    variables = codebook.of_question(name)
    if variables and variables[0].kind != "number":
        text = sentence("{name} is not answered by a number; its kind is {kind}.", name=name, kind=variables[0].kind)
        yield PlanProblem("wrong-kind", place, text)


def _driving(place: str, entry: Driving, codebook: Codebook) -> Iterator[PlanProblem]:
    yield from _variable(f"{place}.outcome", entry.outcome, codebook, needed=True)
    yield from _questions(f"{place}.predictors", entry.predictors, codebook)
    if not entry.predictors:
        text = sentence("At least one question is needed to set against the outcome.")
        yield PlanProblem("empty", f"{place}.predictors", text)
    outcome = codebook.by_name.get(entry.outcome)
    for at, name in enumerate(entry.predictors):
        if outcome is not None and name == outcome.question:
            text = sentence("{name} holds the outcome itself.", name=name)
            yield PlanProblem("outcome-as-predictor", f"{place}.predictors[{at}]", text)


def _discovery(place: str, entry: Discovery, codebook: Codebook) -> Iterator[PlanProblem]:
    yield from _questions(f"{place}.categories", entry.categories, codebook)
    yield from _questions(f"{place}.numbers", entry.numbers, codebook)
    if not (entry.categories or entry.numbers):
        text = sentence("At least one question is needed to form kinds of people from.")
        yield PlanProblem("empty", place, text)
    if not 2 <= entry.most <= MOST_KINDS:
        text = sentence("Between 2 and {most} kinds can be looked for, not {n}.", most=MOST_KINDS, n=entry.most)
        yield PlanProblem("out-of-range", f"{place}.most", text)
    if entry.resamples < FEWEST_RESAMPLES:
        text = sentence(
            "{n} resamples are too few: {fewest} at least are needed to say how stable kinds are.",
            n=entry.resamples,
            fewest=FEWEST_RESAMPLES,
        )
        yield PlanProblem("too-low", f"{place}.resamples", text)


def _open_end(place: str, entry: OpenEnd, codebook: Codebook, *, asks_consent: bool) -> Iterator[PlanProblem]:
    yield from _variable(f"{place}.question", entry.question, codebook, needed=True)
    variable = codebook.by_name.get(entry.question)
    if variable is not None and variable.kind != "text":
        text = sentence("{name} is no open question; its kind is {kind}.", name=entry.question, kind=variable.kind)
        yield PlanProblem("wrong-kind", f"{place}.question", text)
    known = [theme.id for theme in entry.themes]
    yield from twice(f"{place}.themes", known)
    for at, theme in enumerate(entry.themes):
        if not theme.terms:
            text = sentence("The theme {name} needs a term.", name=theme.id)
            yield PlanProblem("empty", f"{place}.themes[{at}].terms", text)
    for response, given in entry.coded.items():
        for name in given:
            if name not in known:
                text = sentence(
                    "There is no theme {name} that the response {response} could be coded with.",
                    name=name,
                    response=response,
                )
                yield PlanProblem("unknown-theme", f"{place}.coded.{response}", text)
    if entry.quotes and not asks_consent:
        text = sentence("Quotes need the question by which people allow them (consent_to_quote).")
        yield PlanProblem("no-consent", f"{place}.quotes", text)


def _questions(place: str, names: Iterable[str], codebook: Codebook) -> Iterator[PlanProblem]:
    for at, name in enumerate(names):
        yield from question(f"{place}[{at}]", name, codebook)


def _variable(place: str, name: str, codebook: Codebook, *, needed: bool = False) -> Iterator[PlanProblem]:
    if (name or needed) and name not in codebook.by_name:
        yield PlanProblem("unknown-variable", place, no_variable(name))
