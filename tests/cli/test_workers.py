"""Workers: a request is gathered before a thread is given to it, and a worker that dies is replaced."""

from __future__ import annotations

import hashlib
import inspect
import math
import os
import signal
import socket
import time
from pathlib import Path

import pytest
from gunicorn.arbiter import Arbiter
from gunicorn.http import wsgi
from gunicorn.http.unreader import Unreader
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import TConn, ThreadWorker

from surveyapp.cli.workers import MOST_KEPT, PATIENCE, size_of
from tests.cli.watching import workers_of
from tests.console.test_serve_command import serving, status, wait_for
from tests.patience import LONGEST, wait_until
from tests.ports import free_ports

REPLACED = (
    *(Arbiter.murder_workers, TConn.__init__, TConn.init, TConn.close, Unreader.unread, Worker.handle_error),
    *(ThreadWorker.accept, ThreadWorker.enqueue_req, ThreadWorker.finish_request, ThreadWorker.handle),
    *(ThreadWorker.handle_request, ThreadWorker.murder_keepalived, ThreadWorker.murder_pending),
    *(ThreadWorker.on_client_socket_readable, ThreadWorker.on_pending_socket_readable, ThreadWorker.run),
    *(wsgi.create, wsgi.Response.send_headers, wsgi.Response.write, wsgi.Response._emit_body),
    *(wsgi.Response.sendfile, wsgi.Response.close, wsgi.Response.default_headers),
)
"""What is replaced of gunicorn, and what the replacements count on."""
AS_READ = {
    "Arbiter.murder_workers": "3f8fbfdf473f",
    "TConn.__init__": "c8763d7c6597",
    "TConn.init": "5ff3d4ba451c",
    "TConn.close": "6d1c334ed197",
    "Unreader.unread": "8e325744dfca",
    "Worker.handle_error": "75426448389b",
    "ThreadWorker.accept": "f8dcead3dce5",
    "ThreadWorker.enqueue_req": "c9f428953d24",
    "ThreadWorker.finish_request": "616e7bb15a00",
    "ThreadWorker.handle": "ca85c9be3df7",
    "ThreadWorker.handle_request": "6d0de5b91910",
    "ThreadWorker.murder_keepalived": "4459960c4ccc",
    "ThreadWorker.murder_pending": "7bf11f464542",
    "ThreadWorker.on_client_socket_readable": "aead1a3ea7b7",
    "ThreadWorker.on_pending_socket_readable": "2475f7087832",
    "ThreadWorker.run": "f92c7394d857",
    "create": "2c35d4a2dc62",
    "Response.send_headers": "7aff3b7d004f",
    "Response.write": "a13659ff072c",
    "Response._emit_body": "df723e865a1e",
    "Response.sendfile": "417ea65fb9a1",
    "Response.close": "1e78fc7777ff",
    "Response.default_headers": "cb490cea5d6f",
}
POST = b"POST /en/s/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"


@pytest.mark.parametrize(
    ("came", "size"),
    [
        (b"", None),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", None),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000, None),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27),
        (POST, len(POST) + 5),
        (POST + b"1234567", len(POST) + 5),
        (POST.replace(b"Content-Length: 5", b"content-length:5"), len(POST) + 4),
        (POST.replace(b"Content-Length: 5", b"Content-Length: none"), len(POST) + 3),
        (POST.replace(b"Content-Length: 5", b"Transfer-Encoding: chunked"), math.inf),
        (POST.replace(b" 5", f" {MOST_KEPT + 1}".encode()), math.inf),
        (POST.replace(b" 5", b" " + b"9" * 30), math.inf),
    ],
    ids=range(11),
)
def test_the_head_of_a_request_says_how_much_is_gathered(came: bytes, size: float | None) -> None:
    assert size_of(came) == size


def test_gunicorn_is_inside_as_it_was_when_parts_of_it_were_replaced() -> None:
    """If this fails, gunicorn has changed where `cli/workers.py` and `cli/whole.py` replace parts of it.

    Read what has changed in the methods named, take over what concerns us, run `tests/cli/test_connections.py`, and
    write the new sums here.
    """
    found = {part.__qualname__: hashlib.sha256(inspect.getsource(part).encode()).hexdigest()[:12] for part in REPLACED}
    assert found == AS_READ


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    port = free_ports()
    with serving(port, f"sqlite:///{tmp_path}/s.sqlite3", "--side", "respondent", "--workers", "2") as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        wait_until(lambda: len(workers_of(process.pid)) == 2, "two workers")
        first, second = workers_of(process.pid)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len(set(workers_of(process.pid)) - {first}) == 2, "another worker")
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
        assert time.monotonic() - began < PATIENCE, "not after those who send slowly were given up"
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        slow[0].sendall(b"\r\n")
        slow[0].settimeout(LONGEST)
        assert slow[0].recv(1000).startswith(b"HTTP/1.1 200")
        for one in slow:
            one.close()
        printed, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 0
    assert "Traceback" not in printed
