"""Try new examples of every property test until the time is up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.torture.finding import Finding

TESTS = Path(__file__).parents[1]


def run(seconds: float) -> list[Finding]:
    """Run the files that hold property tests again and again, each time with another seed.

    A round that fails is printed whole, with what reproduces it, and ends the campaign. A round is never cut short.
    """
    every = sorted(TESTS.rglob("test_*.py"))
    files = [str(file) for file in every if "from hypothesis" in file.read_text(encoding="utf-8")]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "torture"}
    end, rounds, tests = time.monotonic() + seconds, 0, 0
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        command = [sys.executable, "-m", "pytest", "-x", f"--hypothesis-seed={rounds}", *files]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        passed = re.search(r"(\d+) passed", done.stdout)
        tests += int(passed.group(1)) if passed else 0
        if done.returncode:
            print(done.stdout)
            return [Finding("every property holds", f"broken with seed {rounds}", tests, kept=False)]
    return [Finding("every property holds", f"{rounds} seeds", tests, kept=True)]
