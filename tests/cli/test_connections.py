"""What clients do to connections: slowly, halfway, at once, too much, and going away; by one thread and by several."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from surveyapp.cli.workers import LINGERING, MOST_KEPT
from tests.cli.answering import BEGUN, PAGE
from tests.cli.watching import workers_of
from tests.patience import LONGEST, wait_until
from tests.ports import free_ports

HOUSE = Path(__file__).resolve().parents[2]
ATTEMPTS = 20


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)

    def listens(self) -> bool:
        """Tell whether anybody takes connections."""
        try:
            self.connect().close()
        except OSError:
            return False
        return True

    def ask(self, sent: bytes) -> bytes:
        """Send bytes and return all that is answered until the server closes."""
        with self.connect() as client:
            client.sendall(sent)
            return until_closed(client)

    def who(self) -> int:
        """Return the worker that answers, and so tell that one does."""
        return int(self.ask(request("/who", "Connection: close")).partition(b"\r\n\r\n")[2])


@contextmanager
def served(workers: int, threads: int) -> Iterator[Server]:
    port = free_ports()
    command = [sys.executable, "-m", "tests.cli.answering", *map(str, (port, workers, threads))]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        server = Server(process, port)
        wait_until(lambda: server.listens() and len(workers_of(process.pid)) == workers, "the server and its workers")
        try:
            yield server
        finally:
            process.kill()


@pytest.fixture(scope="module", params=[(1, 1), (1, 2), (2, 1)], ids=["one thread", "two threads", "two workers"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with served(*request.param) as found:
        yield found


def request(path: str, *headers: str, body: bytes = b"", version: str = "1.1") -> bytes:
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/{version}", "Host: x", *headers]
    lines += [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def until_closed(client: socket.socket) -> bytes:
    found = b""
    while more := client.recv(65_536):
        found += more
    return found


def one_answer(client: socket.socket) -> bytes:
    """Return the next answer on a connection that stays open."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += client.recv(1)
    length = int(found.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(found.partition(b"\r\n\r\n")[2]) < length:
        found += client.recv(65_536)
    return found


def answers_promptly(server: Server, meanwhile: Callable[[], AbstractContextManager[object]]) -> bool:
    """Tell whether the server answers at once while something goes on.

    What waits for somebody waits every time; a machine that is busy is asked again.
    """
    for _ in range(ATTEMPTS):
        with suppress(ConnectionError), meanwhile():
            began = time.monotonic()
            assert server.who()
            if time.monotonic() - began < 0.75 * LINGERING:
                return True
    return False


def test_a_connection_serves_one_request_after_another(server: Server) -> None:
    with server.connect() as client:
        for body in (b"first", b"second"):
            client.sendall(request("/echo", body=body))
            assert one_answer(client).endswith(b"\r\n\r\n" + body)
        client.sendall(request("/nothing"))
        assert client.recv(1000).startswith(b"HTTP/1.1 204")
        client.sendall(request("/echo", "Connection: close", body=b"last"))
        assert until_closed(client).endswith(b"last")


def test_a_request_in_single_bytes_is_answered(server: Server) -> None:
    with server.connect() as client:
        for byte in request("/echo", body=b"slowly"):
            client.sendall(bytes([byte]))
        assert one_answer(client).endswith(b"slowly")


def test_of_requests_sent_together_the_first_is_answered_and_the_connection_closed(server: Server) -> None:
    found = server.ask(request("/echo", body=b"first") + request("/echo", body=b"second") + b"GET /wh")
    assert found.count(b"HTTP/1.1 200") == 1
    assert b"Connection: close" in found
    assert found.endswith(b"first")


def test_an_older_protocol_gets_one_answer_and_an_end(server: Server) -> None:
    assert server.ask(request("/echo", body=b"old", version="1.0")).endswith(b"old")
    assert server.ask(request("/pieces", version="1.0")).endswith(b"\r\n\r\none two")


def test_an_answer_of_unknown_length_comes_in_chunks(server: Server) -> None:
    assert server.ask(request("/pieces", "Connection: close")).endswith(b"4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n")


def test_a_head_is_asked_for_without_its_body(server: Server) -> None:
    found = server.ask(request("/page", "Connection: close").replace(b"GET", b"HEAD"))
    assert found.endswith(b"\r\n\r\n")
    assert b"Content-Length: 200000" in found


@pytest.mark.parametrize("path", ["/broken", "/broken-in-pieces"])
def test_an_answer_that_breaks_after_its_beginning_is_cut_off_so_that_it_shows(server: Server, path: str) -> None:
    found = server.ask(request(path))
    assert b"begun" in found
    assert found.count(b"HTTP/1.1") == 1  # no error page in the middle of another page
    assert not found.endswith(b"0\r\n\r\n")
    assert len(found) < 1000
    assert server.who()


def test_an_answer_that_breaks_before_its_beginning_is_an_error(server: Server) -> None:
    found = server.ask(request("/broken-at-once"))
    assert found.startswith(b"HTTP/1.1 500")
    assert b"nosniff" in found
    assert b"RuntimeError" not in found


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000, b"431"),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: none\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", b"501"),
    ],
    ids=["nonsense", "a huge header", "a huge address", "no length", "two lengths", "many headers", "an odd coding"],
)
def test_what_is_no_request_is_refused_without_quoting_it(server: Server, sent: bytes, status: bytes) -> None:
    found = server.ask(sent)
    assert found.startswith(b"HTTP/1.1 " + status)
    assert b"Content-Security-Policy: default-src 'none'" in found
    assert b"aaaa" not in found
    assert b"nonsense" not in found


def test_a_body_that_stops_short_holds_nobody_up(server: Server) -> None:
    @contextmanager
    def halves() -> Iterator[None]:
        with ExitStack() as clients:
            for _ in range(4):
                clients.enter_context(server.connect()).sendall(request("/echo", body=b"a" * 5000)[:-1])
            yield

    assert answers_promptly(server, halves)
    assert server.who()


def test_a_body_too_large_to_gather_is_answered_unread_and_the_connection_closed(server: Server) -> None:
    @contextmanager
    def goes_on_sending() -> Iterator[None]:
        with server.connect() as client:
            client.sendall(f"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: {MOST_KEPT + 1}\r\n\r\n".encode())
            assert b"Connection: close" in client.recv(1000)
            yield
            client.sendall(b"a" * 100_000)
            assert client.recv(1000) == b""

    assert answers_promptly(server, goes_on_sending)


def test_those_who_do_not_close_their_side_hold_nobody_up(server: Server) -> None:
    @contextmanager
    def open_still() -> Iterator[None]:
        with ExitStack() as clients:
            left = [clients.enter_context(server.connect()) for _ in range(6)]
            for client in left:
                client.sendall(request("/echo", "Connection: close", body=b"x"))
            yield
            assert all(until_closed(client).endswith(b"x") for client in left)

    assert answers_promptly(server, open_still)


def test_those_who_do_not_read_their_answer_hold_nobody_up(server: Server) -> None:
    @contextmanager
    def unread() -> Iterator[None]:
        with ExitStack() as clients:
            left = [clients.enter_context(server.connect()) for _ in range(4)]
            for client in left:
                client.sendall(request("/page"))
            yield
            assert all(one_answer(client).endswith(PAGE) for client in left)

    assert answers_promptly(server, unread)


def test_somebody_who_goes_away_during_an_answer_takes_nobody_along(server: Server) -> None:
    before = workers_of(server.process.pid)
    for _ in range(5):
        client = server.connect()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closing resets
        client.sendall(request("/page"))
        client.recv(10)
        client.close()
    assert server.who() in before
    assert workers_of(server.process.pid) == before


def begun(server: Server, path: str) -> socket.socket:
    """Return a connection over which a request is being answered: the application says so before it waits."""
    client = server.connect()
    client.sendall(request(path, body=b"x"))
    assert server.process.stdout is not None
    assert server.process.stdout.readline() == BEGUN
    return client


@pytest.mark.parametrize("threads", [1, 2])
def test_told_to_stop_a_worker_answers_what_it_has_begun(threads: int) -> None:
    with served(1, threads) as server, begun(server, "/slow") as client:
        server.process.send_signal(signal.SIGTERM)
        assert until_closed(client).endswith(b"x")
        assert server.process.wait(LONGEST) == 0


def test_told_to_begin_anew_the_lead_replaces_its_workers_and_what_was_begun_is_answered() -> None:
    with served(2, 1) as server:
        before = {server.who() for _ in range(8)}
        with begun(server, "/slow") as client:
            server.process.send_signal(signal.SIGHUP)
            assert until_closed(client).endswith(b"x")
        wait_until(lambda: not before & {server.who() for _ in range(4)}, "other workers")


def test_a_worker_killed_in_an_answer_cuts_off_that_one_only() -> None:
    with served(1, 1) as server:
        killed = server.who()
        with begun(server, "/slow") as client:
            os.kill(killed, signal.SIGKILL)
            with ended():
                assert until_closed(client) == b""
        assert server.who() != killed


@contextmanager
def ended() -> Iterator[None]:
    """Take a reset for an end: which of the two a killed worker leaves is the system's choice."""
    try:
        yield
    except ConnectionResetError:
        return
