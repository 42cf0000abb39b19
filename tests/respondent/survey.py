"""One small questionnaire with every kind of answer, in every language the pages speak."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from surveyapp.questionnaire.schema import Questionnaire

SLUG = "small"
LANGUAGES = ("en", "vi", "zh-Hans", "ko", "ja", "ar")
SIGNS = {
    "en": "E", "vi": "ệ", "zh-Hans": "问", "ko": "한", "ja": "か", "ar": "ع", "vi-US": "ỹ", "zh-Hant": "這", "ru": "ж",
    "km": "ខ្មែរ", "lo": "ລາວ", "th": "ไทย", "fr": "œ", "de": "ß", "es": "ñ", "cs": "ř", "pl": "ł",
}  # fmt: skip
EVERY_LANGUAGE = tuple(SIGNS)


def text(words: str) -> dict[str, str]:
    """Word something differently in every language, so that a page in the wrong one shows."""
    return {language: f"{words} {sign}" for language, sign in SIGNS.items()}


def choices(*codes: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"code": code, "text": text(f"Choice {code}"), **more.get(code, {})} for code in codes]


def question(id: str, kind: str, **more: Any) -> dict[str, Any]:
    answer = {key: more.pop(key) for key in list(more) if key not in QUESTION_KEYS}
    return {
        "id": id,
        "text": text(f"Question {id}"),
        "sensitivity": "basic",
        "answer": {"kind": kind, **answer},
        **more,
    }


QUESTION_KEYS = ("required", "missing", "show_if", "checks", "hint", "comment")


def page(id: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "questions": list(questions), **more}


def gates() -> list[dict[str, Any]]:
    doubt = {"condition": "AGE != 'ancient'", "text": text("Really?"), "severity": "soft"}
    return [
        page(
            "age",
            question("AGE", "one", choices=choices("young", "old", "ancient"), checks=[doubt]),
            gate=True,
            section=text("Start"),
        ),
        page("agree", question("CNS", "consent", purpose="analysis"), gate=True, notice=text("Sensitive")),
    ]


def middle() -> list[dict[str, Any]]:
    sea = choices("a", "b", "c", "d", "none", none={"exclusive": True}, d={"other": True})
    designs = [[["a", "b", "c"], ["b", "c", "d"]]]
    return [
        page("one", question("ONE", "one", choices=choices("1", "2", "x", x={"other": True}), missing=["refused"])),
        page("scale", question("SCALE", "one", choices=choices("1", "2", "3"), layout="scale", missing=["dont_know"])),
        page("country", question("LAND", "one", choices=choices("KR", "JP"), layout="type-ahead", missing=["refused"])),
        page("many", question("MANY", "several", choices=sea, at_most=2, missing=["refused"]), section=text("Middle")),
        page("grid", question("GRID", "grid", rows=choices("r1", "r2", "r3"), choices=choices("1", "2"), per_screen=2,
                              missing=["dont_know"])),
        page("year", question("YEAR", "number", minimum=1900, maximum=2026, soft_minimum=1950, missing=["refused"])),
        page("rank", question("RANK", "ranking", choices=choices("a", "b", "c"), top=2, missing=["refused"])),
        *moments(),
        *amounts(),
        *pictured(),
        page("best", question("BEST", "best-worst", choices=choices("a", "b", "c", "d"), designs=designs,
                              missing=["refused"])),
        page("open", question("OPEN", "text", lines=4, max_length=500, required=False, missing=["refused"]),
             question("TOLD", "information"), title=text("Open")),
    ]  # fmt: skip


def dot_of(red: int, green: int, blue: int) -> str:
    """Return a picture of one colour as base64."""
    row = b"\0" + bytes((red, green, blue)) * 40
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(row * 30)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts]
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


PICTURES = {
    "red": {"type": "image/png", "data": dot_of(200, 40, 30)},
    "blue": {"type": "image/png", "data": dot_of(20, 90, 160)},
    "green": {"type": "image/png", "data": dot_of(30, 130, 80)},
}


def pictured() -> list[dict[str, Any]]:
    """Return a page of choices in pictures, one and several."""
    shown = choices("r", "b", "g", r={"picture": "red"}, b={"picture": "blue"}, g={"picture": "green"})
    return [
        page("picture", question("PIC", "one", choices=shown, layout="pictures", missing=["refused"])),
        page("pictures", question("PICS", "several", choices=shown, layout="pictures", at_most=2)),
    ]


def moments() -> list[dict[str, Any]]:
    """Ask for days, times and lengths of time."""
    return [
        page(
            "born", question("BORN", "date", least="year", minimum="1900-01-01", maximum="today", missing=["refused"])
        ),
        page("arrived", question("CAME", "month", maximum="today"), question("HOUR", "time", minimum="05:00")),
        page("seen", question("SEEN", "datetime"), question("STAY", "duration", units=["years", "months"])),
        page("native", question("NEXT", "date", layout="native", required=False)),
    ]


def amounts() -> list[dict[str, Any]]:
    """Ask for scales, shares of a total, and tables of boxes, numbers and texts."""
    columns = [
        {"code": "use", "text": text("Use"), "answer": {"kind": "one", "choices": choices("1", "2")}},
        {"code": "days", "text": text("Days"), "answer": {"kind": "number", "minimum": 0, "maximum": 7}},
        {"code": "for", "text": text("For"), "answer": {"kind": "several", "choices": choices("w", "p")}},
        {"code": "why", "text": text("Why"), "answer": {"kind": "text"}, "required": False},
    ]
    ends = {"low": text("Not at all"), "high": text("Very")}
    return [
        page("ten", question("TEN", "number", minimum=0, maximum=10, layout="scale", **ends, missing=["dont_know"])),
        page("slide", question("SLIDE", "number", minimum=0, maximum=100, step=5, layout="slider", **ends)),
        page("split", question("SPLIT", "sum", choices=choices("a", "b", "c"), total="100", unit=text("%"),
                               missing=["refused"])),
        page("boxes", question("BOXES", "grid", rows=choices("r1", "r2"),
                               cell={"kind": "several", "choices": choices("1", "2", "3")}, missing=["dont_know"])),
        page("table", question("TABLE", "grid", rows=choices("r1", "r2"), columns=columns, missing=["refused"])),
    ]  # fmt: skip


def questionnaire(languages: tuple[str, ...] = LANGUAGES) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "id": SLUG,
            "languages": languages,
            "title": text("Small survey"),
            "intro": text("Welcome"),
            "about": {name: text(name) for name in ("sponsor", "purpose", "law", "not_stored", "contact", "genuine")},
            "missing_texts": {"refused": text("Rather not"), "dont_know": text("No idea")},
            "pictures": PICTURES,
            "pages": gates() + middle(),
            "endings": [
                {"id": "young", "when": "AGE == 'young'", "outcome": "screened-out", "text": text("Too young")},
                {"id": "no", "when": "CNS == 'no'", "outcome": "refused", "text": text("Not agreed")},
            ],
            "complete_text": text("Done"),
        }
    )


ANSWERS: dict[str, Any] = {
    "AGE": "old",
    "CNS": "yes",
    "ONE": "1",
    "PIC": "b",
    "PICS": ["r", "g"],
    "SCALE": "2",
    "LAND": "KR",
    "MANY": ["a", "c"],
    "GRID__r1": "1",
    "GRID__r2": "2",
    "GRID__r3": ".dont_know",
    "YEAR": "1985",
    "RANK__1": "b",
    "RANK__2": "a",
    "BEST__1__best": "a",
    "BEST__1__worst": "c",
    "BEST__2__best": "d",
    "BEST__2__worst": "b",
    "BORN__year": "1985",
    "BORN__month": "3",
    "CAME__month": "11",
    "CAME__year": "2011",
    "HOUR__hour": "09",
    "HOUR__minute": "05",
    "SEEN__day": "28",
    "SEEN__month": "2",
    "SEEN__year": "2024",
    "SEEN__hour": "23",
    "SEEN__minute": "59",
    "STAY__years": "2",
    "STAY__months": "6",
    "NEXT": "2027-01-31",
    "TEN": "7",
    "SLIDE": "35",
    "SPLIT__a": "60",
    "SPLIT__b": "40",
    "BOXES__r1": ["1", "3"],
    "BOXES__r2": ".dont_know",
    "TABLE__r1__use": "1",
    "TABLE__r1__days": "3",
    "TABLE__r1__for": ["w", "p"],
    "TABLE__r1__why": "vì việc",
    "TABLE__r2__use": "2",
    "TABLE__r2__days": "0",
    "TABLE__r2__for": "p",
    "OPEN": "Nhiều điều\nhay",
}
"""What is posted, control by control, on the way to the end."""

STORED = {
    "AGE": "old",
    "CNS": "yes",
    "ONE": "1",
    "PIC": "b",
    "PICS": ["r", "g"],
    "SCALE": "2",
    "LAND": "KR",
    "MANY": ["a", "c"],
    "GRID": {"r1": "1", "r2": "2", "r3": {"missing": "dont_know"}},
    "YEAR": 1985,
    "RANK": ["b", "a"],
    "BEST": [
        {"shown": ["a", "b", "c"], "best": "a", "worst": "c"},
        {"shown": ["b", "c", "d"], "best": "d", "worst": "b"},
    ],
    "BORN": "1985-03",
    "CAME": "2011-11",
    "HOUR": "09:05",
    "SEEN": "2024-02-28T23:59",
    "STAY": "P2Y6M",
    "NEXT": "2027-01-31",
    "TEN": 7,
    "SLIDE": 35,
    "SPLIT": {"a": 60, "b": 40},
    "BOXES": {"r1": ["1", "3"], "r2": {"missing": "dont_know"}},
    "TABLE": {
        "r1": {"use": "1", "days": 3, "for": ["w", "p"], "why": "vì việc"},
        "r2": {"use": "2", "days": 0, "for": ["p"]},
    },
    "OPEN": "Nhiều điều\nhay",
}
"""What is stored of it."""
