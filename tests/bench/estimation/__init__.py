"""How fast figures are made, against R's survey, svy and the time it takes to read the codes once, in the same run."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.estimation.file import COLUMNS, QUESTIONS, build

HOUSE = Path(__file__).resolve().parents[3]
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
)
NAMES = {
    "floor": "read every code once",
    "design": "build the design",
    "rake": "rake to 5 margins, 1e-10",
    "banner": f"{QUESTIONS} questions x {COLUMNS} columns, SE, deff, n_eff",
    "elements": "the banner of a sample without clusters",
    "letters": "banner + Rao-Scott + Holm letters",
    "public": "the same by banner.compute: intervals, rests",
    "bootstrap": "200 bootstrap SEs of the banner",
    "logistic": "logistic, 8 predictors, design SE",
}
AGAINST_R = {"rake": (1000, 5000), "banner": (500, 2500), "logistic": (8, 35)}
"""How many times faster than R a job must be, and how many times it aims to be."""
SAME_AS = {"public": "banner", "elements": "banner"}
"""Jobs held to what another is: they do it and more, or for a sample of another kind."""
AGAINST_BANNER = {"letters": 2, "bootstrap": 3}
MEMORY_OF_CODES = 4


@dataclass(frozen=True)
class Took:
    """Processor seconds and MB above the interpreter; `share` is the part of the job that was run.

    `attained` is the largest share by which a total of the margins is missed.
    """

    cpu: float
    peak_mb: float
    share: float = 1.0
    attained: float | None = None


def main(arguments: Sequence[str]) -> None:
    """Build the file, run every job in a process of its own, and print the table."""
    asked = _parsed(arguments)
    for respondents in asked.respondents:
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            folder = Path(place)
            build(folder, respondents)
            print(f"\n{respondents:,} respondents x {QUESTIONS} questions, processor seconds, one thread\n")
            ours = {job: run_ours(job, folder, asked.repeats) for job in asked.jobs}
            others = run_others(folder, asked) if asked.others and respondents <= asked.others_up_to else {}
        print("\n".join(table(ours, others, respondents)), flush=True)


def run_ours(job: str, folder: Path, repeats: int) -> Took:
    """Run one of our jobs."""
    command = [sys.executable, "-m", "tests.bench.estimation.ours", job, str(folder), str(repeats)]
    return _took(command) or Took(float("nan"), float("nan"))


def run_others(folder: Path, asked: argparse.Namespace) -> dict[str, dict[str, Took]]:
    """Run what R and svy can do too: the banner on some of the questions, scaled to all."""
    found: dict[str, dict[str, Took]] = {"R": {}, "svy": {}}
    for job in AGAINST_R:
        if job not in asked.jobs:
            continue
        share = asked.other_questions / QUESTIONS if job == "banner" else 1.0
        rest = [job, str(folder), str(asked.other_questions)]
        commands = {
            "R": ["Rscript", str(Path(__file__).with_name("survey.R")), *rest],
            "svy": [sys.executable, "-m", "tests.bench.estimation.with_svy", *rest],
        }
        for name, command in commands.items():
            took = _took(command, share) if shutil.which(command[0]) else None
            if took is not None:
                found[name][job] = took
    return found


def table(ours: Mapping[str, Took], others: Mapping[str, Mapping[str, Took]], respondents: int) -> list[str]:
    """Lay the measures out, with what must be reached and what is aimed at."""
    lines = [f"{'job':<50}{'ours s':>9}{'MB':>6}{'R s':>10}{'MB':>7}{'svy s':>10}{'MB':>7}  against"]
    for job, took in ours.items():
        cells = [_cell(others.get(name, {}).get(job), job in AGAINST_R) for name in ("R", "svy")]
        lines.append(
            f"{NAMES[job]:<50}{took.cpu:>9.4f}{took.peak_mb:>6.0f}{''.join(cells)}  {_verdict(job, ours, others)}"
        )
    codes_mb = respondents * QUESTIONS / 1e6
    peak = max(took.peak_mb for took in ours.values())
    times = f"{peak / codes_mb:.2f} x the {codes_mb:.0f} MB of codes"
    lines.append(f"peak memory {peak:.0f} MB = {times} (must: <= {MEMORY_OF_CODES})")
    lines += _attained({"ours": ours, **others})
    if any(took.share < 1 for one in others.values() for took in one.values()):
        lines.append("R and svy: seconds of some of the questions, scaled to all of them")
    return lines


def _attained(all_of_them: Mapping[str, Mapping[str, Took]]) -> list[str]:
    """Say how near to the margins everybody's weights come, so that nobody is measured for stopping early."""
    missed = {name: one["rake"].attained for name, one in all_of_them.items() if "rake" in one}
    told = [f"{name} {share:.1e}" for name, share in missed.items() if share is not None]
    return [f"raked totals are missed by a share of at most: {', '.join(told)}"] if told else []


def _cell(took: Took | None, expected: bool) -> str:
    if took is None:
        return f"{'not run' if expected else '-':>10}{'':>7}"
    return f"{took.cpu / took.share:>10.2f}{took.peak_mb:>7.0f}"


def _verdict(job: str, ours: Mapping[str, Took], others: Mapping[str, Mapping[str, Took]]) -> str:
    mine = ours[job].cpu
    if job in AGAINST_BANNER and "banner" in ours:
        return f"{mine / ours['banner'].cpu:.2f} x banner (must: <= {AGAINST_BANNER[job]})"
    like = SAME_AS.get(job, job)
    theirs = others.get("R", {}).get(like)
    if like in AGAINST_R and theirs is not None:
        must, aim = AGAINST_R[like]
        return f"1/{theirs.cpu / theirs.share / mine:.0f} of R (must: <= 1/{must}, aim: 1/{aim})"
    if like in AGAINST_R:
        return "R is not here, or was not asked"
    if job != "floor" and "floor" in ours:
        return f"{mine / ours['floor'].cpu:.1f} x reading"
    return ""


def _took(command: Sequence[str], share: float = 1.0) -> Took | None:
    """Run a command that prints its measures last; None, with its complaint, where it fails."""
    environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=HOUSE, check=False)
    if done.returncode:
        print(f"{' '.join(command[:4])}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    measures = json.loads(done.stdout.strip().splitlines()[-1])
    return Took(measures["cpu"], measures["peak_mb"], share, measures.get("attained"))


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench estimation", description=__doc__)
    parser.add_argument("--respondents", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--jobs", nargs="+", choices=list(NAMES), default=list(NAMES))
    parser.add_argument("--repeats", type=int, default=3, help="runs of each of our jobs; the fastest counts")
    parser.add_argument("--others", action=argparse.BooleanOptionalAction, default=True, help="run R and svy too")
    parser.add_argument("--others-up-to", type=int, default=1_000_000, help="the most respondents R and svy are given")
    parser.add_argument("--other-questions", type=int, default=1, help="questions of the banner R and svy are given")
    return parser.parse_args(list(arguments))
