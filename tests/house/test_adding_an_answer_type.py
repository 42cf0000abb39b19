"""Following docs/how-to-add/answer-type.md adds an answer type by one file, which is put into a copy of the house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs/how-to-add/answer-type.md"
FILE = re.compile(r"```\w+\n(?:# |\{# )(?P<path>surveyapp/\S+)(?: #\})?\n(?P<content>.*?)```", re.DOTALL)
JOURNEY = """
from datetime import date
from surveyapp.database import make_engine, migrate, writing
from surveyapp.formats.native import read_native, write_native
from surveyapp.formats.writing import TARGETS, write
from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.offline import for_kiosks, obstacles
from surveyapp.questionnaire.records import record_of
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.questionnaire.walk import walk
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from pathlib import Path
import json, re, sys

found = read_native(Path(sys.argv[1]))
assert read_native(write_native(found)) == found
told = {"lint": [problem.code for problem in problems_in(found)]}
walked = walk(found, {"W": "2026-W48"})
told["counted"] = dict(walked.counted)
told["faults"] = [problem.fault.code for problem in walk(found, {"W": "2019-W01"}).problems]
told["record"] = record_of(walked)
told["rehearsed"] = rehearse(found, 20, "x").not_invented == ()
told["silent"] = [name for name in TARGETS if not any(one.place.startswith("W") for one in write(found, name).lost)]
told["paper"] = "(2026-W48)" in write(found, "html").content.decode()
told["kiosk"] = [one.why for one in obstacles(found)]
told["twin"] = for_kiosks(found)["pages"][0]["questions"][0]["kind"]
told["columns"] = [(variable.name, variable.kind) for variable in variables_of(found)]
url = f"sqlite:///{sys.argv[2]}"
engine = make_engine(url)
migrate(engine)
with writing(engine) as session:
    publishing.publish(session, None, "weeks", found, settings={}, today=date(2026, 11, 28))
client = create_app(Settings(database_url=url, secret_key="s" * 40, instance=Path(sys.argv[2]).parent)).test_client()


def post(page, **typed):
    hidden = dict(re.findall(r'<input type="hidden" name="(\\w+)" value="([^"]*)"', page))
    action = re.search(r'<form[^>]*action="([^"]*)"', page)[1]
    return client.post(action, data={**hidden, **typed, "action": "next"}).get_data(as_text=True)


first = client.get("/en/s/weeks").get_data(as_text=True)
wrong = post(first, W="soon")
told["example"] = "For example: 2026-W48" in first
told["complaint"] = sys.argv[3] in wrong and 'value="SOON"' in wrong
early = post(wrong, W="2019-w01")
told["limit"] = "This cannot be before 1/2020." in early
second = post(early, W="2026-w48")
told["said"] = "You said 48/2026." in second
told["done"] = 'data-outcome="complete"' in post(second, SURE="yes")
print(json.dumps(told))
"""
QUESTIONNAIRE = {
    "id": "weeks",
    "languages": ["en"],
    "title": {"en": "Weeks"},
    "pages": [
        {
            "id": "a",
            "questions": [
                {
                    "id": "W",
                    "text": {"en": "Which week?"},
                    "answer": {"kind": "week", "minimum": "2020-W01"},
                    "sensitivity": "basic",
                }
            ],
        },
        {
            "id": "b",
            "questions": [
                {
                    "id": "SURE",
                    "text": {"en": "You said {W}. Is that right?"},
                    "answer": {
                        "kind": "one",
                        "choices": [{"code": "yes", "text": {"en": "Yes"}}, {"code": "no", "text": {"en": "No"}}],
                    },
                    "sensitivity": "basic",
                }
            ],
        },
    ],
}


def house_with(there: Path, *suffixes: str) -> Path:
    """Copy the house and put in the files of the page with these suffixes, which stand there in this order."""
    for name in ("surveyapp", "translations", "migrations"):
        shutil.copytree(HOUSE / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", there)
    files = list(FILE.finditer(PAGE.read_text("utf-8")))
    assert [found["path"].rpartition(".")[2] for found in files] == ["py", "py", "html"]
    for found, _ in zip(files, suffixes, strict=False):
        assert not (there / found["path"]).exists()
        (there / found["path"]).write_text(found["content"], "utf-8")
    return there


def told_by(house: Path, complaint: str) -> dict[str, Any]:
    source = house / "weeks.json"
    source.write_text(json.dumps(QUESTIONNAIRE), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", JOURNEY, str(source), str(house / "store.sqlite3"), complaint],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_one_file_of_the_page_adds_a_type_that_works_from_reading_to_the_data(tmp_path: Path) -> None:
    house = house_with(tmp_path, "py")
    asked_for = "This is not in the form that is asked for. Please check it. For example: 2026-W48"
    assert told_by(house, asked_for) == {
        "lint": [],
        "counted": {"W": "2026-W48"},
        "faults": ["out-of-range", "required"],
        "record": {"W": "2026-W48", "SURE": "-6"},
        "rehearsed": True,
        "silent": ["native"],
        "paper": True,
        "kiosk": ["piping"],
        "twin": "written",
        "columns": [["W", "week"], ["SURE", "one"]],
        "example": True,
        "complaint": True,
        "limit": True,
        "said": True,
        "done": True,
    }


def test_a_module_and_a_template_give_it_a_look_of_its_own(tmp_path: Path) -> None:
    told = told_by(house_with(tmp_path, "py", "py", "html"), "Write a week, such as 2026-W48.")
    assert (told["example"], told["complaint"], told["limit"], told["said"], told["done"]) == (
        *(False, True, False),
        *(True, True),
    )
