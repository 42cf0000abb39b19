"""Read the rows of the survey sheet as questions within groups, and refuse a form whose structure is broken."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.tables import Row, Table
from surveyapp.formats.xlsform.types import RowType, row_type
from surveyapp.questionnaire.model import Text

MOST_DEEP = 30
_LONGEST_ID = 80
_YES = {"yes", "true", "true()", "1"}
_NAME = re.compile(r"[^\W\d][\w.:-]*\Z")
_NO = {"no", "false", "false()", "0"}


@dataclass(frozen=True, slots=True)
class Group:
    """`together` where its questions are shown on one page; `number` is the row it begins at.

    `count` says how often a repeat is asked; empty where whoever answers decides.
    """

    name: str
    kind: str
    number: int
    label: Text
    relevant: str
    together: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `id` is its name here, which is the source's unless that stands twice."""

    id: str
    name: str
    type: RowType
    row: Row
    groups: tuple[Group, ...]


def is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def is_no(text: str) -> bool:
    return text.strip().lower() in _NO


def read_structure(table: Table, lists: Collection[str], base: str, ledger: Ledger) -> list[Item]:
    """Return the questions in order; every break of structure is refused with the number of its row."""
    stack: list[Group] = []
    items: list[Item] = []
    taken: set[tuple[tuple[int, ...], str]] = set()
    ids: set[str] = set()
    for row in table.rows:
        kind = row.take("type")
        if is_yes(row.take("disabled")):
            ledger.lose(f"survey, row {row.number}", kind, "the row is disabled in the source")
            continue
        if not kind:
            _typeless(row, ledger)
            continue
        found = row_type(kind)
        if found.family == "end":
            _close(stack, found, row, ledger)
        elif found.family.startswith("begin"):
            group = _group(found, row, base, ledger)
            _claim(group.name, stack, row, taken, ledger)
            stack.append(group)
        elif item := _item(found, kind, row, stack, ids, ledger):
            _claim(item.name, stack, row, taken, ledger)
            if found.family in ("select_one", "select_multiple", "rank") and found.choices not in lists:
                text = f"The list of choices {found.choices!r} does not exist on the choices sheet."
                ledger.refuse("no-list", item.id, text)
            ids.add(item.id)
            items.append(item)
        if len(stack) > MOST_DEEP:
            ledger.refuse("too-deep", f"survey, row {row.number}", f"Groups are nested more than {MOST_DEEP} deep.")
            return items
    for group in stack:
        ledger.refuse("unclosed-group", f"survey, row {group.number}", f"The group {group.name!r} has no end.")
    return items


def _typeless(row: Row, ledger: Ledger) -> None:
    name, label = row.take("name"), row.take("label")
    if name or label:
        text = f"The row {name or label!r} has no type: say in the column `type` what it asks."
        ledger.refuse("no-type", f"survey, row {row.number}", text)
        return
    for column, text in row.left():
        ledger.lose(f"survey, row {row.number}", f"{column.header}: {text}", "the row has neither type nor name")


def _close(stack: list[Group], found: RowType, row: Row, ledger: Ledger) -> None:
    for column, _ in list(row.left()):
        row.taken.add(column)
    if stack and stack[-1].kind == found.choices:
        stack.pop()
        return
    opened = f"the open one is a {stack[-1].kind}, {stack[-1].name!r}" if stack else "nothing is open"
    ledger.refuse("unmatched-end", f"survey, row {row.number}", f"This ends a {found.choices}, but {opened}.")
    if stack:
        stack.pop()


def _group(found: RowType, row: Row, base: str, ledger: Ledger) -> Group:
    name = row.take("name")
    if not name:
        ledger.refuse("no-name", f"survey, row {row.number}", "The group has no name: fill the column `name`.")
    appearance = row.take("appearance").split()
    together = "field-list" in appearance or "table-list" in appearance
    rest = [word for word in appearance if word not in ("field-list", "table-list")]
    if rest:
        ledger.lose(name, f"appearance: {' '.join(rest)}", "it only says how the group looks")
    kind = found.family.removeprefix("begin ")
    if kind == "loop":
        ledger.lose(name, f"loop over {found.choices}", "questions multiplied by a list of choices cannot be kept")
    label, relevant = row.take_wording("label", base), row.take("relevant")
    count = row.take("repeat_count") if kind == "repeat" else ""
    for column, text in list(row.left()):
        row.taken.add(column)
        ledger.lose(name, f"{column.header}: {text}", "a group has a label and a relevance only")
    return Group(name, kind, row.number, label, relevant, together, count)


def _item(found: RowType, kind: str, row: Row, stack: list[Group], ids: set[str], ledger: Ledger) -> Item | None:
    place, name = f"survey, row {row.number}", row.take("name")
    if found.family == "include":
        ledger.refuse("include", place, f"The form includes another one ({name!r}) that is not part of the file.")
        return None
    if found.family == "unknown":
        ledger.refuse("unknown-type", name or place, f"No type of question is called {kind!r}.")
        return None
    if not name and found.family == "note":
        name = f"note_{row.number}"
        ledger.lose(place, f"a note without a name; it is called {name} here", "everything shown has a name")
    if not name:
        ledger.refuse("no-name", place, "The question has no name: fill the column `name`.")
        return None
    if found.family == "calculate" and not row.has("calculation") and not row.has("default"):
        ledger.refuse("no-calculation", name, "The calculated value has no calculation.")
    if found.family == "lost" or any(group.kind == "loop" for group in stack):
        why = found.why or "it stands in a loop over a list of choices"
        ledger.lose(name, f"question of type {kind}: {row.take('label')}", why)
        for column, _ in list(row.left()):
            row.taken.add(column)
        if not found.why:
            found = RowType("lost", why=why)
    return Item(_id(name, stack, ids, ledger) if found.family != "lost" else name, name, found, row, tuple(stack))


def _id(name: str, stack: list[Group], ids: set[str], ledger: Ledger) -> str:
    candidates = _candidates(name, stack)
    found = next(candidate for candidate in candidates if candidate not in ids and len(candidate) <= _LONGEST_ID)
    if found != name:
        ledger.lose(name, f"its name; it is called {found} here", "every question has a short name of its own")
    return found


def _candidates(name: str, stack: list[Group]) -> Iterator[str]:
    yield name
    yield "_".join([*(group.name for group in stack), name])
    for number in range(2, 100_000):
        yield f"{name[: _LONGEST_ID - 7]}_{number}"


def _claim(name: str, stack: list[Group], row: Row, taken: set[tuple[tuple[int, ...], str]], ledger: Ledger) -> None:
    if name and not _NAME.match(name):
        text = f"The name {name!r} must begin with a letter and have letters, digits, `_`, `-` and `.` only."
        ledger.refuse("bad-name", f"survey, row {row.number}", text)
    key = (tuple(group.number for group in stack), name)
    if name and key in taken:
        text = f"The name {name!r} stands twice in the same group."
        ledger.refuse("duplicate-name", f"survey, row {row.number}", text)
    taken.add(key)
