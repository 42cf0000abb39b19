"""Put a compressed page together from what is the same for all and one part that is a person's own.

Both formats let bytes stand in them as they are, so the part goes between what was compressed before and after it. What
comes after points back into what comes before, never into the part.
"""

from __future__ import annotations

import gzip
import random
import zlib
from typing import Final, Literal, cast

import brotli

from surveyapp.recent import Recent

Encoding = Literal["br", "gzip"]
QUICK, HARDEST = 5, 11
"""Qualities of brotli: the first costs what gzip costs, the last makes another tenth for forty times that."""
LARGE: Final = 15_000
"""Bytes from which what is sent again and again is compressed hardest: lists of countries."""
MOST_LENGTHS: Final = 8
"""Places have few lengths; for each, the end of a page is kept compressed."""
MOST_KNOWN: Final = 1 << 15
"""As far back as a gzip file can point."""
_NOWHERE: Final = b"\xff"
"""In no text of UTF-8, so that nothing can point to it."""
MOST_OF_A_PART: Final = 65_535
"""Bytes that may stand in gzip as they are, in one piece."""
_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
"""Of a gzip file without name and time."""
_LOOKED_AT: Final = 2
"""Bytes before a letter that brotli chooses its code by."""
_TRIES: Final = 4
SHORTEST: Final = 16
"""Bytes of noise that stand nowhere else by chance."""


class Around:
    """What stands around the one part of a page that is not the same for all, compressed once."""

    __slots__ = ("_brotli", "_ends", "_gzip_before", "after", "before", "size")

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before.encode(), after.encode()
        self.size = len(self.before) + len(self.after)
        self._gzip_before: tuple[bytes, int] | None = None
        self._ends: Recent[int, bytes] = Recent(MOST_LENGTHS)
        self._brotli: Recent[int, tuple[bytes, bytes]] = Recent(MOST_LENGTHS)

    def compressed(self, part: bytes, encoding: Encoding) -> bytes | None:
        """Return the whole, in which the part, of at most MOST_OF_A_PART bytes, stands as it is; None if it cannot."""
        return self._as_brotli(part) if encoding == "br" else self._as_gzip(part)

    def _as_gzip(self, part: bytes) -> bytes:
        if self._gzip_before is None:
            self._gzip_before = _squeezed(self.before, zlib.Z_FULL_FLUSH), zlib.crc32(self.before)
        squeezed, crc_before = self._gzip_before
        size = len(part)
        stored = b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + part
        crc = zlib.crc32(self.after, zlib.crc32(part, crc_before))
        tail = crc.to_bytes(4, "little") + (self.size + size).to_bytes(4, "little")
        return b"".join((_HEAD, squeezed, stored, self._end(size), tail))

    def _end(self, size: int) -> bytes:
        end = self._ends.get(size)
        if end is None:
            end = _squeezed(self.after, zlib.Z_FINISH, known=self.before + _NOWHERE * size)
            self._ends.put(size, end)
        return end

    def _as_brotli(self, part: bytes) -> bytes | None:
        size = len(part)
        halves = self._brotli.get(size)
        if halves is None:
            halves = self._halves(size) if size >= SHORTEST else None
            if halves is None:
                return None
            self._brotli.put(size, halves)
        return halves[0] + part + halves[1]

    def _halves(self, size: int) -> tuple[bytes, bytes] | None:
        """Return what stands before and after a part of that size as brotli.

        Noise that cannot be made smaller takes its place while the whole is compressed, and is found in the result as
        it was. That nothing else depends on it is proved by unpacking with a part that differs from it in every byte.
        """
        for seed in range(_TRIES):
            noise = random.Random(seed).randbytes(size)  # noqa: S311 - it only fills a place
            compressor = _compressor(HARDEST if self.size >= LARGE else QUICK)
            squeezed = (
                compressor.process(self.before)
                + compressor.flush()
                + compressor.process(noise + self.after[:_LOOKED_AT])
                + compressor.flush()
                + compressor.process(self.after[_LOOKED_AT:])
                + compressor.finish()
            )
            start, _, end = squeezed.partition(noise)
            other = bytes(byte ^ 0xFF for byte in noise)
            if squeezed.count(noise) == 1 and _unpacks(start + other + end, self.before + other + self.after):
                return start, end
        return None


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


def squeeze(whole: bytes, encoding: Encoding, *, quality: int = QUICK) -> bytes:
    """Return a text compressed by itself; `quality` is brotli's."""
    if encoding == "br":
        compressor = _compressor(quality)
        return cast(bytes, compressor.process(whole) + compressor.finish())
    return gzip.compress(whole, compresslevel=9 if len(whole) >= LARGE else 5, mtime=0)


def _compressor(quality: int) -> brotli.Compressor:
    return brotli.Compressor(mode=brotli.MODE_TEXT, quality=quality, lgwin=16)


def _unpacks(squeezed: bytes, wanted: bytes) -> bool:
    try:
        return bool(brotli.decompress(squeezed) == wanted)
    except brotli.error:
        return False


def _squeezed(content: bytes, end: int, *, known: bytes = b"") -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, known[-MOST_KNOWN:])
    return compressor.compress(content) + compressor.flush(end)
