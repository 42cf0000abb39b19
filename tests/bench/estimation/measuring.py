"""Measure one job in this process: processor seconds, seconds on the clock, memory above the interpreter."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def peak_mb() -> float:
    """Return the largest memory this process has had, in MB."""
    return _status("VmHWM")


def resident_mb() -> float:
    """Return the memory this process has now, in MB."""
    return _status("VmRSS")


def measured(
    job: Callable[[], Any], repeats: int, above: float, attained: Callable[[Any], float] | None = None
) -> None:
    """Run a job several times and print its fastest run as JSON; `above` is the memory of the bare interpreter.

    `attained` says of what the job returns how far it is from what was asked.
    """
    runs = []
    for _ in range(repeats):
        cpu, clock = time.process_time(), time.perf_counter()
        found = job()
        runs.append((time.process_time() - cpu, time.perf_counter() - clock))
    cpu, clock = min(runs)
    measures = {"cpu": cpu, "clock": clock, "peak_mb": peak_mb() - above}
    print(json.dumps(measures if attained is None else {**measures, "attained": attained(found)}))


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))
