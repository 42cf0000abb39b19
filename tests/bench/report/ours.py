"""Make the full report of a package: `python -m tests.bench.report.ours FOLDER LANGUAGE...`; the steps go to stderr."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from analysis.dataset import read_package
from analysis.report.run import make_report
from tests.analysis.report.catalogues import words
from tests.bench.estimation.measuring import peak_mb, resident_mb

WIDTH = 30


class Bar:
    """Draw a progress bar that names the step, and remember what each step took."""

    def __init__(self) -> None:
        self.step, self.since = "starting", time.process_time()
        self.took: dict[str, float] = {}

    def __call__(self, share: float, step: str) -> None:
        now = time.process_time()
        self.took[self.step] = self.took.get(self.step, 0.0) + now - self.since
        self.step, self.since = step, now
        full = round(WIDTH * share)
        drawn = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * share:3.0f} % {peak_mb():6.0f} MB  {step}"
        print(f"\r{drawn:<100}", end="\n" if share == 1 else "", file=sys.stderr, flush=True)


def main(folder: str, *languages: str) -> None:
    """Make the report in five formats and print what it took as JSON, the peak above the interpreter."""
    above, bar = resident_mb(), Bar()
    cpu, clock = time.process_time(), time.perf_counter()
    made, _manifest, _ = make_report(Path(folder), languages, words=words, progress=bar)
    bar(1.0, "done")
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    figures = len(json.loads(made["evidence.json"])["records"])
    print(
        json.dumps(
            {
                "cpu": cpu,
                "clock": clock,
                "peak_mb": peak_mb() - above,
                "n": read_package(Path(folder)).dataset.n,
                "figures": figures,
                "steps": {step: took for step, took in bar.took.items() if took >= 0.005},
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
