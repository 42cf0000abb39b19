"""Put requests drawn by lot to the estimator and to R for some minutes, and count what agrees."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.torture.against_r.comparing import ask_r, compare, draw
from tests.torture.finding import Finding

REQUESTS = 25
BORDER = 0.005
"""Differences allowed: figures that hang on a rounding error, such as the limit of a share fixed by the design."""


def run(seconds: float) -> list[Finding]:
    """Draw, ask and compare until the time is over; R with `survey` and `jsonlite` is needed."""
    if shutil.which("Rscript") is None:
        return [Finding("figures of requests drawn by lot equal R's", "no R on this machine", 0, True)]
    started, seed, said = time.monotonic(), int(time.time()), Counter[str]()
    while not said or time.monotonic() - started < seconds:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            requests = draw(seed, REQUESTS, folder)
            compared = compare(requests, ask_r(folder), folder)
        for one in compared:
            said[one.verdict] += 1
            if one.verdict in ("differs", "problem"):
                print(f"seed {seed} request {one.request} ask {one.ask}: {one.said}")
        seed += 1
    asked = said["equal"] + said["differs"]
    wrong = said["differs"] + said["problem"]
    figure = ", ".join(f"{count:,} {verdict}" for verdict, count in said.most_common())
    return [Finding("asks drawn by lot agree with R in every figure", figure, asked, wrong <= BORDER * asked)]
