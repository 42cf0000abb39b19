"""Add to a written SPSS system file what its writer cannot say: the weight and the multiple-response sets.

The layout is that of the PSPP developers' manual ("System File Format"): a file header whose index of the weight counts
segments of eight bytes, variable records, and extension records of subtype 7 with one line a set.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADER, _WEIGHT_AT = 176, 76
_VARIABLE, _LABELS, _INDEXES, _DOCUMENT, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_SETS, _LONG_NAMES = 7, 13


@dataclass(frozen=True)
class ResponseSet:
    """Columns that hold several answers to one question; with `counted` each is a yes or no."""

    name: str
    label: str
    columns: tuple[str, ...]
    counted: str | None = None


class SystemFileError(ValueError):
    """The system file is not laid out as expected."""


def with_dictionary(content: bytes, *, weight: str | None, sets: Sequence[ResponseSet]) -> bytes:
    """Return a system file with its weight and multiple-response sets declared; columns go by their long names."""
    if content[:4] not in (b"$FL2", b"$FL3") or struct.unpack_from("<i", content, 64)[0] not in (2, 3):
        raise SystemFileError("The file is no little-endian SPSS system file.")
    indexes: dict[str, int] = {}
    long_names: dict[str, str] = {}
    end = 0
    for kind, at, part in _records(content):
        if kind == _VARIABLE:
            indexes[part[0]] = at
        elif kind == _EXTENSION and at == _LONG_NAMES:
            long_names = dict(pair.split("=", 1) for pair in part[0].split("\t") if "=" in pair)
        elif kind == _END:
            end = at
    short = {long_names.get(name.upper(), long_names.get(name, name)): name for name in indexes}
    head = bytearray(content[:end])
    if weight is not None:
        struct.pack_into("<i", head, _WEIGHT_AT, indexes[short[weight]])
    return bytes(head) + (_sets(sets, short) if sets else b"") + content[end:]


def _records(content: bytes) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Walk through the dictionary: a variable with its index, an extension with its subtype, the end with its place."""
    at, segment = _HEADER, 0
    while True:
        (kind,) = struct.unpack_from("<i", content, at)
        if kind == _VARIABLE:
            width, has_label, missing = struct.unpack_from("<iii", content, at + 4)
            name = content[at + 24 : at + 32].decode("utf-8").rstrip()
            segment += 1
            if width >= 0:
                yield kind, segment, (name,)
            at += 32
            if has_label:
                at += 4 + 4 * -(-struct.unpack_from("<i", content, at)[0] // 4)
            at += 8 * abs(missing)
        elif kind == _LABELS:
            at = _after_labels(content, at + 4)
        elif kind == _DOCUMENT:
            at += 8 + 80 * struct.unpack_from("<i", content, at + 4)[0]
        elif kind == _EXTENSION:
            subtype, size, count = struct.unpack_from("<iii", content, at + 4)
            yield kind, subtype, (content[at + 16 : at + 16 + size * count].decode("utf-8", "replace"),)
            at += 16 + size * count
        elif kind == _END:
            yield kind, at, ()
            return
        else:
            raise SystemFileError(f"The dictionary holds a record of the unknown kind {kind}.")


def _after_labels(content: bytes, at: int) -> int:
    """Return where the record after value labels and the variables they belong to begins."""
    count: int = struct.unpack_from("<i", content, at)[0]
    at += 4
    for _ in range(count):
        at += 8 + 8 * -(-(content[at + 8] + 1) // 8)
    kind, variables = (int(part) for part in struct.unpack_from("<ii", content, at))
    if kind != _INDEXES:
        raise SystemFileError("Value labels of the dictionary belong to no variable.")
    return at + 8 + 4 * variables


def _sets(sets: Sequence[ResponseSet], short: dict[str, str]) -> bytes:
    lines = b"".join(_line(one, [short[column] for column in one.columns]) for one in sets)
    return struct.pack("<iiii", _EXTENSION, _SETS, 1, len(lines)) + lines


def _line(one: ResponseSet, columns: Sequence[str]) -> bytes:
    """Write a set: its name, its kind with the counted value, its label with its length in bytes, its columns."""
    label = one.label.replace("\n", " ").encode("utf-8")
    kind = b"C" if one.counted is None else f"D{len(one.counted)} {one.counted}".encode()
    names = " ".join(columns).encode("utf-8")
    return b"$%s=%s %d %s %s\n" % (one.name.encode("ascii"), kind, len(label), label, names)
