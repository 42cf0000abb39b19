"""Make a request strange: weights of any size, names in any script, words that languages reserve, values far from 0."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd

NAMES = {
    "yy": "if",
    "zz": "größe",
    "kk": "số_lần",
    "mm": "NA",
    "vv": "function",
    "cnt": "количество",
    "bin": "next",
    "cat": "種類",
    "grp": "repeat",
    "reg": "else",
    "half": "Inf",
}
VALUES = {
    "ja": "да",
    "nei": "нет",
    "high": "đồng ý",
    "low": "ไม่",
    **{f"c{i}": f"ć{i}" for i in range(1, 5)},
    **{f"r{i}": f"東{i}" for i in range(1, 4)},
}
_WORD = re.compile(rf"\b({'|'.join(NAMES)})?({'|'.join(VALUES)})?\b")


def disturbed(rng: np.random.Generator, frame: pd.DataFrame, design: dict[str, Any]) -> pd.DataFrame:
    """Return the data with strange figures: one size of weights, weights of every size, values far from 0."""
    frame = frame.copy()
    kind = str(rng.choice(["usual", "usual", "tiny", "huge", "spread", "far", "missing"]))
    plain = design.get("weights") == "w" and "replicates" not in design
    if kind in ("tiny", "huge") and plain:
        frame["w"] = frame["w"] * (1e-9 if kind == "tiny" else 1e9)
    if kind == "spread" and plain:
        frame["w"] = frame["w"] * 10.0 ** rng.integers(-4, 5, size=len(frame))
    if kind == "far":
        frame["yy"] = frame["yy"] + 1e6
        frame["zz"] = frame["zz"] * 1e-9
    if kind == "missing":
        frame["mm"] = np.nan
        frame["half"] = pd.Series([None] * len(frame), dtype=object)
    return frame


def respelled(request: dict[str, Any]) -> dict[str, Any]:
    """Return a request that calls its columns and categories by strange names."""
    again: dict[str, Any] = json.loads(_WORD.sub(_strange, json.dumps(request, default=float)))
    return again


def respelled_data(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the data with the columns and categories of a respelled request."""
    texts = {name: frame[name].replace(VALUES) for name in ("cat", "grp", "reg", "half")}
    return frame.assign(**texts).rename(columns=NAMES)


def _strange(found: re.Match[str]) -> str:
    name, value = found.groups()
    return NAMES.get(name, "") + VALUES.get(value, "")
