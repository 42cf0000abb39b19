"""Propose what open answers are about, so that a person can confirm it; nothing here decides.

Answers of one language are split into words; words weigh by how rare they are (tf–idf); non-negative matrix
factorisation (Lee and Seung 1999) finds groups of words that come together. Each group is proposed as a theme with its
heaviest words as terms. Languages without spaces between words are split into runs of two letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from analysis.arrays import FloatArray
from analysis.open_ends.language import WORDS
from analysis.plan import Theme

WITHOUT_SPACES = ("zh-Hans", "zh-Hant", "ja", "th", "km", "lo")
FEWEST_ANSWERS, FEWEST_USES, MOST_WORDS, MOST_THEMES = 30, 3, 400, 6
TERMS, STEPS = 5, 200
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


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
) -> dict[str, tuple[float, float, int]]:
    """Compare the terms with a person's coding: by theme Cohen's kappa, the share alike, and how many were coded.

    Responses that are not there any more are left out. Kappa is missing where neither side varies.
    """
    both = [(themes_in(texts[one], themes), frozenset(given)) for one, given in coded.items() if one in texts]
    found = {}
    for theme in themes:
        by_terms = np.array([theme.id in terms for terms, _ in both], dtype=np.float64)
        by_person = np.array([theme.id in person for _, person in both], dtype=np.float64)
        found[theme.id] = (*_kappa(by_terms, by_person), len(both))
    return found


def _kappa(first: FloatArray, second: FloatArray) -> tuple[float, float]:
    if not len(first):
        return float("nan"), float("nan")
    alike = float((first == second).mean())
    expected = float(first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean()))
    return (float("nan") if expected == 1 else (alike - expected) / (1 - expected)), alike


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
