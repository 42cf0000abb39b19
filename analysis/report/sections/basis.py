"""Say what the figures stand on, and what this report refuses to say."""

from __future__ import annotations

from analysis.report.document import Entry, Items, Ladder, Paragraph, Rung, Section
from analysis.report.evidence import Evidence, findings_in
from analysis.report.histories import reaches_far
from analysis.report.writing import Writing
from analysis.waves.forecasting import FEWEST_WAVES


def basis(writing: Writing, evidence: Evidence) -> Section:
    """Compose the ladder of evidence bases with each audience on its rung."""
    say, words = writing.words.say, writing.words
    texts = {
        "A": say("selection probabilities known"),
        "B": say("network model"),
        "C": say("opt-in, calibrated and validated"),
        "D": say("describes those who answered"),
    }
    standing = {letter: [a for a in evidence.audiences if a.sample.basis == letter] for letter in texts}
    rungs = tuple(
        Rung(letter, text, tuple(writing.short_audience(audience.id) for audience in standing[letter]))
        for letter, text in texts.items()
    )
    blocks: list[Ladder | Paragraph] = [Ladder(rungs)]
    for audience in evidence.audiences:
        frame, sample = audience.sample.frame, audience.sample
        if frame:
            population = words.label(frame.population) or frame.sample_source
            spoken = say("Basis {letter} speaks for: {population}.", letter=frame.basis, population=population)
            blocks.append(Paragraph(" ".join(part for part in (spoken, words.label(frame.note)) if part)))
        if sample.left_out:
            blocks.append(Paragraph(_left_out(writing, sample.left_out, sample.audience)))
    blocks.append(Paragraph(say("Letters name the basis; they do not rank it."), is_note=True))
    return Section("basis", say("What the figures stand on"), tuple(blocks))


def refusals(writing: Writing, evidence: Evidence) -> Section:
    """Compose the list of what is not said, and why."""
    say = writing.words.say
    total = Entry(
        say("No total."), say("Foreigners and people of Vietnamese origin are two samples of two populations.")
    )
    entries = [
        *([total] if len(evidence.audiences) > 1 else []),
        *([] if reaches_far(evidence) else [Entry(say("No forecast."), _no_forecast(writing, len(evidence.waves)))]),
        Entry(say("No causes."), say("Groups that differ do not differ because of what names them.")),
        Entry(
            say("No means compared across languages."),
            say("Single items cannot show that they work alike in every language."),
        ),
    ]
    for audience in evidence.audiences:
        if not audience.sample.has_intervals:
            entries.append(
                Entry(
                    say("No intervals for “{audience}”.", audience=writing.audience(audience.id)),
                    say("No recorded chance links them to anybody else.")
                    if evidence.package.fieldwork.is_elsewhere
                    else say("They chose to answer; chance does not link them to anybody else."),
                )
            )
    figures = [finding for finding in findings_in(evidence) if finding.kind != "difference"]
    hidden = sum(not finding.shown for finding in figures)
    if hidden:
        told = writing.count(
            "Of {all} figures computed, {n} is not printed: too few people, or too wide an interval.",
            "Of {all} figures computed, {n} are not printed: too few people, or too wide an interval.",
            hidden,
            "figures.hidden",
            all=writing.fact("figures", len(figures), writing.words.number(len(figures))),
        )
        entries.append(Entry(say("Not everything is printed."), told))
    return Section("refusals", say("What this report refuses to say"), (Items(tuple(entries)),))


def _no_forecast(writing: Writing, waves: int) -> str:
    if waves >= FEWEST_WAVES:
        return writing.words.say("Too few of the earlier waves can be compared with this one.")
    return writing.count(
        "There is {n} wave; a forecast needs at least {least}.",
        "There are {n} waves; a forecast needs at least {least}.",
        waves,
        "waves",
        least=writing.fact("waves.least", FEWEST_WAVES, writing.words.number(FEWEST_WAVES)),
    )


def _left_out(writing: Writing, n: int, name: str) -> str:
    told = writing.counted(f"{name}.left-out", n)
    return writing.words.say(
        "Left out of these figures: {n} of “{audience}” who came by an open link.",
        n=told,
        audience=writing.audience(name),
    )
