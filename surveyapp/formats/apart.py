"""Read a file that somebody sent in a process of its own, whose memory and time are bounded from outside.

Whatever the file makes the reader do, the process that asked goes on.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from surveyapp.formats.native.writer import plain
from surveyapp.formats.reading import MOST_BYTES, read
from surveyapp.formats.result import Lost, ReadResult, unreadable
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire

MOST_SECONDS: Final = 20
MOST_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of addresses, of which a reader uses less than a third."""
AT_ONCE: Final = 2
WAITS: Final = 10.0
"""Seconds for which a file waits for others to be read."""
_ROOT: Final = Path(__file__).parents[2]
"""Where this very program lies, so that the process runs the same one."""
_turns = BoundedSemaphore(AT_ONCE)


def read_apart(data: bytes, name: str = "") -> ReadResult:
    """Return what `reading.read` returns for a file's bytes; one that takes too much is unreadable, with a sentence."""
    if len(data) > MOST_BYTES:
        return unreadable(
            "unknown", f"The file is larger than {MOST_BYTES // 2**20} MB, more than a questionnaire can need."
        )
    if not _turns.acquire(timeout=WAITS):
        return unreadable("unknown", "Several files are being read just now. Send it again in a minute.")
    try:
        done = subprocess.run(  # noqa: S603 (our own module, without an argument from outside)
            [sys.executable, "-m", "surveyapp.formats.apart"],
            input=json.dumps(name).encode() + b"\n" + data,
            capture_output=True,
            cwd=_ROOT,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return unreadable("unknown", f"The file could not be read within {MOST_SECONDS} seconds: it holds too much.")
    finally:
        _turns.release()
    try:
        return _result(json.loads(done.stdout))
    except ValueError:
        return unreadable("unknown", "The file needs more memory than a questionnaire can need. Divide or mend it.")


def _result(told: dict[str, Any]) -> ReadResult:
    found = None if told["questionnaire"] is None else Questionnaire.model_validate(told["questionnaire"])
    lost = tuple(Lost(**one) for one in told["lost"])
    return ReadResult(found, told["format"], lost, tuple(Problem(**one) for one in told["problems"]))


def main() -> None:
    """Read a file's name, as a line of JSON, and its content from standard input, and print the result as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    name = json.loads(sys.stdin.buffer.readline())
    result = read(sys.stdin.buffer.read(), name)
    told = {
        "questionnaire": None if result.questionnaire is None else plain(result.questionnaire),
        "format": result.format,
        "lost": [asdict(one) for one in result.lost],
        "problems": [asdict(one) for one in result.problems],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
