"""Make data packages of random questionnaires: every kind of answer, hostile names and texts, repeats."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.records import record_of, records_in
from surveyapp.questionnaire.rehearsal.inventing import Inventor
from surveyapp.questionnaire.schema import Questionnaire, repeats_around
from surveyapp.questionnaire.walk import walk
from surveyapp.tasks.packaging import DESIGN_COLUMNS, FRAME_COLUMNS, codebook_of, design_of

Cells = list[dict[str, str]]
NAMES = ("to", "TO", "q1", "a.b", "Tuổi", "str8", "_x", "with", "年齢", "x" * 60, "X" * 60)
FORMULAS = ("=1+1", "+84 123", "-x", "@SUM(A1)", "'=quoted", "\ttab", "＝wide", "plain", "Tiếng Việt", "ế" * 120)
CODES = st.sampled_from([("1", "2", "3"), ("a", "b", "c"), ("VN", "KR", "-6x"), ("01", "2", "10"), ("10", "20", "99")])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=40)


def choices(codes: Sequence[str], *, other: bool = False, apart: bool = False) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [{"code": c, "text": {"en": f"Choice {c}", "vi": f"Lựa chọn {c}"}} for c in codes]
    if other:
        made[-1]["other"] = True
    if apart:
        made[-1]["apart"] = True
    return made


def answer(kind: str, codes: Sequence[str], other: bool) -> dict[str, Any]:
    """Return an answer of each kind."""
    some = choices(codes, other=other)
    made: dict[str, dict[str, Any]] = {
        "one": {"choices": some},
        "several": {"choices": some, "at_least": 0 if other else 1},
        "number": {"decimals": 2 if other else 0, "minimum": 0, "maximum": 500},
        "text": {"lines": 3},
        "grid": {"rows": choices(("r1", "r2")), "choices": choices(codes)},
        "boxes": {"rows": choices(("r1", "r2")), "cell": {"kind": "several", "choices": choices(codes)}},
        "ranking": {"choices": choices(codes), "top": 2},
        "best-worst": {"choices": choices(codes), "designs": [[codes, codes[::-1]]]},
        "sum": {"choices": choices(codes), "total": "100"},
        **{name: {} for name in ("date", "month", "time", "datetime", "duration")},
    }
    return {"kind": "grid" if kind == "boxes" else kind, **made[kind]}


KINDS = ("one", "several", "number", "text", "grid", "boxes", "ranking", "best-worst", "sum", "date", "month", "time",
         "datetime", "duration")  # fmt: skip


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire in two languages, with a repeat of its last questions where the lot says so."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=7))
    names = draw(st.permutations(NAMES))
    questions = []
    for kind, name in zip(kinds, names, strict=False):
        missing = draw(st.sampled_from([[], ["refused"], ["dont_know", "refused", "not_applicable"]]))
        questions.append(
            {
                "id": name,
                "text": {"en": f"What about {kind}?", "vi": f"Còn {kind}?"},
                "sensitivity": draw(st.sampled_from(["basic", "sensitive:opinion"])),
                "required": draw(st.booleans()),
                "missing": missing,
                "answer": answer(kind, draw(CODES), draw(st.booleans())),
            }
        )
    half = len(questions) // 2 if draw(st.booleans()) else len(questions)
    pages: list[dict[str, Any]] = [{"id": "first", "questions": questions[:half]}]
    repeats = []
    if half < len(questions):
        count = {"id": "HOW_MANY", "text": {"en": "How many?", "vi": "Bao nhiêu?"}, "sensitivity": "basic"}
        pages[0]["questions"].append({**count, "answer": {"kind": "number", "minimum": 0, "maximum": 3}})
        pages.append({"id": "second", "repeat": "turn", "questions": questions[half:]})
        repeats.append({"id": "turn", "count": "HOW_MANY", "most": 3})
    whole = {"id": "random", "languages": ["en", "vi"], "title": {"en": "Random", "vi": "Ngẫu nhiên"}}
    return Questionnaire.model_validate({**whole, "pages": pages, "repeats": repeats})


def write(questionnaire: Questionnaire, folder: Path, respondents: int, texts: Sequence[str], seed: int) -> None:
    """Let random respondents answer and write their package."""
    chance = random.Random(seed)
    inventor = Inventor(chance, questionnaire)

    def respond(asked: Asked, values: Values) -> Mapping[str, Any]:
        question, luck = asked.question, chance.random()
        if not question.answer.asks:
            return {}
        if asked.shown.missing and luck < 0.2:
            return {question.id: {"missing": chance.choice(asked.shown.missing)}}
        if luck > 0.9:
            return {}
        if question.answer.kind == "text":
            return {question.id: chance.choice(texts)}
        others = {f"{question.id}_{choice.code}_other": chance.choice(texts) for choice in asked.shown.choices}
        beside = {f"{question.id}_other": chance.choice(texts), **others}
        return {question.id: inventor.invent(plain_name(question.id), question.answer, asked.shown), **beside}

    walks = [walk(questionnaire, {}, seed=f"{seed} {number}", respond=respond) for number in range(respondents)]
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            **record_of(found), "response": f"r{number}", "language": "vi", "day": "2026-11-20", "version": "1",
            "sample_source": "list", "channel": "x", "mode": "web", "collection_point": "p", "basis": "A",
            "design_weight": chance.choice(["1", "2.5", "4.0"]),
        }
        for number, found in enumerate(walks)
    ]  # fmt: skip
    _csv(folder / "data.csv", [*FRAME_COLUMNS, *_names(questionnaire), *DESIGN_COLUMNS], rows)
    for repeat in questionnaire.repeats:
        keys = ["response", *(around.id for around in repeats_around(questionnaire, repeat.id)), "index"]
        turns = [{**one, "response": f"r{n}"} for n, found in enumerate(walks) for one in records_in(found, repeat.id)]
        _csv(folder / f"repeat-{repeat.id}.csv", [*keys, *_names(questionnaire, repeat.id)], turns)
    points = [{"sample_source": "list", "mode": "web", "design": None}]
    design = design_of(questionnaire, points, ["2026-11-20"], {}, [1])
    (folder / "design.json").write_text(json.dumps(design), "utf-8")
    codebook = codebook_of("random", questionnaire, simulated=True)
    (folder / "codebook.json").write_text(json.dumps(codebook, ensure_ascii=False), "utf-8")


def _names(questionnaire: Questionnaire, repeat: str | None = None) -> list[str]:
    return [variable.name for variable in variables_of(questionnaire, repeat)]


def _csv(path: Path, columns: Sequence[str], rows: Cells) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows_of(path: Path) -> Cells:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
