"""Word the items of the method annex that are filled from what happened; an item nothing was recorded of is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.dataset import Frame
from analysis.report.evidence import AudienceEvidence, Evidence, findings_in
from analysis.report.published import step_of
from analysis.report.sections.open_ends import machine_help
from analysis.report.successive import STEPS
from analysis.report.writing import Writing
from analysis.topics.samples import UNWEIGHTED
from analysis.weighting.origin import Weighting


def _sponsor(writing: Writing, evidence: Evidence) -> str:
    sponsor = writing.words.label(evidence.package.fieldwork.sponsor)
    if sponsor or not writing.codebook.simulated:
        return sponsor
    return writing.words.say("None: the data are simulated.")


def _strategy(writing: Writing, evidence: Evidence) -> str:
    if evidence.package.fieldwork.is_elsewhere:
        return ""
    return writing.words.say(
        "A survey that people fill in themselves, page by page, in the language they choose; the answers describe "
        "their interests and needs at the time of asking."
    )


def _modes(writing: Writing, evidence: Evidence) -> str:
    say = writing.words.say
    named = {"web": say("on the web"), "kiosk": say("at a kiosk")}
    return writing.words.listed([named.get(mode, mode) for mode in evidence.package.fieldwork.modes])


def _dates(writing: Writing, evidence: Evidence) -> str:
    return writing.dates(evidence.package.fieldwork.first, evidence.package.fieldwork.last)


def _population(writing: Writing, evidence: Evidence) -> str:
    told = (f"{writing.audience(one.id)}: {_whom(writing, one)}" for one in evidence.audiences)
    return writing.words.together(map(writing.words.ended, told))


def _whom(writing: Writing, audience: AudienceEvidence) -> str:
    frame = audience.sample.frame
    if not frame:
        return writing.words.say("those who answered, and nobody else")
    return writing.words.label(frame.population) or frame.sample_source


def _samples(writing: Writing, evidence: Evidence) -> str:
    elsewhere = evidence.package.fieldwork.is_elsewhere
    told = (f"{writing.audience(one.id)}: {_sample(writing, one, elsewhere)}" for one in evidence.audiences)
    return writing.words.together(told)


def _sizes(writing: Writing, evidence: Evidence) -> str:
    sizes = [f"{writing.audience(one.id)}: n {writing.members(one.sample)}" for one in evidence.audiences]
    return writing.words.ended("; ".join(sizes))


def _weightings(writing: Writing, evidence: Evidence) -> str:
    say = writing.words.say
    if evidence.plan.weights == UNWEIGHTED and evidence.package.fieldwork.frames:
        return say("None, by the plan: every answer counts alike, whatever its chance of being drawn.")
    done = [one.sample.weighting for one in evidence.audiences if one.sample.weighting]
    if done:
        return " ".join(_weighting(writing, one) for one in done)
    if not any(one.sample.frame for one in evidence.audiences):
        return say("None.")
    if evidence.package.fieldwork.is_elsewhere:
        return say("Design weights, as recorded; nothing further.")
    return say("Design weights only: one over the recorded chance of being drawn, without population margins.")


def _processing(writing: Writing, evidence: Evidence) -> str:
    say = writing.words.say
    missing = say(
        "Not asked, left unanswered, refused and “don’t know” are kept apart; each leaves the base of its own question."
    )
    rated = say(
        "Each person rated needs drawn by lot; answers weigh w divided by the chance of being asked. "
        "Unmet: important (top two) and hard to get (bottom two). “Never looked” is an outcome of its own."
    )
    return f"{missing} {rated}" if any(one.needs for one in evidence.audiences) else missing


def _quality(writing: Writing, evidence: Evidence) -> str:
    if evidence.package.fieldwork.is_elsewhere:
        return ""
    return writing.words.say(
        "No response was taken out or changed for its speed or the pattern of its answers; the same response sent "
        "twice is stored once."
    )


def _limits(writing: Writing, evidence: Evidence) -> str:
    if evidence.package.fieldwork.is_elsewhere:
        return ""
    return writing.words.say(
        "One instrument, languages of unequal review. Refusals and break-offs are counted, not described: "
        "nothing is stored about those who did not finish."
    )


def _recomputing(writing: Writing, evidence: Evidence) -> str:
    return writing.words.say(
        "The manifest beside this report holds every figure with its id, the plan, the seed and a hash of the data."
    )


def _translation(writing: Writing, evidence: Evidence) -> str:
    """Say which translations are adjudicated; where one language was used there is nothing to translate."""
    say, words, fieldwork = writing.words.say, writing.words, evidence.package.fieldwork
    drafts = [tag for tag, status in sorted(fieldwork.translation_status.items()) if "draft" in status]
    if drafts:
        names = words.listed([str(words.locale.languages.get(tag.replace("-", "_"), tag)) for tag in drafts])
        return say("Translations not adjudicated: {languages}.", languages=names)
    if fieldwork.is_elsewhere:
        return ""
    if len(writing.codebook.languages) == 1:
        return say("One language; nothing was translated.")
    return say("Every translation was adjudicated.") if fieldwork.translation_status else ""


def _precision(writing: Writing, evidence: Evidence) -> str:
    if not evidence.has_intervals:
        return writing.words.say("None: the figures describe those who answered.")
    return writing.words.say(
        "Taylor linearisation by stratum and cluster, with the exact residuals of the weighting; a stratum with one "
        "cluster is measured from the overall mean. Shares: Korn–Graubard intervals; means and differences: Student’s "
        "t."
    )


def _instrument(writing: Writing, evidence: Evidence) -> str:
    say, words, fieldwork = writing.words.say, writing.words, evidence.package.fieldwork
    named = [str(words.locale.languages.get(tag.replace("-", "_"), tag)) for tag in writing.codebook.languages]
    versions = words.listed([writing.version(version) for version in fieldwork.versions])
    if not versions:
        title = words.label(writing.codebook.title)
        return say("“{title}”, in {languages}.", title=title, languages=words.listed(named))
    return say(
        "“{title}”, version {versions}, in {languages}.",
        title=words.label(writing.codebook.title),
        versions=versions,
        languages=words.listed(named),
    )


def _sample(writing: Writing, audience: AudienceEvidence, is_elsewhere: bool) -> str:
    say, sample = writing.words.say, audience.sample
    n = writing.members(sample)
    if not sample.frame and is_elsewhere:
        return say(
            "n {n}; how they came to answer is not recorded. Unweighted. The figures describe those who answered; no "
            "probability links them to anybody else.",
            n=n,
        )
    if not sample.frame and writing.plan.weights == UNWEIGHTED:
        return say(
            "n {n}, from every point of collection together. Unweighted by the plan: the figures describe those who "
            "answered, and nobody else.",
            n=n,
        )
    if not sample.frame:
        return say(
            "n {n}, by open links and codes, of their own accord. Unweighted. The figures describe those who answered; "
            "no probability links them to anybody else.",
            n=n,
        )
    return _drawn(writing, audience, sample.frame, n)


def _drawn(writing: Writing, audience: AudienceEvidence, frame: Frame, n: str) -> str:
    """Say how a probability sample was drawn, as far as strata and clusters are recorded."""
    say, words, sample = writing.words.say, writing.words, audience.sample
    summary = sample.design.summary(sample.base)
    parts = {
        "n": n,
        "population": words.label(frame.population) or frame.sample_source,
        "strata": writing.fact(f"{audience.id}.strata", summary.strata, words.number(summary.strata)),
        "df": _number_drawn(writing, audience, "df", summary.df),
    }
    if frame.replicates:
        return _replicated(writing, audience, frame.replicates, parts)
    if not frame.clusters and not frame.strata:
        return say(
            "n {n}, drawn with recorded probabilities from: {population}. Neither strata nor clusters are recorded: "
            "weights only, clustering ignored; the true errors may be larger.",
            n=n,
            population=parts["population"],
        )
    if not frame.clusters:
        return say(
            "n {n}, drawn one by one with recorded probabilities from: {population}. Strata: {strata}; degrees of "
            "freedom: {df}.",
            **parts,
        )
    return say(
        "n {n}, drawn with recorded probabilities from: {population}. {strata} strata, {clusters} clusters, "
        "{df} degrees of freedom.",
        clusters=_number_drawn(writing, audience, "clusters", summary.clusters),
        **parts,
    )


def _replicated(writing: Writing, audience: AudienceEvidence, told: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    count, kind, say = len(told["columns"]), str(told["type"]), writing.words.say
    replicates = writing.fact(f"{audience.id}.replicates", count, writing.words.number(count))
    return say(
        "n {n}, drawn with recorded probabilities from: {population}. Errors from {replicates} replicate weights "
        "({kind}); {df} degrees of freedom.",
        replicates=replicates,
        kind=kind,
        **parts,
    )


def _number_drawn(writing: Writing, audience: AudienceEvidence, name: str, number: int) -> str:
    """Print a number of what was drawn; where people were drawn themselves it is rounded as people are."""
    if 2 * number > audience.sample.n:
        return writing.counted(f"{audience.id}.{name}", number)
    return writing.fact(f"{audience.id}.{name}", number, writing.words.number(number))


def _outcomes(writing: Writing, evidence: Evidence) -> str:
    say, words, tallies = writing.words.say, writing.words, evidence.package.fieldwork.tallies
    if not tallies:
        return ""
    begun, complete = tallies.get("begun", 0), tallies.get("complete", 0)
    steps = ("open", "refused", "screened-out", "not-cleared", "begun", "complete")
    told = {step: writing.counted(f"fieldwork.{step}", tallies.get(step, 0)) for step in steps}
    broken = max(0.0, 1 - complete / begun) if begun else 0.0
    return say(
        "Opened: {opened}; refused: {refused}; screened out: {screened}; not cleared there: {uncleared}; "
        "begun: {begun}; finished: {complete}; broken off: {broken} of those begun.",
        opened=told["open"],
        refused=told["refused"],
        screened=told["screened-out"],
        uncleared=told["not-cleared"],
        begun=told["begun"],
        complete=told["complete"],
        broken=writing.fact("fieldwork.broken-off", broken, words.percent(broken)),
    )


def _weighting(writing: Writing, done: Weighting) -> str:
    say, words = writing.words.say, writing.words
    if not done.about:
        return say("No margin fits; design weights are kept.") + " " + _deviations(writing, done)
    parts = {
        "n": writing.counted("weighting.n", done.n),
        "source": done.about.source,
        "date": words.day(done.about.date.isoformat()),
        "ratio": writing.fact("weighting.ratio", done.ratio, words.number(done.ratio, 1)),
        "deff": writing.fact("weighting.deff", done.deff, words.number(done.deff, 1)),
    }
    if writing.plan.margins.own.totals:
        told = say(
            "Those whom the plan’s own margins describe ({population}; n {n}) were given the country × sex shares of "
            "{source} ({date}) by exact post-stratification; country first, then sex within it. Adjustments differ by "
            "a factor of {ratio}; design effect of the weights {deff}.",
            population=writing.plan.margins.own.population,
            **parts,
        )
    else:
        told = say(
            "Those born in or citizens of Viet Nam (n {n}) were given the country × sex shares of {source} ({date}) by "
            "exact post-stratification; country first, then sex within it. Adjustments differ by a factor of {ratio}; "
            "design effect of the weights {deff}.",
            **parts,
        )
    if done.warnings:
        told += " " + say("Warning: weights this uneven cost precision and lean on few people.")
    return f"{told} {_deviations(writing, done)}"


def _deviations(writing: Writing, done: Weighting) -> str:
    say, words = writing.words.say, writing.words
    country = writing.codebook.by_name.get(writing.plan.margins.country)
    texts = {value.code: value.text for value in country.values} if country else {}
    told = []
    for code, what in done.deviations:
        names = words.listed([writing.answer(texts, part) for part in what])
        people = writing.counted(f"weighting.{code}", int(what[0])) if what[0].isdigit() else ""
        sentence = {
            "no-margin": say("Deviation: no usable margin for {names}; design weights kept.", names=names),
            "empty-cell": say("Deviation: a sex is missing in {names}; design weights kept.", names=names),
            "other-origin": say("Deviation: {n} of other origin have no margin; design weights kept.", n=people),
            "other-gender": say("Deviation: {n} of another or unstated gender take their country’s factor.", n=people),
            "age-scope": say("Deviation: the margin counts all ages, the sample only those of 18 and over."),
            "date": say(
                "Deviation: the margin is of {date}, more than three years before fieldwork.",
                date=_date(writing, what[0]),
            ),
        }
        told.append(sentence[code])
    return " ".join(told)


def _date(writing: Writing, given: str) -> str:
    return writing.words.day(given) if given.count("-") == 2 else given


def _tests(writing: Writing, evidence: Evidence) -> str:
    scanned = sum(contrast.p == contrast.p for audience in evidence.audiences for contrast in audience.contrasts)
    waits = any(audience.waits for audience in evidence.audiences)
    if not evidence.has_intervals or (waits and not scanned):
        return writing.words.say("No groups are compared.")
    return writing.count(
        "{n} contrast was scanned, a group against everyone else in the same base, with joint covariance. In charts: "
        "Holm within a question and a cut; on the first page: Benjamini–Hochberg over all. Below {points} points no "
        "difference is called one.",
        "{n} contrasts were scanned, each a group against everyone else in the same base, with joint covariance. In "
        "charts: Holm within a question and a cut; on the first page: Benjamini–Hochberg over all. Below {points} "
        "points no difference is called one.",
        scanned,
        "contrasts",
        points=writing.smallest(),
    )


def _printed(writing: Writing, evidence: Evidence) -> str:
    told = [_usual(writing), _coarser(writing, evidence), _waiting(writing, evidence)]
    return " ".join(part for part in told if part)


def _usual(writing: Writing) -> str:
    limits, words = writing.plan.thresholds, writing.words
    return words.say(
        "A share needs n and effective n of at least {least}, and an interval narrow enough by the rule of the US "
        "National Center for Health Statistics. Bases below {public} are never printed; n is rounded to 5, shares to "
        "whole per cent.",
        least=writing.rule("min_n", limits.min_n, words.number(limits.min_n)),
        public=writing.fewest(),
    )


def _waiting(writing: Writing, evidence: Evidence) -> str:
    """Say of which audiences nothing is told but shares, since they changed by a few."""
    names = [writing.audience(one.id) for one in evidence.audiences if one.waits]
    if not names:
        return ""
    return writing.words.say(
        "{audiences}: fewer than {least} people left or came after an earlier report. Ranks, reach, numbers, what goes "
        "together, kinds of people and the quality of answers wait until more have; lists stand in the order of what "
        "is printed.",
        audiences=writing.words.listed(names),
        least=writing.fewest(),
    )


def _coarser(writing: Writing, evidence: Evidence) -> str:
    words = writing.words
    coarse = sum(figure.step > step_of(figure) for figure in findings_in(evidence) if figure.shown)
    if not coarse:
        return ""
    return writing.count(
        "{n} share is rounded more coarsely, in steps of up to {most}, since few people came or left after an earlier "
        "report: their answers would follow.",
        "{n} shares are rounded more coarsely, in steps of up to {most}, since few people came or left after an "
        "earlier report: their answers would follow.",
        coarse,
        "figures.coarse",
        most=writing.fact("rules.coarsest", STEPS[-1], words.percent(STEPS[-1])),
    )


TEXTS: Mapping[str, Callable[[Writing, Evidence], str]] = {
    "sponsor": _sponsor,
    "strategy": _strategy,
    "instrument": _instrument,
    "translation": _translation,
    "population": _population,
    "sample": _samples,
    "modes": _modes,
    "dates": _dates,
    "sizes": _sizes,
    "precision": _precision,
    "outcomes": _outcomes,
    "weighting": _weightings,
    "differences": _tests,
    "processing": _processing,
    "machine_help": machine_help,
    "quality": _quality,
    "printed": _printed,
    "limits": _limits,
    "recomputing": _recomputing,
}
