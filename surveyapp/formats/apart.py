"""Work on what somebody sent in a process of its own, whose memory and time are bounded from outside.

Whatever a file makes its reader do, the process that asked goes on.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from surveyapp.formats.native.writer import plain
from surveyapp.formats.reading import MOST_BYTES, read
from surveyapp.formats.result import Lost, ReadResult, unreadable
from surveyapp.questionnaire.problems import phrase, problem_from_json, problem_to_json, sentence
from surveyapp.questionnaire.schema import Questionnaire

MOST_SECONDS: Final = 20
"""Seconds of computing; what else the machine does is not counted."""
LONGEST: Final = 120
"""Seconds by the clock, after which whoever waits is told to come back."""
MOST_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of addresses, of which a reader uses less than a third."""
AT_ONCE: Final = 2
WAITS: Final = 10.0
"""Seconds for which work waits for other work to end."""
_ROOT: Final = Path(__file__).parents[2]
"""Where this very program lies, so that the process runs the same one."""
_turns = BoundedSemaphore(AT_ONCE)


BUSY: Final = phrase("Several files are being worked on just now. Try again in a minute.")


class TooMuch(Exception):
    """The work took more time or memory than it may, or too much of it is asked for at once: `text` says which."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def ask_apart(module: str, question: Any, data: bytes) -> Any:
    """Return what a module of ours prints as JSON for a question (JSON, one line) and data; raises TooMuch."""
    if not _turns.acquire(timeout=WAITS):
        raise TooMuch(sentence(BUSY))
    try:
        done = subprocess.run(  # noqa: S603 (our own module, without an argument from outside)
            [sys.executable, "-m", module],
            input=json.dumps(question).encode() + b"\n" + data,
            capture_output=True,
            cwd=_ROOT,
            timeout=LONGEST,
            check=False,
        )
        if done.returncode == -signal.SIGXCPU:
            raise TooMuch(sentence("This took more than {n} seconds: the file holds too much.", n=MOST_SECONDS))
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise TooMuch(sentence(BUSY)) from None
    except ValueError:
        text = sentence("This needs more memory than a questionnaire can need. Divide or mend the file.")
        raise TooMuch(text) from None
    finally:
        _turns.release()


def hear_apart() -> tuple[Any, bytes]:
    """Bound this process and return the question and the data it was started for."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    return json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()


def read_apart(data: bytes, name: str = "") -> ReadResult:
    """Return what `reading.read` returns for a file's bytes; one that takes too much is unreadable, with a sentence."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        text = sentence("The file is larger than {most} MB, more than a questionnaire can need.", most=most)
        return unreadable("unknown", text)
    try:
        told = ask_apart(__name__, name, data)
    except TooMuch as error:
        return unreadable("unknown", error.text)
    found = None if told["questionnaire"] is None else Questionnaire.model_validate(told["questionnaire"])
    lost = tuple(Lost(**one) for one in told["lost"])
    return ReadResult(found, told["format"], lost, tuple(problem_from_json(one) for one in told["problems"]))


def main() -> None:
    """Read the file that this process was started for, and print the result as JSON."""
    name, data = hear_apart()
    result = read(data, name)
    told = {
        "questionnaire": None if result.questionnaire is None else plain(result.questionnaire),
        "format": result.format,
        "lost": [asdict(one) for one in result.lost],
        "problems": [problem_to_json(one) for one in result.problems],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
