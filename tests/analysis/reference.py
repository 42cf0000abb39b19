"""The public school data beside `tests/reference/survey.R`, the designs of that script, and R's numbers for them."""

import json
from pathlib import Path
from typing import Any

from analysis.request.running import run

FOLDER = Path(__file__).resolve().parent.parent / "reference"
R: dict[str, Any] = json.loads((FOLDER / "survey.json").read_text("utf-8"))

DESIGNS: dict[str, tuple[str, dict[str, Any]]] = {
    "single": ("apistrat", {"strata": ["str2"], "weights": "pw"}),
    "strat": ("apistrat", {"strata": ["stype"], "weights": "pw", "fpc": ["fpc"]}),
    "fraction": ("apistrat", {"strata": ["stype"], "fpc": ["fraction"]}),
    "clus1": ("apiclus1", {"clusters": ["dnum"], "weights": "pw", "fpc": ["fpc"]}),
    "clus2": ("apiclus2", {"clusters": ["dnum", "snum"], "fpc": ["fpc1", "fpc2"]}),
    "holes": ("holes", {"clusters": ["dnum"], "weights": "pw"}),
    "lone": ("lone", {"strata": ["h"], "clusters": ["c"], "weights": "w", "nest": True}),
    "lone fpc": ("lone", {"strata": ["h"], "clusters": ["c"], "weights": "w", "nest": True, "fpc": ["N1"]}),
    "stages": (
        "nested",
        {"strata": ["h"], "clusters": ["c", "snum"], "weights": "w", "nest": True, "fpc": ["N1", "N2"]},
    ),
    "strata at both": (
        "nested",
        {"strata": ["h", "level"], "clusters": ["c", "snum"], "weights": "w", "nest": True, "fpc": ["N1", "N3"]},
    ),
    "stages fpc": ("nested", {"strata": ["h"], "clusters": ["c", "snum"], "nest": True, "fpc": ["N1", "N2"]}),
}


def ask(design: str, *asks: dict[str, Any], request: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
    """Answer asks under a design of the script; further words go into the design."""
    data, shape = DESIGNS[design]
    named = [{"id": f"ask {i}", **one} for i, one in enumerate(asks)]
    answer = run({"data": f"{data}.csv", "design": {**shape, **more}, "ask": named, **(request or {})}, FOLDER)
    assert answer.sound, answer.document
    results: list[dict[str, Any]] = answer.document["results"]
    return results


def one(design: str, statistic: str, of: Any, **more: Any) -> dict[str, Any]:
    """Answer a single ask without further words for the design."""
    (result,) = ask(design, {"statistic": statistic, "of": of, **more})
    return result
