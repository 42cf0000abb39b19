"""Write the reference survey REF10 as one of ours: ten pages, 31 questions, five languages, and a gate before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from surveyapp.database import migrate, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing

SLUG = "ref10"
GATE = "consent"
Pages = Callable[[str], Sequence[Mapping[str, Any]]]


def publish_reference(engine: Engine, pages: Pages, languages: Sequence[str]) -> None:
    """Bring a database up to date and put the survey into its field."""
    migrate(engine)
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, in_our_words(pages, languages), today=datetime.now(UTC).date())


def in_our_words(pages: Pages, languages: Sequence[str]) -> Questionnaire:
    """Return the questionnaire; `pages` gives the reference survey's pages in a language."""
    spoken = {language: pages(language) for language in languages}
    first = languages[0]
    whole = {
        "id": SLUG,
        "languages": languages,
        "title": dict.fromkeys(languages, "REF10"),
        "pages": [_gate(languages), *(_page({tag: spoken[tag][at] for tag in spoken}, at) for at in range(10))],
    }
    assert len(spoken[first]) == 10
    return Questionnaire.model_validate(whole)


def _gate(languages: Sequence[str]) -> dict[str, Any]:
    words = {language: f"I agree that my answers are used ({language})." for language in languages}
    consent = {"kind": "consent", "purpose": "analysis"}
    question = {"id": GATE, "text": words, "answer": consent, "sensitivity": "basic"}
    return {"id": "welcome", "gate": True, "questions": [question]}


def _page(by_language: Mapping[str, Mapping[str, Any]], at: int) -> dict[str, Any]:
    title = {language: page["title"] for language, page in by_language.items()}
    numbers = range(len(next(iter(by_language.values()))["questions"]))
    asked = [_question({tag: page["questions"][n] for tag, page in by_language.items()}) for n in numbers]
    return {"id": f"p{at + 1}", "title": title, "questions": asked}


def _question(worded: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    one = next(iter(worded.values()))
    shown = {"show_if": "{} == '{}'".format(*one["show_if"])} if "show_if" in one else {}
    return {
        "id": one["code"],
        "text": {language: asked["text"] for language, asked in worded.items()},
        "answer": _answer(worded, one),
        "required": bool(one.get("required")),
        "sensitivity": "basic",
        **shown,
    }


def _answer(worded: Mapping[str, Mapping[str, Any]], one: Mapping[str, Any]) -> dict[str, Any]:
    match one["type"]:
        case "single":
            return {"kind": "one", "choices": _choices(worded, "options")}
        case "multi":
            return {"kind": "several", "choices": _choices(worded, "options"), "at_least": 0}
        case "matrix":
            points = [{"code": str(n), "text": dict.fromkeys(worded, str(n))} for n in range(1, one["points"] + 1)]
            return {"kind": "grid", "rows": _choices(worded, "rows"), "choices": points}
        case kind:
            return {"kind": "text", "lines": 5 if kind == "long" else 1, "max_length": 1000}


def _choices(worded: Mapping[str, Mapping[str, Any]], listed: str) -> list[dict[str, Any]]:
    codes = [code for code, _ in next(iter(worded.values()))[listed]]
    words = {language: dict(asked[listed]) for language, asked in worded.items()}
    return [{"code": code, "text": {tag: words[tag][code] for tag in words}} for code in codes]
