"""Send pages small: gzip for whoever accepts it, since many respondents pay by the kilobyte."""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

from surveyapp.recent import Recent

SMALLEST: Final = 600
"""Bytes below which compressing costs more than it saves."""
LARGE: Final = 16_000
"""Bytes from which the last few per cent are worth a millisecond: lists of countries, compressed hardest."""
MOST_LENGTHS: Final = 8
"""Places have few lengths; for each, the end of a page is kept compressed."""
MOST_KNOWN: Final = 1 << 15
"""As far back as a compressed file can point."""
_NOWHERE: Final = b"\xff"
"""In no text of UTF-8, so that nothing can point to it."""
MOST_OF_A_PART: Final = 65_535
"""Bytes that may stand in gzip as they are, in one piece."""
_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
"""Of a gzip file without name and time."""


class Around:
    """What stands around the one part of a page that is not the same for all, compressed once."""

    __slots__ = ("_ends", "after", "before", "crc_before", "size", "squeezed_before")

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before.encode(), after.encode()
        self.size = len(self.before) + len(self.after)
        self.crc_before = zlib.crc32(self.before)
        self.squeezed_before = _squeezed(self.before, zlib.Z_FULL_FLUSH)
        self._ends: Recent[int, bytes] = Recent(MOST_LENGTHS)

    def compressed(self, part: bytes) -> bytes:
        """Return the whole as gzip: the part, of less than 64 KiB, stands in it as it is."""
        size = len(part)
        stored = b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + part
        crc = zlib.crc32(self.after, zlib.crc32(part, self.crc_before))
        tail = crc.to_bytes(4, "little") + (self.size + size).to_bytes(4, "little")
        return b"".join((_HEAD, self.squeezed_before, stored, self._end(size), tail))

    def _end(self, size: int) -> bytes:
        """Return what comes after a part of that size: it points back into what stands before, never into the part."""
        end = self._ends.get(size)
        if end is None:
            end = _squeezed(self.after, zlib.Z_FINISH, known=self.before + _NOWHERE * size)
            self._ends.put(size, end)
        return end


class Joined(str):
    """A page that knows what it was put together from."""

    __slots__ = ("around", "part")
    around: Around
    part: str

    @classmethod
    def of(cls, around: Around, part: str) -> Joined:
        """Put a part into what stands around it."""
        joined = cls(f"{around.before.decode()}{part}{around.after.decode()}")
        joined.around, joined.part = around, part
        return joined


def _squeezed(content: bytes, end: int, *, known: bytes = b"") -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, known[-MOST_KNOWN:])
    return compressor.compress(content) + compressor.flush(end)


def compress_pages(app: Flask) -> None:
    """Compress text answers.

    No page of the respondents carries both a cookie's authority and a secret, which is what makes compression
    attackable elsewhere.
    """
    make = app.make_response

    def remember(answer: Any) -> Response:
        response = make(answer)
        if isinstance(answer, Joined):
            response.joined = answer  # type: ignore[attr-defined]
        return response

    app.make_response = remember  # type: ignore[method-assign, assignment]
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.status_code < 200
        or response.mimetype not in ("text/html", "text/plain", "application/json")
        or "Content-Encoding" in response.headers
        or not _takes_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    ):
        return response
    joined: Joined | None = getattr(response, "joined", None)
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    if joined is not None and len(joined.part) <= MOST_OF_A_PART:
        response.set_data(joined.around.compressed(joined.part.encode()))
    else:
        response.set_data(gzip.compress(body, compresslevel=9 if len(body) >= LARGE else 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if "Cache-Control" in response.headers:  # else nobody may keep it, and nobody need tell two kinds apart
        response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    return bool(parse_accept_header(accepted)["gzip"])
