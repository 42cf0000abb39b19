"""Propose whether a changed wording corrects a slip or means something else; a person's mark decides.

The proposal is careful: a slip is a change of case, punctuation, spacing or width, or of one letter inside a long word.
A changed number, name, form or short word, and any other sign of a script without spaces, may change the meaning.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from surveyapp.questionnaire.messages import message_of, names_piped

Mark = Literal["typo", "meaning"]
SHORTEST_MISSPELT = 6
"""Letters that a word needs before two spellings of it are taken for the same word."""
_WORDS = re.compile(r"\w+", re.UNICODE)


def proposed_mark(before: str, after: str) -> Mark:
    """Return `typo` where two wordings say the same but for a slip, else `meaning`."""
    if sorted(names_piped(message_of(before)[0])) != sorted(names_piped(message_of(after)[0])):
        return "meaning"
    old, new = _words(before), _words(after)
    if "".join(old) == "".join(new):
        return "typo"
    if len(old) != len(new):
        return "meaning"
    changed = [(first, second) for first, second in zip(old, new, strict=True) if first != second]
    return "typo" if all(_misspelt(first, second) for first, second in changed) else "meaning"


def _words(text: str) -> list[str]:
    return _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())


def _misspelt(first: str, second: str) -> bool:
    """Tell whether two words are one, spelt differently by one edit; what only lengthens the front may negate."""
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < SHORTEST_MISSPELT or not (first.isalpha() and second.isalpha()):
        return False
    if longer.endswith(shorter) or any(_without_spaces(word) for word in (first, second)):
        return False
    return _edits(first, second) == 1


def _without_spaces(word: str) -> bool:
    """Tell whether a word holds signs of a script that writes whole sentences without spaces."""
    scripts = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
    return any(unicodedata.name(letter, "").startswith(scripts) for letter in word)


def _edits(first: str, second: str) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, optimal string alignment)."""
    rows = [list(range(len(second) + 1))]
    for i, letter in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
