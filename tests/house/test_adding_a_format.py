"""Following docs/how-to-add/format.md adds a format: its one file is put into a copy of the house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs/how-to-add/format.md"
FILE = re.compile(r"```python\n# (?P<path>surveyapp/\S+)\n(?P<content>.*?)```", re.DOTALL)
POLL = {
    "poll": "Tea or coffee",
    "prize": "a cup",
    "ask": [{"key": "q", "says": "Which {one}?", "among": ["tea", "coffee"], "colour": "red"}],
}


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """Copy the house and put in the file of the page."""
    for name in ("surveyapp", "translations", "migrations", "analysis"):
        shutil.copytree(HOUSE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    (found,) = FILE.finditer(PAGE.read_text("utf-8"))
    (tmp_path / found["path"]).write_text(found["content"], "utf-8")
    return tmp_path


def convert(house: Path, source: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    path = house / "file.json"
    path.write_text(json.dumps(source), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "surveyapp.cli.main", "convert", str(path), "--out", str(house / "n.json"), "--json"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_the_file_of_the_page_adds_a_format_that_is_known_read_and_accounted_for(followed: Path) -> None:
    status, told = convert(followed, POLL)
    assert (status, told["format"]) == (0, "poll")
    assert told["kept"] == {"pages": 1, "questions": 1, "choices": 2, "languages": ["und"]}
    assert {lost["place"]: lost["why"] for lost in told["lost"]} == {
        "prize": "nothing is given for an answer",
        "ask.0.colour": "nothing here knows what this means",
    }
    assert json.loads((followed / "n.json").read_text("utf-8"))["pages"][0]["questions"][0]["id"] == "q"


def test_a_file_of_the_format_that_asks_nothing_is_refused_in_a_sentence(followed: Path) -> None:
    status, told = convert(followed, {"poll": "p", "ask": []})
    assert status == 1
    assert [problem["text"] for problem in told["problems"]] == ["The poll asks nothing."]
    status, told = convert(followed, {"poll": "p", "ask": [{"key": "", "says": "?", "among": ["a"]}]})
    assert status == 1 and told["problems"][0]["text"].endswith("id: This text needs at least 1 characters.")


def test_the_file_of_the_page_keeps_the_rules_of_the_house(followed: Path) -> None:
    (found,) = FILE.finditer(PAGE.read_text("utf-8"))
    path = followed / found["path"]
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--follow-imports=silent"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, str(path)], cwd=followed, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
