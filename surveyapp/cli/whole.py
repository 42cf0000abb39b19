"""Send the head of an answer together with the first piece of its body: one way into the network instead of two."""

from __future__ import annotations

from typing import Any, Final

from gunicorn.http.wsgi import Response

PIECE: Final = 65_536


class WholeResponse(Response):  # type: ignore[misc]
    """An answer whose head waits for the body; what has none, or is sent as a file, sends its head by itself."""

    head = b""
    headers_sent: bool

    def send_headers(self) -> None:
        """Write the head, and keep it."""
        if not self.headers_sent:
            lines = (*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n")
            self.head, self.headers_sent = "".join(lines).encode("latin-1"), True

    def send_head(self) -> None:
        """Send the head by itself, if it has not left."""
        self.send_headers()
        head, self.head = self.head, b""
        if head:
            self.sock.sendall(head)

    def sendfile(self, answer: Any) -> bool:
        self.send_head()
        return bool(super().sendfile(answer))

    def close(self) -> None:
        self.send_head()
        super().close()

    def _emit_body(self, piece: bytes) -> None:
        if self.chunked:
            self.send_head()
            super()._emit_body(piece)
        else:
            head, self.head = self.head, b""
            self._send(head + piece)

    def _send(self, whole: bytes) -> None:
        """Send in pieces, so that patience with a slow network is for each of them."""
        for at in range(0, len(whole), PIECE):
            self.sock.sendall(memoryview(whole)[at : at + PIECE])
