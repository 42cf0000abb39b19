"""What a page costs beyond drawing it: the walk after each answer, cutting screens and checking the page."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from surveyapp.database import make_engine, migrate, writing
from surveyapp.questionnaire.checking import check_step
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps, walk
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.respondent.browsing import Page, open_page

LANGUAGES = ("en", "vi", "zh-Hans", "ko", "ja", "ar", "ru", "fr", "de", "es", "th", "km", "lo", "cs", "pl")
ROWS = "abcdefgh"
ANSWERS: tuple[Any, ...] = ("1", ["a", "c"], 7, dict.fromkeys(ROWS, "2"))
REPEATS = 25


def long_questionnaire(questions: int) -> Questionnaire:
    """Return pages of four questions in 15 languages, each page shown by the answers of the page before."""
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "one", "choices": "scale"},
        {"kind": "several", "choices": "media"},
        {"kind": "number", "minimum": 0, "maximum": 99},
        {"kind": "grid", "rows": "media", "choices": "scale"},
    )
    pages = [
        {
            "id": f"p{at}",
            "questions": [
                {
                    "id": f"Q{at + part}",
                    "text": _text(f"Question {at + part}"),
                    "answer": kind,
                    "sensitivity": "basic",
                    "show_if": f"Q{at - 4} == '1' or Q{at - 2} > 3" if at else "always",
                }
                for part, kind in enumerate(kinds)
            ],
        }
        for at in range(0, questions, 4)
    ]
    lists = {name: [{"code": code, "text": _text(code)} for code in codes] for name, codes in LISTS.items()}
    whole = {"id": "long", "languages": LANGUAGES, "title": _text("Long"), "lists": lists, "pages": pages}
    return Questionnaire.model_validate(whole)


LISTS = {"scale": "12345", "media": ROWS}


def run() -> None:
    """Print milliseconds of CPU time, the least of 25 runs each, and their share of a whole page served."""
    print("milliseconds of CPU: walk from nothing, after one answer, screens, check, a page served")
    for questions in (200, 3000):
        questionnaire = long_questionnaire(questions)
        answers = {f"Q{at}": ANSWERS[at % 4] for at in range(questions)}
        first = walk(questionnaire, answers)
        changed = {**answers, f"Q{questions - 4}": "2"}
        found = walk(questionnaire, changed, before=first)
        step = steps(found)[len(steps(found)) // 2]
        figures = (
            _least(lambda answers=answers: walk(questionnaire, answers)),  # noqa: B023
            _least(lambda changed=changed, first=first: walk(questionnaire, changed, before=first)),  # noqa: B023
            _least(lambda found=found: steps(found)),
            _least(lambda step=step, changed=changed, found=found: check_step(step, changed, found.values)),
        )
        served = _page_served(questionnaire)
        cells = "  ".join(f"{figure:8.3f}" for figure in (*figures, served))
        print(f"{questions:5} questions  {cells}  ({sum(figures[1:]) / served:.0%} of a page)")


def main(arguments: list[str]) -> None:
    """Run the benchmark; it takes no arguments."""
    run()


def _text(words: str) -> dict[str, str]:
    return {language: f"{words} ({language})" for language in LANGUAGES}


def _least(work: Callable[[], object]) -> float:
    """Return the least CPU time in milliseconds: the machine may be busy with others."""
    spent = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return 1000 * min(spent)


def _page_served(questionnaire: Questionnaire) -> float:
    """Return the least CPU time of a posted page that is answered with the next, over the first ten pages."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'store.sqlite3'}"
        engine = make_engine(url)
        migrate(engine)
        with writing(engine) as session:
            publishing.publish(session, None, "long", questionnaire, today=datetime.now(UTC).date())
        client = create_app(Settings(database_url=url, secret_key="s" * 40, instance=Path(folder))).test_client()
        page: Page = open_page(client, "/en/s/long")
        spent = []
        for _ in range(10):
            given = {name: _control(name, codes) for name, codes in page.read.controls.items() if name[0] == "Q"}
            data = {**page.values, **given, "action": "next"}
            began = time.process_time()
            client.post("/en/s/long", data=data)
            spent.append(time.process_time() - began)
            page = page.post(given)
        engine.dispose()
        return 1000 * min(spent)


def _control(name: str, codes: list[str]) -> str:
    return codes[0] or "7"
