"""Stand between a kiosk and its server as a way that loses answers: each call is carried, and may be cut after it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class Way:
    """Carry calls from `port` to `to`.

    `cut` is asked after the server has answered a call, with the call's first line: where it says so, the answer is
    lost. `cuts` tells when one was.
    """

    to: int
    cut: Callable[[str], bool] = lambda line: False
    cuts: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self.door.getsockname()[1])
        Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        self.door.close()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                Thread(target=self._carry, args=(self.door.accept()[0],), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            call = _whole_call(near)
            line = call.partition(b"\r\n")[0].decode()
            head, _, body = call.partition(b"\r\n\r\n")
            kept = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
            answer = b""
            with socket.create_connection(("127.0.0.1", self.to)) as far:
                far.sendall(b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n" + body)
                while more := far.recv(65536):
                    answer += more
            if self.cut(line):
                self.cuts.set()
                return
            near.sendall(answer)


def _whole_call(near: socket.socket) -> bytes:
    call = b""
    while b"\r\n\r\n" not in call and (more := near.recv(65536)):
        call += more
    head, _, body = call.partition(b"\r\n\r\n")
    length = next((int(one[15:]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")), 0)
    while len(body) < length and (more := near.recv(65536)):
        body += more
    return head + b"\r\n\r\n" + body
