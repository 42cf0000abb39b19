"""Make files that are too large, too deep or a trap, and measure what reading each of them costs."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.formats.writing import lss
from tests.torture.mutations import Grid, written

_MEASURE = """
import json, resource, sys
from surveyapp.formats.reading import read
from pathlib import Path
before = resource.getrusage(resource.RUSAGE_SELF)
result = read(Path(sys.argv[1]))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(one.ru_utime + one.ru_stime for one in used) - before.ru_utime - before.ru_stime
asked = result.questionnaire
said = next((p.text for p in result.problems if p.severity == "error"), "") if asked is None else ""
questions = 0 if asked is None else sum(1 for _ in asked.questions())
print(json.dumps([seconds, max(one.ru_maxrss for one in used) / 1024, questions, said]))
"""


@dataclass(frozen=True)
class Cost:
    """What reading a file took: CPU seconds, megabytes at most, the questions that came out, or why none did."""

    seconds: float
    megabytes: float
    questions: int
    said: str


def cost_of(name: str, data: bytes) -> Cost:
    """Read a file in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        command = ["sh", "-c", '"$0" "$@"; exit $?', sys.executable, "-c", _MEASURE, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Cost(*json.loads(done.stdout))


def _form(questions: int, choices: int, relevant: Callable[[int], str] = lambda _: "") -> bytes:
    survey: Grid = [["type", "name", "label", "relevant"]]
    survey += [["select_one l" if choices else "text", f"q{at}", f"Q {at}", relevant(at)] for at in range(questions)]
    listed: Grid = [["list_name", "name", "label"], *(["l", f"c{at}", f"Choice {at}"] for at in range(choices))]
    return written({"survey": survey, "choices": listed})


def _surveyjs(questions: int, choices: int, condition: Callable[[int], str] = lambda _: "") -> bytes:
    offered = [{"value": f"c{at}", "text": f"Choice {at}"} for at in range(choices)]
    kind = {"type": "dropdown", "choices": offered} if choices else {"type": "text"}
    elements = [{**kind, "name": f"q{at}", "visibleIf": condition(at)} for at in range(questions)]
    return json.dumps({"pages": [{"name": "p", "elements": elements}]}).encode()


def _survey(questions: int) -> bytes:
    return lss([{"type": "S", "title": f"q{at}", "question": f"Q {at}"} for at in range(questions)])


def _zip(entries: int, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        for at in range(entries):
            made.writestr(f"xl/worksheets/sheet{at}.xml", b"0" * size)
    return out.getvalue()


def _entities(declared: str) -> bytes:
    return f"<?xml version='1.0'?><!DOCTYPE d [{declared}]><document><a>&x;</a></document>".encode()


def extremes() -> Iterator[tuple[str, str, bytes]]:
    """Yield what each file is, its name and its bytes."""
    yield "3,000 questions, XLSForm", "a.xlsx", _form(3_000, 0)
    yield "3,000 questions, LimeSurvey", "a.lss", _survey(3_000)
    yield "3,000 questions, SurveyJS", "a.json", _surveyjs(3_000, 0)
    yield (
        "3,000 questions that need all before",
        "a.xlsx",
        _form(3_000, 0, lambda at: f"${{q{at - 1}}} != ''" * (at > 0)),
    )
    yield "100,000 choices, XLSForm", "a.xlsx", _form(1, 100_000)
    yield "100,000 choices, SurveyJS", "a.json", _surveyjs(1, 100_000)
    yield "20,000 choices, XLSForm", "a.xlsx", _form(1, 20_000)
    yield "20,000 choices offered by 3,000 questions", "a.xlsx", _form(3_000, 20_000)
    yield "conditions in a circle, XLSForm", "a.xlsx", _form(50, 0, lambda at: f"${{q{(at + 1) % 50}}} = 'a'")
    yield "conditions in a circle, SurveyJS", "a.json", _surveyjs(50, 0, lambda at: f"{{q{(at + 1) % 50}}} = 'a'")
    yield "a condition of 100,000 brackets", "a.xlsx", _form(2, 0, lambda at: ("(" * 30_000)[: 30_000 * at])
    yield "a condition of a million signs", "a.json", _surveyjs(2, 0, lambda at: "{q0} = 1 or " * 90_000 * at + "true")
    yield "JSON, 100,000 deep", "a.json", b'{"pages":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "XML, 100,000 deep", "a.lss", b"<document>" + b"<a>" * 100_000
    yield (
        "a number of 100,000 figures",
        "a.json",
        b'{"pages": [{"elements": [{"type": "text", "name": "q", "maxLength": ' + b"9" * 100_000 + b"}]}]}",
    )
    yield "a zip file that unpacks to 1 GB", "a.xlsx", _zip(1, 2**30)
    yield "a zip file of 100,000 parts", "a.xlsx", _zip(100_000, 1)
    yield "a file in it that is larger than it says", "a.xlsx", _lying(_form(3, 0))
    yield (
        "entities that multiply (billion laughs)",
        "a.lss",
        _entities('<!ENTITY x "&y;&y;"><!ENTITY y "&z;&z;"><!ENTITY z "ha">'),
    )
    yield "an external entity", "a.lss", _entities('<!ENTITY x SYSTEM "file:///etc/hostname">')
    yield "20 MB of nothing", "a.json", b"{" + b" " * (20 * 2**20 - 2) + b"}"
    yield "21 MB", "a.json", b" " * (21 * 2**20)


def _lying(data: bytes) -> bytes:
    """Return a workbook whose directory says that its parts are empty."""
    at = data.find(b"PK\x01\x02")
    made = bytearray(data)
    while at != -1:
        made[at + 24 : at + 28] = b"\0\0\0\0"
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(made)
