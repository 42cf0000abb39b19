"""Spoil somebody's questionnaire: every mutation returns bytes that a careless tool or a bad connection might make."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, tostring

import xlsxwriter
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineWorkbook

Grid = list[list[Any]]
ODD: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1, True, 1e308, 10**30, [], {}, "\u202e\u0000\ufeff", "${q1}", "{q1}", "'", '"', "<b>", "&",
    "=1+1", "yes", "\U0001f600" * 40, "x" * 5_000, "a and (b", "1 div 0", ". > ", "{if(a==1,'b',}", "NaN", "9" * 400,
    [[[[[[[[1]]]]]]]], {"a": {"a": {"a": 1}}}, "integer", "begin repeat", "../../..", "Q1", "-oth-", "und", "zz-Zzzz",
)  # fmt: skip


def mutated(data: bytes, name: str, chance: random.Random) -> bytes:
    """Return the file with some mutations of its own kind, and now and then one of its bytes."""
    suffix = name.rpartition(".")[2].lower()
    by_kind: dict[str, Callable[[bytes, random.Random], bytes]] = {
        "json": _json, "qsf": _json, "lss": _xml, "xls": _workbook, "xlsx": _workbook,
    }  # fmt: skip
    if suffix in by_kind and chance.random() < 0.9:
        data = by_kind[suffix](data, chance)
    return _bytes(data, chance) if chance.random() < 0.15 else data


def _bytes(data: bytes, chance: random.Random) -> bytes:
    at, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    text = data.decode("utf-8", "replace")
    made: tuple[Callable[[], bytes], ...] = (
        lambda: data[:at],
        lambda: data[:at] + data[other:],
        lambda: data[:other] + data[at:],
        lambda: data[:at] + bytes(chance.randrange(256) for _ in range(8)) + data[at:],
        lambda: b"\xef\xbb\xbf" + data,
        lambda: text.encode("utf-16"),
        lambda: text.encode("utf-32-be"),
        lambda: text.encode("latin-1", "replace"),
        lambda: data.replace(b"\n", b"\r"),
        lambda: b"\x00" * 64 + data,
    )
    return chance.choice(made)()


def _json(data: bytes, chance: random.Random) -> bytes:
    try:
        whole = json.loads(data)
    except ValueError:
        return _bytes(data, chance)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        _spoil_tree(whole, chance)
    return json.dumps(whole, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _spoil_tree(whole: Any, chance: random.Random) -> None:
    """Change one place of a tree: drop, double, rename, retarget, retype, swap or nest."""
    places = list(_places(whole))
    if not places:
        return
    (holder, key), (giver, taken) = chance.choice(places), chance.choice(places)
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, json.loads(json.dumps(holder[key])))
        case 2 if isinstance(holder, dict):
            holder[chance.choice((f"{key}x", key.swapcase(), str(taken)))] = holder.pop(key)
        case 3:
            holder[key] = json.loads(json.dumps(giver[taken]))
        case 4:
            holder[key] = [holder[key]] if chance.random() < 0.5 else {"x": holder[key]}
        case 5:
            same = [place for place in places if type(place[0][place[1]]) is type(holder[key])]
            giver, taken = chance.choice(same)
            holder[key] = json.loads(json.dumps(giver[taken]))
        case _:
            holder[key] = chance.choice(ODD)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


def _xml(data: bytes, chance: random.Random) -> bytes:
    root = fromstring(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        _spoil_element(root, chance)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _spoil_element(root: Element, chance: random.Random) -> None:
    parents = [parent for parent in root.iter() if len(parent)]
    texts = [element for element in root.iter() if element.text and element.text.strip()]
    if not parents or not texts:
        return
    parent = chance.choice(parents)
    child = chance.choice(list(parent))
    match chance.randrange(6):
        case 0:
            parent.remove(child)
        case 1:
            parent.append(child)
        case 2:
            child.tag = chance.choice(texts).tag
        case 3:
            chance.choice(texts).text = chance.choice(texts).text
        case 4:
            chosen = chance.choice(texts)
            same = [element for element in texts if element.tag == chosen.tag]
            chosen.text = chance.choice(same).text
        case _:
            chance.choice(texts).text = str(chance.choice(ODD)).replace("\u0000", "")


def _workbook(data: bytes, chance: random.Random) -> bytes:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        _spoil_grid(sheets[chance.choice(list(sheets))], chance)
    if chance.random() < 0.1:
        name = chance.choice(list(sheets))
        grid = sheets.pop(name)
        sheets = {known: other for known, other in sheets.items() if known.casefold() != "choices"} | {"choices": grid}
    return written(sheets)


def _spoil_grid(grid: Grid, chance: random.Random) -> None:
    if not grid or not grid[0]:
        return
    row, other = chance.choice(grid), chance.choice(grid)
    at, elsewhere = chance.randrange(len(row)), chance.randrange(len(other))
    match chance.randrange(7):
        case 0:
            grid.remove(row)
        case 1:
            grid.insert(grid.index(row), list(row))
        case 2:
            row[at] = other[elsewhere]
        case 3:
            row[at] = grid[chance.randrange(len(grid))][min(at, len(row) - 1)]
        case 4:
            for line in grid:
                del line[at : at + 1]
        case 5:
            row[:], other[:] = other[:], row[:]
        case _:
            row[at] = chance.choice(ODD)


def written(sheets: dict[str, Grid]) -> bytes:
    """Return a workbook of these cells; what no cell can hold is written as its text."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True, "strings_to_urls": False})
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name[:31] or "x")
        for at, row in enumerate(grid):
            for place, cell in enumerate(row):
                plain = (isinstance(cell, str | int | float | bool) and not isinstance(cell, int)) or cell is None
                whole = isinstance(cell, int) and abs(cell) < 2**53
                sheet.write(at, place, cell if plain or whole else str(cell)[:1_000])
    book.close()
    return out.getvalue()
