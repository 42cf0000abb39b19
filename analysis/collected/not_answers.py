"""Tell which labelled codes of a foreign data file mean that somebody did not answer, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.files.reading import Wordings, as_text

UNANSWERED, REFUSED, DONT_KNOW, NOT_APPLICABLE = "-6", "-7", "-8", "-9"
RESERVED = (UNANSWERED, REFUSED, DONT_KNOW, NOT_APPLICABLE)
_WORDED = (
    (DONT_KNOW, r"don.?t know|do not know|dk|d/k|not sure|unsure|can.?t (choose|say|remember)|không biết|không rõ"),
    (REFUSED, r"refus(ed|al)|prefer not( to)?( say| answer)?|rather not say|từ chối( trả lời)?|không muốn trả lời"),
    (NOT_APPLICABLE, r"(not applicable|inapplicable|n/?a|iap|does not apply|không áp dụng)"),
    (UNANSWERED, r"no answer|not answered|missing|not stated|not ascertained|blank|không trả lời|nt"),
)
_PATTERNS = tuple((code, re.compile(rf"\W*({words})\b.{{0,20}}", re.IGNORECASE)) for code, words in _WORDED)


def reason_in(wording: str | Mapping[str, str]) -> str | None:
    """Return the missing code that a wording stands for ("Don't know", "Từ chối"), None where it is an answer.

    Of a wording in several languages one is enough.
    """
    said = [str(text).strip() for text in (wording.values() if isinstance(wording, Mapping) else [wording])]
    return next((code for code, pattern in _PATTERNS if any(map(pattern.fullmatch, said))), None)


def reasons(declared: Wordings, labelled: Mapping[str, str | Mapping[str, str]]) -> Mapping[str, str]:
    """Return our missing code for each of the file's: all that it declares, and those that its labels word so.

    A declared code whose label says nothing of why is unanswered.
    """
    worded = {code: reason for code, text in labelled.items() if (reason := reason_in(text))}
    return worded | {code: reason_in(text) or UNANSWERED for code, text in declared.items()}


def cells(column: pd.Series[str], why: Mapping[str, str]) -> pd.Series[str]:
    """Write a column as texts with our missing codes; a missing cell is empty: nobody was asked."""
    texts = column.map(as_text)
    return texts.map(lambda text: "" if pd.isna(text) else why.get(str(text), str(text)))


def taken(column: pd.Series[str], why: Mapping[str, str]) -> list[str]:
    """List the answers of a column that our missing codes would swallow."""
    found = pd.unique(column.dropna().map(as_text))
    return sorted(np.intersect1d([str(text) for text in found if str(text) not in why], RESERVED).tolist())
