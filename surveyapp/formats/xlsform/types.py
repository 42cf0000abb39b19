"""Know the types of an XLSForm: what becomes which kind of answer, and why the others cannot be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal[
    "select_one", "select_multiple", "rank", "integer", "decimal", "range", "text", "note", "calculate", "acknowledge",
    "date", "time", "datetime", "begin group", "begin repeat", "begin loop", "end", "lost", "include", "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowType:
    """`choices` is the name of the list; `why` the reason a type is lost."""

    family: Family
    choices: str = ""
    or_other: bool = False
    why: str = ""
    maximum: int | None = None
    pattern: str | None = None


_DEVICE = "what a device knows by itself is never recorded"
_MEDIA = "files, pictures, sound and codes are not collected"
_PLACE = "positions are not collected"

_WORDS: dict[str, RowType] = {
    **dict.fromkeys(("integer", "int"), RowType("integer")),
    "decimal": RowType("decimal"),
    "range": RowType("range"),
    **dict.fromkeys(("text", "string"), RowType("text")),
    **dict.fromkeys(("phone number", "phonenumber number"), RowType("text", pattern=r"\d*")),
    "note": RowType("note"),
    "calculate": RowType("calculate"),
    **dict.fromkeys(("acknowledge", "trigger"), RowType("acknowledge")),
    "percentage": RowType("integer", maximum=100),
    "number of days in last month": RowType("integer", maximum=31),
    "number of days in last six months": RowType("integer", maximum=183),
    "number of days in last year": RowType("integer", maximum=365),
    "date": RowType("date"),
    "time": RowType("time"),
    **dict.fromkeys(("datetime", "date time"), RowType("datetime")),
    **dict.fromkeys(
        ("image", "photo", "picture", "audio", "video", "file", "barcode", "background audio"),
        RowType("lost", why=_MEDIA),
    ),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "gps", "location", "start geopoint", "background geopoint", "osm"),
        RowType("lost", why=_PLACE),
    ),
    **dict.fromkeys(
        (
            "start", "end", "today", "deviceid", "device id", "username", "email", "imei", "phonenumber", "simserial",
            "sim id", "subscriberid", "subscriber id", "audit", "start time", "end time", "uri:deviceid",
            "uri:username", "uri:email", "uri:phonenumber", "uri:simserial", "uri:subscriberid",
        ),
        RowType("lost", why=_DEVICE),
    ),
    "hidden": RowType("lost", why="a hidden field is asked of nobody"),
    **dict.fromkeys(("xml external", "csv external"), RowType("lost", why="data of another file are not read")),
    **dict.fromkeys(("include",), RowType("include")),
}  # fmt: skip
_CONTROL = re.compile(
    r"(begin|end)[ _]+(group|repeat|lgroup|looped group|loop)(?:[ _]+over[ _]+(\S+))?\Z", re.IGNORECASE
)
_OTHER = re.compile(r"\s+(?:or[ _]other|or[ _]specify[ _]other)\s*\Z", re.IGNORECASE)
_SELECT = re.compile(
    r"(?:add +)?(select[ _]*one(?:[ _]+external|[ _]+from[ _]+file)?|select1|select[ _]+all[ _]+that[ _]+apply|"
    r"select[ _]+multiple(?:[ _]+from[ _]+file)?|rank)(?: +prompt)?(?: +(?:from|using))?(?: +(.+?))?\s*\Z",
    re.IGNORECASE,
)


def row_type(text: str) -> RowType:
    """Return what a cell of the type column means; family `unknown` where nobody knows it."""
    text = " ".join(text.split())
    if control := _CONTROL.match(text):
        opens, what = control[1].lower() == "begin", control[2].lower()
        if not opens:
            return RowType("end", choices="group" if what == "group" else "repeat" if what != "loop" else "loop")
        return RowType(
            "begin group" if what == "group" else "begin loop" if what == "loop" else "begin repeat",
            choices=control[3] or "",
        )
    word = re.sub(r"[_\s-]+", " ", text.lower())
    word = re.sub(r"^(?:q|get|add) | prompt$", "", word)
    if word in _WORDS:
        return _WORDS[word]
    if word.startswith("osm "):
        return _WORDS["osm"]
    return _select_type(text)


def _select_type(text: str) -> RowType:
    bare = _OTHER.sub("", text)
    select = _SELECT.match(bare)
    if not select:
        return RowType("unknown")
    words = re.sub(r"[ _]+", " ", select[1].lower())
    choices = select[2] or ""
    if "external" in words or "from file" in words:
        return RowType("lost", why="its choices stand in another file")
    if choices.startswith("${"):
        return RowType("lost", why="its choices are answers to a repeated question")
    family: Family = (
        "rank"
        if words == "rank"
        else "select_one"
        if words in ("select one", "selectone", "select1")
        else ("select_multiple")
    )
    return RowType(family, choices, or_other=bare != text)
