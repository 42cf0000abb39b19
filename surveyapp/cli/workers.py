"""Serve one side by worker processes: made once, forked, replaced where one dies, all told to finish at the end."""

from __future__ import annotations

import ctypes
import gc
import math
import os
import re
import signal
import time
from bisect import insort
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR, SO_SNDBUF, SOL_SOCKET, socket
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import errors, wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from surveyapp.cli.whole import WholeResponse

PATIENCE: Final = 15
"""Seconds that a worker may take to answer what it has begun, and somebody who has connected to send a request."""
IDLE: Final = 75
"""Seconds that a connection is kept for the next request: people read before they answer."""
PATIENCE_OF_ALL: Final = 5
"""Seconds that somebody may take nothing of an answer, where one thread answers everybody."""
LINGERING: Final = 2
"""Seconds that somebody may take to close a connection when the last answer has been sent."""
MOST_UNREAD: Final = 2**20
"""Bytes of an answer that the system may hold (as many as it allows), so that no thread waits for a slow network."""
MOST_CONNECTIONS: Final = 1000
"""Of one worker: an open connection costs a few kilobytes and no thread."""
MOST_KEPT: Final = 1_100_000
"""Bytes of a request that are gathered before a thread is given to it; larger ones are refused by the application."""
_CHUNK: Final = 65_536
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_END: Final = b"\r\n\r\n"
SERVER_ERROR: Final = "500 Internal Server Error"
REFUSALS: Final[Mapping[type[Exception], str]] = {
    errors.InvalidResponseHeader: SERVER_ERROR,
    errors.InvalidResponseHeaderName: SERVER_ERROR,
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.UnsupportedTransferCoding: "501 Not Implemented",
    errors.ExpectationFailed: "417 Expectation Failed",
    errors.ParseException: "400 Bad Request",
}
REFUSAL: Final = (
    "HTTP/1.1 {said}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n"
    "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
    "\r\n{said}\n"
)


def size_of(came: bytes) -> float | None:
    """Return how many bytes a request has by its head; infinity where none are gathered; None while its head comes.

    A body that is larger than anybody may send, or of which the head does not say how large it is, is not gathered: the
    application refuses it by its head.
    """
    end = came.find(_END)
    if end < 0:
        return None
    head = came[: end + 2]
    if _CHUNKED.search(head):
        return math.inf
    length = _LENGTH.search(head)
    wanted = int(length[1][:20]) if length else 0
    return math.inf if wanted > MOST_KEPT else end + len(_END) + wanted


class Gathering(TConn):  # type: ignore[misc]
    """A connection, and what has come over it of a request that is not whole."""

    came = b""
    may_stay = True
    """Whether another request may follow: not where one has followed unasked, or what was sent is not read."""

    @property
    def has_endless_head(self) -> bool:
        """Tell whether more has come than a head may have, and the head goes on."""
        return len(self.came) > _CHUNK and size_of(self.came) is None

    def is_whole(self) -> bool:
        """Tell whether the request has come so far that answering it waits for nobody."""
        size = size_of(self.came)
        self.may_stay = size == len(self.came)
        return size is not None and (size == math.inf or size <= len(self.came))


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Gather each request whole before a thread is given to it.

    There are few threads, since threads that compute only take the processor from each other; somebody on a slow
    network, or somebody who sends slowly on purpose, must not hold one of them.
    """

    def accept(self, listener: Any) -> None:
        """Take a new connection, and wait for its first request without a thread."""
        try:
            client, address = listener.accept()
        except OSError:
            return  # it went away, or another worker was first
        self.nr_conns += 1
        client.setsockopt(SOL_SOCKET, SO_SNDBUF, MOST_UNREAD)
        self._wait_for(Gathering(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Gathering, client: socket) -> None:
        """Gather what comes over a connection that was kept."""
        self.keepalived_conns.remove(conn)
        self.poller.unregister(client)
        self._gather(conn, wait=self._wait_for)

    def on_pending_socket_readable(self, conn: Gathering, client: socket) -> None:
        """Gather more of a request; its time is not prolonged."""
        self._gather(conn, wait=lambda _conn: None, done=partial(self._no_longer_pending, conn, client))

    def _wait_for(self, conn: Gathering) -> None:
        conn.timeout = time.monotonic() + PATIENCE
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _no_longer_pending(self, conn: Gathering, client: socket) -> None:
        self.pending_conns.remove(conn)
        self.poller.unregister(client)

    def _gather(
        self, conn: Gathering, *, wait: Callable[[Gathering], None], done: Callable[[], None] = lambda: None
    ) -> None:
        try:
            more = conn.sock.recv(_CHUNK)
        except BlockingIOError:
            wait(conn)
            return
        except OSError:
            more = b""
        conn.came += more
        if more and not conn.is_whole() and not conn.has_endless_head:
            wait(conn)
            return
        done()
        if not more:
            self._close(conn)
        elif conn.has_endless_head:
            self.handle_error(None, conn.sock, conn.client, errors.LimitRequestHeaders(""))
            self._see_off(conn)
        else:
            self._hand_over(conn)

    def _hand_over(self, conn: Gathering) -> None:
        conn.init()
        conn.parser.unreader.unread(conn.came)
        conn.came = b""
        self.enqueue_req(conn) if self.cfg.threads > 1 else self._answer(conn)

    def handle_request(self, req: Any, conn: Gathering) -> bool:
        """Answer one request, and tell whether its connection may be kept for the next."""
        answer, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg, response_class=WholeResponse)
        environ["wsgi.multithread"] = self.cfg.threads > 1
        if not (self.alive and conn.may_stay) or len(self.keepalived_conns) >= self.max_keepalived:
            answer.force_close()
        conn.sock.settimeout(PATIENCE if self.cfg.threads > 1 else PATIENCE_OF_ALL)
        body = self.wsgi(environ, answer.start_response)
        try:
            if isinstance(body, environ["wsgi.file_wrapper"]):
                answer.write_file(body)
            else:
                for piece in body:
                    answer.write(piece)
            answer.close()
        except Exception:
            if answer.headers_sent and not answer.head:
                raise StopIteration from None  # what has begun to leave cannot become an error page: it is cut off
            raise
        finally:
            if hasattr(body, "close"):
                body.close()
        return not answer.should_close()

    def _answer(self, conn: Gathering) -> None:
        """Answer in the main loop: one thread needs no second one to hand requests to."""
        answered: Future[Any] = Future()
        answered.set_result(self.handle(conn))
        self.finish_request(conn, answered)

    def finish_request(self, conn: Gathering, answered: Future[Any]) -> None:
        """Keep a connection for the next request, or see it off."""
        if answered.result():
            super().finish_request(conn, answered)
        else:
            self._see_off(conn)

    def _see_off(self, conn: Gathering) -> None:
        """Close our side, and the connection when the other side is closed, for which the main loop does not wait.

        Closing at once would take back the answer from somebody who is still sending.
        """
        try:
            conn.sock.shutdown(SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self._close(conn)
            return
        conn.timeout = time.monotonic() + LINGERING
        insort(self.pending_conns, conn, key=lambda one: one.timeout)
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_leaving_readable, conn))

    def _on_leaving_readable(self, conn: Gathering, client: socket) -> None:
        try:
            more = conn.sock.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._no_longer_pending(conn, client)
            self._close(conn)

    def _close(self, conn: Gathering) -> None:
        self.nr_conns -= 1
        conn.close()

    def handle_error(self, _req: Any, client: socket, _address: Any, error: Exception) -> None:
        """Refuse what is no request in one line that quotes nothing of it."""
        said = next((said for kind, said in REFUSALS.items() if isinstance(error, kind)), SERVER_ERROR)
        with suppress(OSError):
            client.sendall(REFUSAL.format(said=said, length=len(said) + 1).encode("ascii"))


class Lead(Arbiter):  # type: ignore[misc]
    """Lead the workers, and end with the process that has started the serving."""

    def __init__(self, app: BaseApplication, parent: int | None) -> None:
        self.parent = parent
        super().__init__(app)

    def murder_workers(self) -> None:
        """End workers that hang, once a second, and everything where the parent is gone."""
        if self.parent is not None and os.getppid() != self.parent:
            os.kill(os.getpid(), signal.SIGTERM)
        super().murder_workers()


class _Side(BaseApplication):  # type: ignore[misc]
    def __init__(self, make: Callable[[], Any], options: Mapping[str, Any]) -> None:
        self.make, self.options = make, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.make()


def lead_workers(
    make: Callable[[], Any], host: str, port: int, *, workers: int, threads: int, parent: int | None = None
) -> None:
    """Make an application, fork workers that serve it, and lead them until SIGTERM or SIGINT; then exit.

    All that is made before the fork is memory that workers share. `parent` is the process to end with.
    """
    Lead(_Side(make, _options(host, port, workers, threads)), parent).run()


def _options(host: str, port: int, workers: int, threads: int) -> dict[str, Any]:
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": PatientWorker,
        "worker_connections": MOST_CONNECTIONS,
        "preload_app": True,
        "keepalive": IDLE,
        "graceful_timeout": PATIENCE,
        "forwarded_allow_ips": "",  # proxies are believed by the application, as many as the settings say
        "loglevel": "critical",  # the others name addresses
        "control_socket_disable": True,
        "when_ready": _freeze,
    }


def _return_freed() -> None:
    """Give back what starting has freed, where the C library can (glibc): each worker would come to own a copy."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _freeze(_lead: Arbiter) -> None:
    """Leave what was made to all workers: collecting garbage would write to it, and so copy it for each."""
    gc.collect()
    _return_freed()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # what a request makes is gone by itself; cycles are few
