"""Describe the answers to an open question: languages, confirmed themes, and what may be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.cells import Texts
from analysis.codebook import Text, Variable
from analysis.dataset import Dataset
from analysis.open_ends.language import language_of
from analysis.open_ends.themes import Agreement, agreement, between, propose, themes_in
from analysis.plan import OpenEnd, Plan, Theme
from analysis.topics.findings import Finding, share, withheld_beside
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

FEWEST_CODED = 20
LEAST_KAPPA = 0.6
MOST_READ = 20_000
"""Themes are proposed from at most so many answers."""


@dataclass(frozen=True)
class Spoken:
    """How many answers are in a language (`und`: not told)."""

    language: str
    n: int
    share: Finding


@dataclass(frozen=True)
class Told:
    """A confirmed theme: its share among those who answered, and how a person's coding agrees with its terms.

    `people` is the agreement of two persons who coded the same answers apart; of none where only one did.
    """

    theme: Theme
    share: Finding
    terms: Agreement
    people: Agreement


@dataclass(frozen=True)
class Quoted:
    """Somebody's words as they wrote them, with their language and translations; printed by consent only."""

    original: str
    language: str
    translation: Text


@dataclass(frozen=True)
class OpenAnswers:
    """An open question of one audience. `proposed` are themes not confirmed; `withheld` counts quotes refused."""

    variable: Variable
    languages: tuple[Spoken, ...]
    told: tuple[Told, ...]
    proposed: tuple[Theme, ...]
    quotes: tuple[Quoted, ...]
    withheld: int
    confirmed_by: str
    refusal: Refusal | None
    base_n: int


def open_answers(sample: Sample, plan: Plan, entry: OpenEnd) -> OpenAnswers | None:
    """Describe one open question of the plan; None where it does not exist or nobody answered."""
    variable = sample.dataset.codebook.by_name.get(entry.question)
    if variable is None:
        return None
    texts = sample.dataset.column(variable.name)
    base = sample.answered(variable.name) & (np.char.strip(texts) != "")
    if not base.any():
        return None
    tags = _languages(texts, base)
    told, refusal = _told(sample, plan, entry, texts, base)
    confirmed = bool(entry.confirmed_by and entry.themes)
    quotes, withheld = _quotes(sample, plan, entry, texts, base, tags)
    return OpenAnswers(
        variable=variable,
        languages=_spoken(sample, plan, entry, tags, base),
        told=told,
        proposed=() if confirmed else entry.themes,
        quotes=quotes,
        withheld=withheld,
        confirmed_by=entry.confirmed_by,
        refusal=refusal,
        base_n=int(base.sum()),
    )


def proposed_for(dataset: Dataset, entry: OpenEnd, seed: int) -> tuple[Theme, ...]:
    """Propose themes from all answers to an open question, whoever gave them."""
    if entry.question not in dataset.cells:
        return ()
    texts = dataset.column(entry.question)
    base = dataset.answered(entry.question) & (np.char.strip(texts) != "")
    return proposals(texts, _languages(texts, base), base, seed)


def proposals(texts: Texts, tags: Texts, base: BoolArray, seed: int) -> tuple[Theme, ...]:
    """Propose themes for each language with enough answers, the language with most answers first."""
    found: list[Theme] = []
    names, counts = np.unique(tags[base], return_counts=True)
    for at in np.argsort(-counts, kind="stable"):
        rows = np.flatnonzero(base & (tags == names[at]))[:MOST_READ]
        if names[at] != "und":
            found += propose([str(texts[row]) for row in rows], str(names[at]), seed=seed)
    return tuple(found)


def _languages(texts: Texts, base: BoolArray) -> Texts:
    """Detect the language of each different answer once."""
    different, which = np.unique(texts, return_inverse=True)
    asked = np.unique(which[base])
    tags = np.full(len(different), "", dtype="U12")
    for at in asked:
        tags[at] = language_of(str(different[at]))
    return np.where(base, tags[which], "")


def _spoken(sample: Sample, plan: Plan, entry: OpenEnd, tags: Texts, base: BoolArray) -> tuple[Spoken, ...]:
    """Share the answers out by language; one in which hardly anybody writes names people, and is held as sensitive."""
    names, counts = np.unique(tags[base], return_counts=True)
    found = []
    for at in np.argsort(-counts, kind="stable"):
        name, flag = str(names[at]), base & (tags == names[at])
        told = share(sample, f"{entry.question}.in.{name}", flag, base, plan.thresholds, sensitive=True)
        found.append(Spoken(name, int(counts[at]), told))
    shares = withheld_beside([one.share for one in found], [one.n for one in found], plan.thresholds.public_n)
    return tuple(replace(one, share=made) for one, made in zip(found, shares, strict=True))


def _told(
    sample: Sample, plan: Plan, entry: OpenEnd, texts: Texts, base: BoolArray
) -> tuple[tuple[Told, ...], Refusal | None]:
    """Estimate confirmed themes; refuse where nobody confirmed them, or the coding of too few answers was checked."""
    if not (entry.confirmed_by and entry.themes):
        return (), Refusal("not-confirmed", {"n": int(base.sum())})
    names = sample.dataset.column("response")
    by_name = {str(names[row]): str(texts[row]) for row in np.flatnonzero(base)}
    agreed = agreement(by_name, entry.themes, entry.coded)
    people = between(by_name, entry.themes, entry.coded, entry.coded_again)
    different, which = np.unique(texts, return_inverse=True)
    held = [themes_in(str(text), entry.themes) for text in different]
    found = []
    for theme in entry.themes:
        flags = np.array([theme.id in ids for ids in held], dtype=np.bool_)[which] & base
        name = f"{entry.question}.theme.{theme.id}"
        figure = share(sample, name, flags, base, plan.thresholds)
        found.append(Told(theme, figure, agreed[theme.id], people[theme.id]))
    found.sort(key=lambda one: -one.share.value)
    if found[0].terms.n < FEWEST_CODED:
        return (), Refusal("few-coded", {"n": found[0].terms.n, "needed": FEWEST_CODED})
    return tuple(found), None


def _quotes(
    sample: Sample, plan: Plan, entry: OpenEnd, texts: Texts, base: BoolArray, tags: Texts
) -> tuple[tuple[Quoted, ...], int]:
    """Take the quotes of the plan that their authors allowed; none from a base that may not be disclosed."""
    if not entry.quotes:
        return (), 0
    names, consent = sample.dataset.column("response"), plan.consent_to_quote
    allowed = base & sample.dataset.holds_code(consent, ("yes", "1")) if consent else np.zeros_like(base)
    row_of = {str(names[row]): int(row) for row in np.flatnonzero(base)}
    wanted = [(quote, row_of[quote.response]) for quote in entry.quotes if quote.response in row_of]
    if int(base.sum()) < plan.thresholds.public_n:
        return (), len(wanted)
    taken: Sequence[Quoted] = [
        Quoted(str(texts[row]), str(tags[row]), quote.translation) for quote, row in wanted if allowed[row]
    ]
    return tuple(taken), len(wanted) - len(taken)
