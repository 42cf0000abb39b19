"""Answer the survey at an address, several respondents at once, and print what was met as one line of JSON.

Run as a process of its own, so that its work is nobody else's: `python -m tests.bench.collection.client FOLDER PORT
PATHS AT_ONCE JOURNEYS SECONDS SEED TAKES`, where FOLDER holds the respondents' simulator `respond.py`, PATHS are the
addresses to begin at, separated by commas, and TAKES is `br` or `gzip`, what the respondents' browsers take.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import time
from threading import Lock, Thread
from typing import Any

import brotli

from tests.bench.collection.survey import GATE

MOST_ERRORS = 20


class Load:
    """Hold what is still to be done, and what was met so far; times are in milliseconds."""

    def __init__(self, simulator: Any, port: int, paths: list[str], journeys: int, until: float, seed: int) -> None:
        self.simulator, self.port, self.paths, self.until, self.seed = simulator, port, paths, until, seed
        self.left, self.lock = journeys, Lock()
        self.profile = {**simulator.PROFILES["generic"], "answers": {GATE: ["yes"]}}
        self.completed: list[str] = []
        self.errors: list[str] = []
        self.pages: list[float] = []
        self.starts: list[float] = []
        self.bytes = 0

    def answer_until_done(self) -> None:
        """Take one person after another through the survey, over one connection as long as it holds."""
        http = self.connect()
        while (number := self.next_number()) is not None:
            http.ck.clear()
            path = self.paths[number % len(self.paths)]
            try:
                self.simulator.journey(http, path, self.profile, random.Random(self.seed * 100_003 + number), self.note)
                self.completed.append(path)
            except (self.simulator.Lost, OSError) as error:
                self.errors.append(f"{type(error).__name__}: {error}"[:200])
                http = self.connect()

    def connect(self) -> Any:
        return self.simulator.Http("127.0.0.1", self.port)

    def next_number(self) -> int | None:
        with self.lock:
            if self.left <= 0 or time.monotonic() > self.until or len(self.errors) >= MOST_ERRORS:
                return None
            self.left -= 1
            return self.left

    def note(self, kind: str, _number: int, seconds: float, status: int, size: int, _requests: int) -> None:
        (self.starts if kind == "open" else self.pages).append(round(1000 * seconds, 3))
        self.bytes += size


class Brotli:
    """Stands where the simulator, which knows gzip alone, looks for what unpacks."""

    @staticmethod
    def decompress(body: bytes, _window: int) -> bytes:
        return brotli.decompress(body)


def take_brotli(simulator: Any) -> None:
    """Let the simulator ask as browsers do over HTTPS, and read brotli under the name of gzip."""
    plain = simulator.Http

    class Http(plain):  # type: ignore[misc, valid-type]
        buf: bytes

        def __init__(self, host: str, port: int) -> None:
            super().__init__(host, port, False, ("Accept-Encoding: gzip, deflate, br, zstd",))

        def _fill(self) -> None:
            super()._fill()
            self.buf = self.buf.replace(b"\r\nContent-Encoding: br\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)

    simulator.Http, simulator.zlib = Http, Brotli


def main(arguments: list[str]) -> None:
    """Put on the load and print it."""
    folder, port, paths, at_once, journeys, seconds, seed, takes = arguments
    sys.path.insert(0, folder)
    simulator = importlib.import_module("respond")
    if takes == "br":
        take_brotli(simulator)
    until = time.monotonic() + float(seconds)
    load = Load(simulator, int(port), paths.split(","), int(journeys), until, int(seed))
    threads = [Thread(target=load.answer_until_done) for _ in range(int(at_once))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    met = {"completed": len(load.completed), "errors": load.errors, "pages": load.pages, "starts": load.starts}
    print(json.dumps({**met, "bytes": load.bytes, "cpu": time.process_time()}))


if __name__ == "__main__":
    main(sys.argv[1:])
