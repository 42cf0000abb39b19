"""An application to serve: it answers as slowly, as largely or as brokenly as is asked."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from surveyapp.cli.workers import lead_workers

PAGE = b"x" * 200_000
"""Larger than any answer to a respondent, and than what is sent to somebody who reads nothing by default."""

BEGUN = b"begun\n"


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
    asked = environ["PATH_INFO"]
    if asked == "/broken-at-once":
        raise RuntimeError("before anything was said")
    unread = asked in ("/unread", "/nothing")
    body = b"" if unread else environ["wsgi.input"].read()
    said = {"/who": str(os.getpid()).encode(), "/page": PAGE, "/nothing": b""}.get(asked, body)
    length = [] if asked in ("/pieces", "/broken-in-pieces") else [("Content-Length", str(len(said)))]
    if asked.startswith("/broken"):
        length = length and [("Content-Length", "1000")]
    start("204 No Content" if asked == "/nothing" else "200 OK", [("Content-Type", "text/plain"), *length])
    return _pieces(asked, said)


def _pieces(asked: str, said: bytes) -> Iterator[bytes]:
    if asked == "/slow":
        sys.stdout.buffer.write(BEGUN)
        sys.stdout.flush()
        time.sleep(1.5)
    if asked.startswith("/broken"):
        yield b"begun"
        raise RuntimeError("after something was said")
    if asked == "/pieces":
        yield b"one "
        yield b""
        said = b"two"
    yield said


if __name__ == "__main__":
    port, workers, threads = map(int, sys.argv[1:])
    lead_workers(lambda: answer, "127.0.0.1", port, workers=workers, threads=threads)
