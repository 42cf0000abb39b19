"""One small questionnaire with every kind of answer, in every language the pages speak."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.schema import Questionnaire

SLUG = "small"
LANGUAGES = ("en", "vi", "zh-Hans", "ko", "ja", "ar")
SIGNS = {"en": "E", "vi": "ệ", "zh-Hans": "问", "ko": "한", "ja": "か", "ar": "ع"}


def text(words: str) -> dict[str, str]:
    """Word something differently in every language, so that a page in the wrong one shows."""
    return {language: f"{words} {SIGNS[language]}" for language in LANGUAGES}


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
        page("best", question("BEST", "best-worst", choices=choices("a", "b", "c", "d"), designs=designs,
                              missing=["refused"])),
        page("open", question("OPEN", "text", lines=4, max_length=500, required=False, missing=["refused"]),
             question("TOLD", "information"), title=text("Open")),
    ]  # fmt: skip


def questionnaire() -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "id": SLUG,
            "languages": LANGUAGES,
            "title": text("Small survey"),
            "intro": text("Welcome"),
            "about": {name: text(name) for name in ("sponsor", "purpose", "law", "not_stored", "contact", "genuine")},
            "missing_texts": {"refused": text("Rather not"), "dont_know": text("No idea")},
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
    "OPEN": "Nhiều điều\nhay",
}
"""What is posted, control by control, on the way to the end."""

STORED = {
    "AGE": "old",
    "CNS": "yes",
    "ONE": "1",
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
    "OPEN": "Nhiều điều\nhay",
}
"""What is stored of it."""
