"""A file is read in a process of its own: the same is found, and what takes too much is told in a sentence."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from surveyapp.formats import apart
from surveyapp.formats.apart import TooMuch, read_apart
from surveyapp.formats.native import write_native
from surveyapp.formats.reading import MOST_BYTES, read
from surveyapp.formats.result import unreadable
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.services.rehearsing import rehearse_apart
from surveyapp.web.problem_words import said_in
from tests.console.house import questionnaire

SOURCE = write_native(questionnaire()).encode()
SURVEYJS = json.dumps({"pages": [{"elements": [{"type": "text", "name": "a", "title": "Wie geht’s?"}]}]}).encode()


@pytest.mark.parametrize("data", [SOURCE, SURVEYJS, b"", b"PK\x03\x04broken", b"<xml", b"{" * 5000, b"\0\xff"])
def test_what_is_read_apart_is_what_is_read_here(data: bytes) -> None:
    assert read_apart(data, "Fragen ñ\0\ud800.json") == read(data, "Fragen ñ\0\ud800.json")


def test_a_file_larger_than_any_questionnaire_is_not_even_sent() -> None:
    assert "larger than" in read_apart(b" " * (MOST_BYTES + 1)).problems[0].text


def test_a_busy_machine_is_not_held_against_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.0)
    told = read_apart(SOURCE).problems[0].text
    assert "in a minute" in told
    assert said_in("vi", told) == "Đang có nhiều tệp được xử lý. Hãy thử lại sau một phút."
    with pytest.raises(TooMuch):
        rehearse_apart(questionnaire(), 10)


def test_a_reader_that_takes_too_much_memory_or_time_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\ncat >/dev/null\nkill -XCPU $$\n")
    endless.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(endless))
    assert read_apart(SOURCE).problems[0].text == "This took more than 20 seconds: the file holds too much."
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert read_apart(SOURCE) == unreadable(
        "unknown", "This needs more memory than a questionnaire can need. Divide or mend the file."
    )


def test_what_is_rehearsed_apart_is_what_is_rehearsed_here() -> None:
    asked = questionnaire()
    assert rehearse_apart(asked, 20, "a") == json.loads(json.dumps(asdict(rehearse(asked, 20, "a"))))


def test_who_comes_while_others_are_read_waits_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAITS", 0.01)
    for _ in range(apart.AT_ONCE):
        apart._turns.acquire()
    try:
        assert "in a minute" in read_apart(SOURCE).problems[0].text
    finally:
        for _ in range(apart.AT_ONCE):
            apart._turns.release()
    assert read_apart(SOURCE).questionnaire == questionnaire()
