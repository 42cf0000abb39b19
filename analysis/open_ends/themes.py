"""Propose what open answers are about, so that a person can confirm it; nothing here decides.

Answers of one language are split into words; words weigh by how rare they are (tf–idf); non-negative matrix
factorisation (Lee and Seung 1999) finds groups of words that come together. Each group is proposed as a theme with its
heaviest words as terms. Languages without spaces between words are split into runs of two letters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.open_ends.language import WORDS
from analysis.plan import Theme

WITHOUT_SPACES = ("zh-Hans", "zh-Hant", "ja", "th", "km", "lo")
FEWEST_ANSWERS, FEWEST_USES, MOST_WORDS, MOST_THEMES = 30, 3, 400, 6
TERMS, STEPS = 5, 200
NORMAL_95 = 1.959963984540054
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Agreement:
    """How two codings of `n` answers agree on a theme: Cohen's kappa with its 95 % interval, and the share alike.

    Kappa is not a number where neither side varies; its limits are none where it is.
    """

    kappa: float
    low: float
    high: float
    alike: float
    n: int


NO_AGREEMENT = Agreement(math.nan, math.nan, math.nan, math.nan, 0)


def propose(texts: Sequence[str], language: str, *, seed: int, most: int = MOST_THEMES) -> tuple[Theme, ...]:
    """Propose at most so many themes from answers of one language; none from fewer than 30 answers."""
    if len(texts) < FEWEST_ANSWERS:
        return ()
    terms, table = _table([terms_of(text, language) for text in texts])
    k = min(most, len(terms) // TERMS, len(texts) // 10)
    if k < 1:
        return ()
    _, by_word = _factors(table, k, seed)
    themes = []
    for at, row in enumerate(by_word):
        heaviest = [terms[place] for place in np.argsort(-row, kind="stable")[:TERMS] if row[place] > 0]
        if heaviest:
            label = {language: " · ".join(heaviest[:3])}
            themes.append(Theme(f"{language}-{at + 1}", label, tuple(heaviest)))
    return tuple(themes)


def terms_of(text: str, language: str) -> list[str]:
    """Split an answer into what carries meaning: words but function words, or runs of two letters without spaces."""
    plain = unicodedata.normalize("NFC", text).casefold()
    words = _WORD.findall(plain)
    if language in WITHOUT_SPACES:
        return [word[at : at + 2] for word in words for at in range(max(len(word) - 1, 1))]
    idle = set(WORDS.get(language, "").split())
    return [word for word in words if len(word) > 1 and word not in idle and bare(word) not in idle]


def bare(text: str) -> str:
    """Return a text without case and marks, as people type it: Đất đai reads as dat dai."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def themes_in(text: str, themes: Sequence[Theme]) -> frozenset[str]:
    """Return the ids of the themes with a term in the text; marks and case do not count, whole words do."""
    plain = f" {' '.join(_WORD.findall(bare(text)))} "
    found = set()
    for theme in themes:
        for term in theme.terms:
            wanted = " ".join(_WORD.findall(bare(term)))
            if wanted and (f" {wanted} " in plain or (_without_spaces(wanted) and wanted in plain)):
                found.add(theme.id)
    return frozenset(found)


def agreement(
    texts: Mapping[str, str], themes: Sequence[Theme], coded: Mapping[str, Sequence[str]]
) -> dict[str, Agreement]:
    """Compare the terms with a person's coding, by theme. Responses that are not there any more are left out."""
    there = [one for one in coded if one in texts]
    by_terms = {one: themes_in(texts[one], themes) for one in there}
    return _compared(themes, by_terms, {one: frozenset(coded[one]) for one in there})


def between(
    texts: Mapping[str, str],
    themes: Sequence[Theme],
    first: Mapping[str, Sequence[str]],
    second: Mapping[str, Sequence[str]],
) -> dict[str, Agreement]:
    """Compare two persons' coding of the answers that both have coded, by theme; those gone are left out."""
    both = [one for one in first if one in second and one in texts]
    sides = ({one: frozenset(side[one]) for one in both} for side in (first, second))
    return _compared(themes, *sides)


def _compared(
    themes: Sequence[Theme], first: Mapping[str, AbstractSet[str]], second: Mapping[str, AbstractSet[str]]
) -> dict[str, Agreement]:
    found = {}
    for theme in themes:
        sides = [np.array([theme.id in side[one] for one in first], dtype=np.float64) for side in (first, second)]
        found[theme.id] = kappa_of(sides[0], sides[1])
    return found


def kappa_of(first: FloatArray, second: FloatArray) -> Agreement:
    """Return Cohen's kappa of two codings (1 for the theme, 0 without it) with its large-sample interval.

    The error is that of Fleiss, Cohen and Everitt (1969), the limits are held within -1 and 1.
    """
    n = len(first)
    if not n:
        return NO_AGREEMENT
    cells = np.array([[np.mean((first == a) & (second == b)) for b in (0, 1)] for a in (0, 1)])
    rows, columns, alike = cells.sum(axis=1), cells.sum(axis=0), float(np.trace(cells))
    expected = float(rows @ columns)
    if expected == 1:
        return Agreement(math.nan, math.nan, math.nan, alike, n)
    kappa = (alike - expected) / (1 - expected)
    diagonal = sum(cells[at, at] * (1 - (rows[at] + columns[at]) * (1 - kappa)) ** 2 for at in (0, 1))
    crossed = (1 - kappa) ** 2 * sum(cells[a, 1 - a] * (columns[a] + rows[1 - a]) ** 2 for a in (0, 1))
    variance = (diagonal + crossed - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    reach = NORMAL_95 * math.sqrt(max(variance, 0.0))
    return Agreement(kappa, max(kappa - reach, -1.0), min(kappa + reach, 1.0), alike, n)


def _without_spaces(term: str) -> bool:
    return any("\u0e00" <= letter <= "\u17ff" or "\u3040" <= letter <= "\u9fff" for letter in term)


def _table(split: Sequence[Sequence[str]]) -> tuple[list[str], FloatArray]:
    """Return the words used by at least three answers, and tf–idf (answers × words), rows of length 1."""
    uses: dict[str, int] = {}
    for words in split:
        for word in set(words):
            uses[word] = uses.get(word, 0) + 1
    kept = sorted((word for word, n in uses.items() if n >= FEWEST_USES), key=lambda word: (-uses[word], word))
    kept = kept[:MOST_WORDS]
    place = {word: at for at, word in enumerate(kept)}
    table = np.zeros((len(split), len(kept)))
    for row, words in enumerate(split):
        for word in words:
            if word in place:
                table[row, place[word]] += 1
    rarity = np.array([len(split) / uses[word] for word in kept], dtype=np.float64)
    weighed = table * np.log(rarity)
    length = np.linalg.norm(weighed, axis=1, keepdims=True)
    return kept, np.divide(weighed, length, out=np.zeros_like(weighed), where=length > 0)


def _factors(table: FloatArray, k: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return answers × k and k × words whose product is closest to the table (multiplicative updates)."""
    rng = np.random.default_rng(seed)
    by_answer, by_word = rng.random((len(table), k)) + 0.1, rng.random((k, table.shape[1])) + 0.1
    for _ in range(STEPS):
        by_word *= (by_answer.T @ table) / np.maximum(by_answer.T @ by_answer @ by_word, 1e-12)
        by_answer *= (table @ by_word.T) / np.maximum(by_answer @ (by_word @ by_word.T), 1e-12)
    order = np.argsort(-(by_answer.sum(axis=0) * by_word.sum(axis=1)), kind="stable")
    return by_answer[:, order], by_word[order]
