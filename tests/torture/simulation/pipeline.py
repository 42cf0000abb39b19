"""Whole reports of fieldworks with a known truth: from the files of a data package to what the pages say.

Two waves of the same truth are written as files, the report of the second is made against the first, and what it prints
is read again: intervals from evidence.json, sentences from the page and the brief.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import numpy as np

from analysis.arrays import FloatArray
from analysis.report.inputs import Inputs
from analysis.report.run import make_report
from tests.analysis.report import wording
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import CHANNELS, CODES, HARD, INTEREST, WANTED, write_package
from tests.torture.simulation.intervals import FEW_CLUSTERS, INTERVAL
from tests.torture.simulation.promises import Experiment, Promise, Trial, Trials

AUDIENCE, PEOPLE = "V", 600
ROUNDED = 0.005
"""Shares and their limits are published in whole points at most."""


def truths() -> dict[str, float]:
    """Return the true shares by id; the fifteenth topic depends on age and is left out."""
    found = {f"{AUDIENCE}.INT2.{code}": share / 100 for code, share in zip(CODES["INT2"], INTEREST, strict=True)}
    del found[f"{AUDIENCE}.INT2.T15"]
    for code, wanted, hard in zip(CODES["NED1"], WANTED, HARD, strict=True):
        found[f"{AUDIENCE}.{code}.U"] = wanted * hard / 10_000
    for kind in ("platforms", "sources"):
        for code, used in zip(CODES["CHN1"], CHANNELS, strict=True):
            found[f"{AUDIENCE}.CHN1.{kind}.{code}"] = used / 100
    return found


def reports(rng: np.random.Generator) -> Trials:
    """Make two waves and the report of the second, and read it again."""
    seeds = rng.integers(1, 2**31, 2)
    with tempfile.TemporaryDirectory() as place:
        before, now = (
            write_package(Path(place) / name, seed=int(seed), diaspora=PEOPLE, foreigners=0)
            for name, seed in zip(("before", "now"), seeds, strict=True)
        )
        made, _, _ = make_report(now, ("en",), words=words, formats=("html",), inputs=Inputs(previous=(before,)))
    page, brief = (_text(made[f"{name}.en.html"]) for name in ("report", "brief"))
    told = json.loads(made["evidence.json"])
    changed = re.search(r"figures compared with the wave that ended on [\w ,]*?, (\d+) changed", brief)
    if changed is None:
        raise ValueError("the brief does not compare the waves")
    best = wording.TOPICS[int(np.argmax(INTEREST))][0], wording.NEEDS[int(np.argmax(_unmet()))][0]
    said = re.findall(r"“?([^.:]*?)”?: [^.]*?(?:chosen by|find it important)[^.]*more than any other", page)
    return {
        "published interval of a share": _covered(told),
        "“changed” in the brief of a wave in which nothing did": Trial(np.array([changed[1] != "0"])),
        "“more than any other” of the wrong topic or need in the report": Trial(
            np.array([any(not one.strip().endswith(best) for one in said)])
        ),
        "a forecast is refused": Trial(np.array(["No forecast: there are 2 waves" in brief])),
        "a cause is refused": Trial(np.array(["No causes" in brief])),
    }


def _covered(told: dict[str, object]) -> Trial:
    records, truth = told["records"], truths()
    if not isinstance(records, list):
        raise TypeError("evidence.json has no records")
    inside = [
        one["low"] - ROUNDED <= truth[one["id"]] <= one["high"] + ROUNDED
        for one in records
        if one["id"] in truth and one["low"] is not None
    ]
    return Trial(np.array(inside))


def _unmet() -> FloatArray:
    return np.array(WANTED) * np.array(HARD) / 10_000


def _text(page: bytes) -> str:
    """Return the words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode("utf-8")))


EXPERIMENTS = (
    Experiment(
        "reports",
        reports,
        (
            Promise("published interval of a share", "covers at least", INTERVAL, FEW_CLUSTERS),
            Promise("“changed” in the brief of a wave in which nothing did", "false alarms", 0.05),
            Promise("“more than any other” of the wrong topic or need in the report", "false alarms", 0.05),
            Promise("a forecast is refused", "finds", 1.0, 0.0),
            Promise("a cause is refused", "finds", 1.0, 0.0),
        ),
        0.02,
    ),
)
