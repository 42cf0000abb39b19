"""Workers: a request is gathered before a thread is given to it, and a worker that dies is replaced."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from surveyapp.cli.workers import MOST_KEPT, is_whole
from tests.console.test_serve_command import free_ports, serving, status, wait_for

POST = b"POST /en/s/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"


@pytest.mark.parametrize(
    ("came", "whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (POST, False),
        (POST + b"1234", False),
        (POST + b"12345", True),
        (POST.replace(b"Content-Length: 5", b"content-length:5") + b"1234", False),
        (POST.replace(b"Content-Length: 5", b"Content-Length: none"), True),
        (POST.replace(b"Content-Length: 5", b"Transfer-Encoding: chunked"), True),
        (POST.replace(b" 5", f" {MOST_KEPT + 1}".encode()), True),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, True),
    ],
    ids=range(11),
)
def test_a_request_is_whole_when_nobody_has_to_be_waited_for(came: bytes, whole: bool) -> None:
    assert is_whole(came) is whole


def workers_of(pid: int) -> list[int]:
    """Return the processes that a process has started, as Linux tells."""
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about within ten seconds")


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    port = free_ports()
    with serving(port, f"sqlite:///{tmp_path}/s.sqlite3", "--side", "respondent", "--workers", "2") as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        until(lambda: len(workers_of(process.pid)) == 2)
        first, second = workers_of(process.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(set(workers_of(process.pid)) - {first}) == 2)
        assert second in workers_of(process.pid)
        assert status(f"http://127.0.0.1:{port}/healthz") == 200


def test_people_who_send_slowly_hold_nobody_up_and_what_was_begun_is_answered(tmp_path: Path) -> None:
    port = free_ports()
    with serving(port, f"sqlite:///{tmp_path}/s.sqlite3", "--side", "respondent", "--workers", "1") as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        for one in slow:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        assert status(f"http://127.0.0.1:{port}/healthz") == 200
        assert time.monotonic() - began < 5
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        slow[0].sendall(b"\r\n")
        slow[0].settimeout(10)
        assert slow[0].recv(1000).startswith(b"HTTP/1.1 200")
        for one in slow:
            one.close()
        printed, _ = process.communicate(timeout=25)
    assert process.returncode == 0
    assert "Traceback" not in printed
