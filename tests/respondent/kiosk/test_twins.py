"""The kiosk's walk, and the codes it draws, are what the server's own are; in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.instruments import bundled_cut
from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.answer_types.written import Written
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.offline import LIMITS, draws_for_kiosks, for_kiosks, obstacles
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.rehearsal.inventing import Inventor
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps, walk
from surveyapp.services.codes import read_code
from tests.chromium import CHROMIUM, SWITCHES

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[3] / "surveyapp/static"
SCRIPTS = ("respondent/conditions.js", "kiosk/walk.js", "kiosk/reading.js", "kiosk/code.js")
ALL = {"en": "x"}
CODES = [{"code": code, "text": ALL} for code in "abcde"]
EVERYTHING = Questionnaire.model_validate(
    {
        "id": "everything",
        "languages": ["en"],
        "title": ALL,
        "context": ["mode"],
        "lists": {
            "shared": [
                *CODES,
                {"code": "none", "text": ALL, "exclusive": True, "apart": True},
            ],
            "open": [*CODES, {"code": "other", "text": ALL, "other": True}],
        },
        "assignments": [
            {"id": "HALF", "pools": [{"blocks": [{"codes": ["x"], "share": 1}, {"codes": ["y"], "share": 3}]}]},
            {
                "id": "LATER",
                "pools": [
                    {"when": "'a' in MANY", "blocks": [{"codes": ["p"]}, {"codes": ["q"]}]},
                    {"blocks": [{"codes": ["r"]}]},
                ],
            },
        ],
        "pages": [
            {
                "id": "one",
                "shuffle": True,
                "questions": [
                    {
                        "id": "MANY",
                        "text": ALL,
                        "answer": {"kind": "several", "choices": "shared", "shuffle": True, "at_most": 3},
                        "missing": ["refused"],
                    },
                    {"id": "AGE", "text": ALL, "answer": {"kind": "number", "minimum": 0, "maximum": 99}},
                    {"id": "OLD", "text": ALL, "answer": {"kind": "text", "max_length": 8}, "show_if": "AGE > 50"},
                    {"id": "LAST", "text": ALL, "answer": {"kind": "information"}, "fixed": True},
                ],
            },
            {
                "id": "two",
                "show_if": "MANY is not missing or 'x' in HALF",
                "questions": [
                    {
                        "id": "MOST",
                        "text": ALL,
                        "answer": {"kind": "one", "choices": "shared", "only_in": "MANY", "shuffle": True},
                        "missing": ["dont_know"],
                        "checks": [{"condition": "MOST != 'b' or AGE > 20", "text": ALL}],
                    },
                    {
                        "id": "ORDER",
                        "text": ALL,
                        "answer": {"kind": "ranking", "choices": "shared", "not_in": "MANY", "top": 2, "shuffle": True},
                        "required": False,
                    },
                    {
                        "id": "sum",
                        "text": ALL,
                        "required": False,
                        "answer": {
                            "kind": "calculated",
                            "cases": [{"when": "AGE > 60", "value": "count_chosen(MANY) + 10"}],
                            "otherwise": "count_chosen(MANY)",
                        },
                    },
                ],
            },
            {
                "id": "three",
                "show_if": "sum >= 2 or 'q' in LATER",
                "questions": [
                    {
                        "id": "GRID",
                        "text": ALL,
                        "answer": {
                            "kind": "grid",
                            "rows": "shared",
                            "choices": [{"code": str(n), "text": ALL} for n in range(3)],
                            "shuffle": True,
                            "per_screen": 2,
                        },
                        "missing": ["dont_know"],
                        "checks": [{"condition": "GRID.a != '2' or AGE < 90", "text": ALL, "severity": "soft"}],
                    }
                ],
            },
            {
                "id": "four",
                "questions": [
                    {
                        "id": "WHY",
                        "text": ALL,
                        "answer": {"kind": "text", "min_length": 2},
                        "show_if": "GRID.b == '1' or MOST is refused or MANY is missing",
                        "required": False,
                    },
                    {
                        "id": "SAY",
                        "text": ALL,
                        "answer": {"kind": "one", "choices": "open", "shuffle": True},
                        "comment": True,
                    },
                    {
                        "id": "SAID",
                        "text": ALL,
                        "answer": {"kind": "text"},
                        "show_if": "SAY_other == 'said' and SAY_comment is missing",
                        "required": False,
                    },
                    {"id": "OK", "text": ALL, "answer": {"kind": "consent", "purpose": "p"}},
                ],
            },
        ],
        "endings": [{"id": "end", "when": "AGE < 18 or OK == 'no'", "outcome": "screened-out", "text": ALL}],
    }
)


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        made = browser.new_page()
        for script in SCRIPTS:
            made.add_script_tag(content=(STATIC / script).read_text("utf-8"))
        yield made
        browser.close()


def invented(questionnaire: Questionnaire, number: int, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers of somebody who answers most things, some of them wrongly, and changes their mind."""
    chance = random.Random(number)
    inventor = Inventor(chance, questionnaire)
    given: dict[str, Any] = {}

    def respond(asked: Asked, values: Values) -> dict[str, Any]:
        made: Any = inventor.invent(asked.question.id, asked.question.answer, asked.shown)
        if asked.question.answer.kind == "consent":
            made = chance.choice(["yes", "no"])
        lot = chance.random()
        if lot < 0.1:
            made = {"missing": chance.choice(["refused", "dont_know"])}
        elif lot < 0.2:
            made = None
        elif lot < 0.25:
            made = chance.choice(["nonsense", ["a", "a"], ["none", "a"], 4, 1000, {}, []]) if lot < 0.22 else made
        given[asked.question.id] = made if _is_of_kind(asked.question.answer.kind, made) else None
        for name, _ in asked.beside:
            if chance.random() < 0.5:
                given[name] = "said"
        return {name: given[name] for name in (asked.question.id, *(name for name, _ in asked.beside)) if name in given}

    walk(questionnaire, {}, seed=str(number), context=context, respond=respond)
    return given


def _is_of_kind(kind: str, value: Any) -> bool:
    """Tell whether the controls of a screen can give such a value at all."""
    if value is None or (isinstance(value, dict) and "missing" in value):
        return True
    kinds: dict[str, type | tuple[type, ...]] = {"several": list, "ranking": list, "grid": dict, "number": (int, str)}
    return isinstance(value, kinds.get(kind, str)) and value != ""


def found_here(questionnaire: Questionnaire, answers: Mapping[str, Any], seed: str, context: Mapping[str, Any]) -> Any:
    found = walk(questionnaire, answers, seed=seed, context=context)
    return {
        "steps": [
            [
                step.key,
                [
                    [
                        asked.question.id,
                        [one.code for one in asked.shown.choices],
                        [one.code for one in asked.shown.rows],
                    ]
                    for asked in step.asked
                ],
            ]
            for step in steps(found)
        ],
        "wrong": sorted(
            {p.question for p in found.problems if not p.fault.soft and p.fault.code != "unknown-question"}
        ),
        "soft": sorted({p.question for p in found.problems if p.fault.soft}),
        "ending": found.ending.id if found.ending else None,
        "drawn": {name: list(codes) for name, codes in found.drawn.items()},
    }


FULL = (17, 32, 53, 78, 106)
"""Bytes that fill versions 1 to 5 at level L."""
THERE = """(cases) => cases.map(([paper, answers, draw, context]) => {
  const found = kioskWalk.walk(paper, answers, draw, context);
  const names = (soft) =>
    [...new Set(found.problems.filter((one) => !!one.soft === soft).map((one) => one.question))].sort();
  const codes = (list) => (list ?? []).map((one) => one.code);
  return {
    steps: found.steps.map((step) => [
      step.key, step.asked.map(({ question, shown }) => [question.id, codes(shown.choices), codes(shown.rows)])]),
    wrong: names(false), soft: names(true), ending: found.ending?.id ?? null, drawn: found.drawn,
  };
})"""


@pytest.mark.parametrize(
    ("questionnaire", "context"),
    [
        (EVERYTHING, {"mode": "kiosk"}),
        (bundled_cut("kiosk"), {"mode": "kiosk", "cleared": ["JP", "KR", "VN", "FR"]}),
        (bundled_cut("pulse"), {"mode": "kiosk", "cleared": ["JP", "KR", "VN", "FR"]}),
    ],
    ids=["everything", "kiosk", "pulse"],
)
def test_both_walks_find_the_same_path_shown_wrong_and_drawn(
    page: Any, questionnaire: Questionnaire, context: dict[str, Any]
) -> None:
    assert obstacles(questionnaire) == ()
    paper = for_kiosks(questionnaire)
    numbers = range(150)
    answers = [invented(questionnaire, number, context) for number in numbers]
    here = [found_here(questionnaire, given, str(n), context) for n, given in zip(numbers, answers, strict=True)]
    draws = [draws_for_kiosks(questionnaire, str(number)) for number in numbers]
    cases = [[paper, told, draw, context] for told, draw in zip(answers, draws, strict=True)]
    there = page.evaluate(THERE, cases)
    for told, one, other in zip(answers, here, there, strict=True):
        assert json.loads(json.dumps(one)) == other, told


class Week(Written):
    form = "[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])|[ấé🜁]+"
    kind: Literal["twin-week"] = "twin-week"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    value=st.from_regex("[0-9]{4}-W[0-9]{2}", fullmatch=True) | st.from_regex(Week.form, fullmatch=True) | st.text(),
    low=st.none() | st.from_regex("2[0-9]{3}-W01", fullmatch=True),
    high=st.none() | st.from_regex("2[0-9]{3}-W53", fullmatch=True),
)
def test_both_hold_a_written_line_to_its_form_and_limits(
    page: Any, value: str, low: str | None, high: str | None
) -> None:
    answer = Week(minimum=low, maximum=high)
    asked = [{"id": "W", "text": ALL, "answer": {"kind": "text"}, "required": False}]
    line = Questionnaire.model_validate(
        {"id": "line", "languages": ["en"], "title": ALL, "pages": [{"id": "one", "questions": asked}]}
    )
    paper = json.loads(json.dumps(for_kiosks(line)))
    limits = {name: told for name in LIMITS if (told := getattr(answer, name, None)) is not None}
    paper["pages"][0]["questions"][0] |= {"kind": "written", "limits": limits}
    found = page.evaluate(
        "([p, a]) => kioskWalk.walk(p, a, { orders: {}, blocks: {} }, {}).problems", [paper, {"W": value}]
    )
    faults = [fault.code for fault in answer.faults(value, Shown())] if value else []
    assert [one["code"] for one in found] == faults


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), length=st.sampled_from(FULL))
def test_a_code_to_scan_is_drawn_as_the_library_draws_it(page: Any, data: st.DataObject, length: int) -> None:
    """Texts fill their code: behind shorter ones segno puts a byte of nought that the standard does not ask for."""
    written = data.draw(st.text(st.characters(codec="ascii", min_codepoint=32), min_size=length, max_size=length))
    drawn = page.evaluate("(text) => kioskCode.draw(text)", written)
    version = FULL.index(length) + 1
    made = segno.make(written, mode="byte", error="l", mask=0, version=version, boost_error=False, micro=False)
    assert [[int(dark) for dark in row] for row in drawn] == [list(row) for row in made.matrix]


@pytest.mark.parametrize(
    "written", ["0", "https://khaosat.example.vn/vi/s/kiosk-2026/receipt#0123-4567-89AB-CDEF", "é" * 20]
)
def test_a_shorter_text_is_read_back_without_an_error(page: Any, written: str) -> None:
    drawn = [[int(dark) for dark in row] for row in page.evaluate("(text) => kioskCode.draw(text)", written)]
    length = len(written.encode())
    version = next(at for at, most in enumerate(FULL, 1) if length <= most)
    words = codewords_of(drawn)[: (26, 44, 70, 100, 134)[version - 1]]
    bits = "".join(f"{word:08b}" for word in words)
    assert (bits[:4], int(bits[4:12], 2)) == ("0100", length)
    assert bytes(int(bits[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode() == written
    assert all(_value_at(words, power) == 0 for power in range((7, 10, 15, 20, 26)[version - 1]))


def codewords_of(grid: list[list[int]]) -> list[int]:
    """Read the bytes of a code of one block with mask 0, going up and down its columns two by two."""
    size, bits, up = len(grid), "", True
    aligned = range(size - 9, size - 4) if size > 21 else range(0)
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in reversed(range(size)) if up else range(size):
            for x in (right, right - 1):
                corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
                if not corner and 6 not in (x, y) and not (x in aligned and y in aligned):
                    bits += str(grid[y][x] ^ (x + y + 1) % 2)
        up = not up
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]


def _value_at(words: list[int], power: int) -> int:
    """Evaluate the polynomial of the bytes at a power of 2 in the field of 256 elements: 0 where no byte is wrong."""
    value = 0
    for word in words:
        for _ in range(power):
            value = (value << 1) ^ (0x11D if value & 0x80 else 0)
        value ^= word
    return value


def test_a_text_too_long_for_a_code_is_not_drawn(page: Any) -> None:
    assert page.evaluate("() => kioskCode.draw('x'.repeat(107))") is None


def test_codes_are_eighty_bits_that_the_server_reads(page: Any) -> None:
    minted = page.evaluate("() => Array.from({ length: 200 }, kioskCode.mint)")
    assert len(set(minted)) == 200
    assert [read_code(code) for code in minted] == minted


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" ١٢ ", 12),
        ("１２", 12),
        ("១២", 12),
        ("-3", -3),
        ("1.5", "1.5"),
        ("1,000", "1,000"),
        ("two", "two"),
    ],
)
def test_numbers_are_read_in_the_digits_of_any_script(page: Any, typed: str, value: Any) -> None:
    step = {
        "asked": [{"question": {"id": "N", "kind": "number", "asks": True, "beside": [], "limits": {}}, "shown": {}}]
    }
    assert page.evaluate("([step, typed]) => kioskReading(step, [['N', typed]], {})", [step, typed]) == {"N": value}
