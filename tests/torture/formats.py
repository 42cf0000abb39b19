"""Throw spoilt questionnaires of every format at the readers: one that works comes out, or a sentence that says why."""

from __future__ import annotations

import random
import resource
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from surveyapp.formats.reading import read
from surveyapp.formats.writing import TARGETS, write
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.questionnaire.schema import Questionnaire
from tests.reference_data import REPOSITORY
from tests.torture.extremes import cost_of, extremes
from tests.torture.finding import Finding
from tests.torture.mutations import mutated

MOST_SECONDS = 10.0
MOST_MEGABYTES = 300
FOLDERS = ("xlsform", "limesurvey", "ons", "ons-invalid", "qualtrics")
RESPONDENTS = 2


@dataclass(frozen=True)
class Outcome:
    """What became of one file: what was wrong with how it was taken (empty: nothing), whether it was read, CPU time."""

    fault: str
    was_read: bool
    seconds: float


def outcome_of(data: bytes, name: str) -> Outcome:
    """Read a file and use what was read in every way; nothing may raise, and a refusal says why."""
    start = time.process_time()
    try:
        result = read(data, name)
        seconds = time.process_time() - start
        if result.questionnaire is None:
            said = [problem.text for problem in result.problems if problem.severity == "error" and problem.text.strip()]
            return Outcome("" if said else "refused without a reason", False, seconds)
        fault = fault_in(result.questionnaire)
    except Exception:
        return Outcome(traceback.format_exc(limit=-3), True, time.process_time() - start)
    return Outcome(fault or ("too slow" if seconds > MOST_SECONDS else ""), True, seconds)


def fault_in(questionnaire: Questionnaire) -> str:
    """Check, walk and write a questionnaire; return what is wrong."""
    problems_in(questionnaire)
    rehearse(questionnaire, RESPONDENTS)
    for target in TARGETS:
        content = write(questionnaire, target).content
        if target == "native" and read(content, "x.json").questionnaire != questionnaire:
            return "written and read again it is another questionnaire"
    return ""


def megabytes_used() -> float:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def campaign(paths: Iterable[Path], goes_on: Callable[[int], bool], seed: int) -> list[Finding]:
    """Spoil one file after another as long as `goes_on`, given how many were; print every fault with what makes it."""
    files = sorted(paths)
    trials = broken = kept = 0
    slowest, peak, largest = 0.0, megabytes_used(), ""
    while goes_on(trials):
        path = files[trials % len(files)]
        data = mutated(path.read_bytes(), path.name, random.Random(f"{seed} {trials}"))
        found = outcome_of(data, path.name)
        if found.fault:
            broken += 1
            print(f"seed {seed}, trial {trials}, {path.name}: {found.fault}")
        kept += found.was_read
        slowest = max(slowest, found.seconds)
        if (used := megabytes_used()) > peak:
            peak, largest = used, f" at seed {seed}, trial {trials}, {path.name}"
        trials += 1
    return [
        Finding("a spoilt file is read and works, or is refused with a reason", f"{broken} broken, {kept} read",
                trials, kept=broken == 0),
        Finding(f"reading takes at most {MOST_SECONDS:.0f} s of CPU", f"{slowest:.1f} s", trials,
                kept=slowest <= MOST_SECONDS),
        Finding(f"the process that reads them all stays below {MOST_MEGABYTES} MB", f"{peak:.0f} MB{largest}",
                trials, kept=peak < MOST_MEGABYTES),
    ]  # fmt: skip


def run(seconds: float) -> list[Finding]:
    """Spoil the reference files until the time is up."""
    root = REPOSITORY.parent / "shared" / "data" / "questionnaires"
    paths = [path for folder in FOLDERS for path in (root / folder).glob("*")]
    if not paths:
        return [Finding("a spoilt file is read and works, or is refused with a reason", "no files", 0, kept=True)]
    end = time.monotonic() + seconds
    spoilt = campaign(paths, lambda _: time.monotonic() < end, seed=int(time.time()))
    return [*spoilt, *(_bounded(what, name, data) for what, name, data in extremes())]


def _bounded(what: str, name: str, data: bytes) -> Finding:
    cost = cost_of(name, data)
    outcome = f"{cost.questions} questions" if cost.questions else cost.said
    figure = f"{cost.seconds:.1f} s, {cost.megabytes:.0f} MB: {outcome}"
    kept = cost.seconds <= MOST_SECONDS and cost.megabytes < MOST_MEGABYTES and bool(outcome)
    return Finding(what, figure, 1, kept=kept)
