"""Serve one side by worker processes: made once, forked, replaced where one dies, all told to finish at the end."""

from __future__ import annotations

import ctypes
import gc
import os
import re
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from socket import socket
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from surveyapp.cli.whole import WholeResponse

PATIENCE: Final = 15
"""Seconds that a worker may take to answer what it has begun, and somebody who has connected to send a request."""
IDLE: Final = 75
"""Seconds that a connection is kept for the next request: people read before they answer."""
MOST_CONNECTIONS: Final = 1000
"""Of one worker: an open connection costs a few kilobytes and no thread."""
MOST_KEPT: Final = 1_100_000
"""Bytes of a request that are gathered before a thread is given to it; larger ones are refused by the application."""
_CHUNK: Final = 65_536
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_END: Final = b"\r\n\r\n"


def is_whole(came: bytes) -> bool:
    """Tell whether a request has come so far that answering it waits for nobody."""
    end = came.find(_END)
    if end < 0:
        return len(came) > _CHUNK  # more than the parser takes for headers: it refuses
    head = came[: end + 2]
    if _CHUNKED.search(head):
        return True
    length = _LENGTH.search(head)
    wanted = int(length[1]) if length and len(length[1]) < 20 else 0
    return wanted > MOST_KEPT or len(came) >= end + len(_END) + wanted


class Gathering(TConn):  # type: ignore[misc]
    """A connection, and what has come over it of a request that is not whole."""

    came = b""


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
        self.poller.register(conn.sock, 1, partial(self.on_pending_socket_readable, conn))

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
        if more and not is_whole(conn.came):
            wait(conn)
            return
        done()
        if not more:
            self.nr_conns -= 1
            conn.close()
            return
        conn.init()
        conn.parser.unreader.unread(conn.came)
        conn.came = b""
        self.enqueue_req(conn) if self.cfg.threads > 1 else self._answer(conn)

    def handle_request(self, req: Any, conn: Gathering) -> bool:
        """Answer one request, and tell whether its connection may be kept for the next."""
        answer, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg, response_class=WholeResponse)
        environ["wsgi.multithread"] = self.cfg.threads > 1
        if not self.alive or len(self.keepalived_conns) >= self.max_keepalived:
            answer.force_close()
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
