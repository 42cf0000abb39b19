"""Read from /proc what a tree of processes has used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Used:
    """Processor seconds (user and system, ended children included) and memory in MB.

    `pss` counts a page that n processes share as one n-th, `rss` counts it for each of them.
    """

    cpu: float
    pss: float
    rss: float


def used_by(roots: Iterable[int]) -> Used:
    """Return what processes and all that descend from them have used so far."""
    cpu = pss = rss = 0.0
    for pid in family(roots):
        try:
            cpu += sum(map(int, _fields(pid)[11:15])) / TICKS
            memory = (_PROCESSES / str(pid) / "smaps_rollup").read_text()
        except OSError:
            continue
        pss += _megabytes("Pss", memory)
        rss += _megabytes("Rss", memory)
    return Used(cpu, pss, rss)


def family(roots: Iterable[int]) -> set[int]:
    """Return the ids of processes and all that descend from them."""
    children: dict[int, list[int]] = {}
    for entry in _PROCESSES.iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_fields(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, [])
    return found


def _fields(pid: int) -> list[str]:
    """Return the fields of `stat` from the third on: the second, a name in brackets, may hold anything."""
    stat = (_PROCESSES / str(pid) / "stat").read_text()
    return stat[stat.rindex(")") + 2 :].split()


def _megabytes(name: str, memory: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", memory, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
