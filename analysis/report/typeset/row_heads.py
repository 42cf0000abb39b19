"""Mark the first cell of every row of a typeset table as the head of its row, which the typesetter cannot be told.

A reader by ear then hears which line a figure stands in (PDF/UA-1, 7.5; ISO 32000-1, 14.8.5.7: `Scope`, `Headers`).
Objects are taken by the offsets of the file's own cross-reference table and written again with a new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

START, ENTRY = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$"), re.compile(rb"(\d{10}) (\d{5}) ([nf])")
ROW = re.compile(rb"/Type/StructElem/S/TR/.*/K\[([\d R]+)\]", re.DOTALL)
CELL, HEADERS = re.compile(rb"/S/TD\b"), re.compile(rb"/Headers\[([^\]]*)\]")
NAMED = re.compile(rb"/IDTree<</Names\[((?:\([^()]*\)\d+ 0 R)*)\]>>")
GROUP = re.compile(rb"\(U(\d+)x(\d+)y(\d+)\)")
NAME = re.compile(rb"(\([^()]*\))(\d+ 0 R)")


class UnknownFileError(ValueError):
    """The file is not laid out as the typesetter writes it."""


def with_row_heads(content: bytes) -> bytes:
    """Return a tagged PDF in which row heads are heads: named, of scope `Row`, and told by the cells beside them."""
    head, objects, trailer = _parted(content)
    heads = [_mark(objects, kids) for kids in _rows(objects)]
    _enter(objects, [number for number in heads if number])
    return _joined(head, objects, trailer)


def _parted(content: bytes) -> tuple[bytes, dict[int, bytes], bytes]:
    """Return what stands before the objects, the objects by number, and the trailer."""
    found = START.search(content[-64:])
    if not found or not content[int(found[1]) :].startswith(b"xref"):
        raise UnknownFileError("The file has no cross-reference table at its end.")
    table = int(found[1])
    listed = content[table : content.index(b"trailer", table)]
    entries = ENTRY.findall(listed)
    places = sorted((int(place), number) for number, (place, _, kind) in enumerate(entries) if kind == b"n")
    ends = [*(place for place, _ in places[1:]), table]
    objects = {number: content[place:end] for (place, number), end in zip(places, ends, strict=True)}
    trailer = content[content.index(b"trailer", table) : content.rindex(b"startxref")]
    return content[: places[0][0]], objects, trailer


def _rows(objects: dict[int, bytes]) -> list[list[int]]:
    found = (ROW.search(text) for text in objects.values() if b"/S/TR/" in text[:80])
    return [[int(kid) for kid in row[1].split(b" 0 R") if kid.strip()] for row in found if row]


def _mark(objects: dict[int, bytes], kids: list[int]) -> int:
    """Make the first cell of a row its head, and name it in the others; return its number, 0 for a row of heads."""
    first, *others = kids
    if not CELL.search(objects[first][:80]):
        objects[first] = _of_a_group(objects[first])
        return 0
    name = _name(first)
    told = HEADERS.sub(lambda found: b"/Scope/Row" + _above(found[1]), objects[first], count=1)
    objects[first] = CELL.sub(lambda _: b"/S/TH/ID" + name, told, count=1)
    for column, other in enumerate(others, start=1):
        objects[other] = HEADERS.sub(_beside(name, column), objects[other], count=1)
    return first


def _of_a_group(head: bytes) -> bytes:
    """Free the name of a group of the columns that it spans: they head its cells one by one."""
    named = GROUP.search(head)
    return HEADERS.sub(b"/Headers[]", head, count=1) if named and int(named[3]) else head


def _above(names: bytes) -> bytes:
    """Return the group a row head stands under, if any."""
    groups = b"".join(found[0] for found in GROUP.finditer(names) if int(found[3]))
    return b"/Headers[" + groups + b"]" if groups else b""


def _beside(name: bytes, column: int) -> Callable[[re.Match[bytes]], bytes]:
    """Return what tells a cell of its column, its group and its row."""

    def told(found: re.Match[bytes]) -> bytes:
        groups = [one for one in GROUP.finditer(found[1]) if int(one[3])]
        above = b"".join(b"(U%sx%dy0)" % (one[1], column) for one in groups[:1])
        return b"/Headers[" + above + found[1] + name + b"]"

    return told


def _enter(objects: dict[int, bytes], heads: list[int]) -> None:
    """Enter the names of heads into the tree of names, which is kept in order."""
    for number, text in objects.items():
        found = NAMED.search(text) if heads and b"/StructTreeRoot" in text[:80] else None
        if found:
            names = NAME.findall(found[1]) + [(_name(head), b"%d 0 R" % head) for head in heads]
            objects[number] = text[: found.start(1)] + b"".join(map(b"".join, sorted(names))) + text[found.end(1) :]
            return


def _name(number: int) -> bytes:
    return b"(row%d)" % number


def _joined(head: bytes, objects: dict[int, bytes], trailer: bytes) -> bytes:
    parts, place, entries = [head], len(head), {}
    for number, text in objects.items():
        entries[number] = place
        parts.append(text)
        place += len(text)
    lines = [b"0000000000 65535 f\r\n", *(b"%010d 00000 n\r\n" % entries[number] for number in sorted(entries))]
    parts += [b"xref\n0 %d\n" % len(lines), *lines, trailer, b"startxref\n%d\n%%%%EOF" % place]
    return b"".join(parts)
