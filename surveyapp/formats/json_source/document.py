"""Load a JSON document whose author nobody knows: bounded in size, whatever its encoding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from surveyapp.formats.native import whole_number
from surveyapp.formats.result import FormatName, Ledger, Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_VALUES = 1_000_000
_MAY_BE_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
Marks = Iterable[tuple[str, tuple[str, ...]]]
"""Names of formats with keys of the outermost object that tell one from another; the first that fits."""


def kind_of_json(data: bytes, marks: Marks) -> FormatName:
    """Return which questionnaire a JSON document seems to be, also where it is damaged; `native` where none fits."""
    try:
        found = json.loads(data) if sum(data.count(sign) for sign in (b",", b"[", b"{")) <= MOST_VALUES else None
    except (ValueError, RecursionError):
        found = None
    if _asks_as_we_do(found):
        return "native"
    for kind, keys in marks:
        if all(key in found if isinstance(found, dict) else f'"{key}"'.encode() in data for key in keys):
            return kind
    return "native"


def _asks_as_we_do(found: Any) -> bool:
    """Tell whether questions of a document bear an answer, as they do in no other format."""
    pages = found.get("pages") if isinstance(found, dict) else None
    questions = [
        question
        for page in (pages if isinstance(pages, list) else ())
        if isinstance(page, dict) and isinstance(page.get("questions"), list)
        for question in page["questions"]
    ]
    return any(isinstance(question, dict) and isinstance(question.get("answer"), dict) for question in questions)


def load_json(data: bytes, ledger: Ledger) -> Any:
    """Return the document; raise Unreadable with the reason where it is no JSON or holds too much.

    UTF-8, UTF-16 and UTF-32 are known by their first bytes. A key that stands twice in an object is warned of.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 2**20} MB, more than a questionnaire can need.")
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES:
        raise Unreadable(f"The file holds more than {MOST_VALUES} values, more than a questionnaire can need.")
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"The file is not {encoding}: byte {error.start} cannot be read. Save it as UTF-8.") from None

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            _warn_of_repeated(pairs, ledger)
        return found

    try:
        found = json.loads(text, parse_constant=_no_number, parse_int=whole_number, object_pairs_hook=unique)
        return _storable(found, ledger) if _MAY_BE_UNSTORABLE.search(text) else found
    except json.JSONDecodeError as error:
        raise Unreadable(f"The file is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply to be a questionnaire.") from None


def _storable(found: Any, ledger: Ledger) -> Any:
    """Put the replacement character for NUL and halves of surrogate pairs, which no text can hold, and list them."""
    if isinstance(found, str):
        whole = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
        if whole != found:
            ledger.lose("file", whole, "a sign that no text can hold is replaced")
        return whole
    if isinstance(found, list):
        return [_storable(one, ledger) for one in found]
    if isinstance(found, dict):
        return {_storable(key, ledger): _storable(value, ledger) for key, value in found.items()}
    return found


def _warn_of_repeated(pairs: list[tuple[str, Any]], ledger: Ledger) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            text = f"The key {key[:80]!r} stands twice in one object; the last one counts."
            ledger.warn("repeated-key", "file", text)
            ledger.lose("file", f"an earlier {key[:80]!r}", "a key stands twice in one object and the last one counts")
        seen.add(key)


def _no_number(constant: str) -> NoReturn:
    raise Unreadable(f"The file holds {constant}, which is not a number of JSON.")
