"""Serve an application on a free port, and end it so that nothing of it writes on.

A waitress that is merely closed frees its descriptors while its threads still answer, and the byte with which they wake
its loop then goes into whatever file was opened since: one of a store of the next test, say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

LONGEST = 60.0
"""Seconds that requests under way may take to end."""


@contextmanager
def listening(app: Any, *, threads: int = 4, **adjustments: Any) -> Iterator[str]:
    """Serve a WSGI application from threads, and yield its address; `adjustments` are waitress's own."""
    server: Any = create_server(app, host="127.0.0.1", port=0, asyncore_use_poll=True, threads=threads, **adjustments)
    loop = Thread(target=server.run, daemon=True)
    loop.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        _end(server, loop)


def _end(server: Any, loop: Thread) -> None:
    """Let requests under way end, then close everything within the loop, which alone knows what is open."""
    server.task_dispatcher.shutdown(timeout=LONGEST)
    assert not server.task_dispatcher.threads, "a request did not end"
    pulled = Event()

    def close() -> None:
        pulled.wait(LONGEST)  # pulling writes into a descriptor that is closed here
        wasyncore.close_all(server._map)

    server.trigger.pull_trigger(close)
    pulled.set()
    loop.join(LONGEST)
    assert not loop.is_alive(), "the server did not end"
