"""Write a synthetic data package that follows the contract, with known truths to find again.

People of Vietnamese origin come through a simulated frame (strata are countries, clusters are places, recorded
probabilities); foreigners answer of their own accord. Everything follows from the seed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.analysis.report import wording
from tests.analysis.report.wording import both

Row = dict[str, str]
CODES = {
    "INT2": [f"T{at:02}" for at in range(1, 21)],
    "NED1": [f"N{at:02}" for at in range(1, 17)],
    "CHN1": [f"C{at:02}" for at in range(1, 23)],
    "TRU1": [f"R{at}" for at in range(1, 9)],
    "IMG3": [f"D{at}" for at in range(1, 10)],
}
SAMPLED = ("US", "JP", "KR", "DE", "AU", "TW")
INTEREST = (9, 7, 4, 18, 8, 11, 14, 13, 38, 30, 26, 28, 22, 15, 16, 18, 20, 5, 9, 12)
CHANNELS = (30, 6, 22, 33, 9, 12, 4, 24, 18, 20, 11, 25, 52, 47, 28, 31, 4, 9, 12, 58, 33, 8)
HARD = (30, 45, 60, 58, 40, 38, 44, 35, 30, 35, 52, 28, 22, 33, 46, 40)
WANTED = (60, 66, 72, 62, 50, 34, 40, 36, 50, 66, 52, 55, 48, 44, 50, 28)


@dataclass(frozen=True)
class World:
    """What is true of the people: the chances of the topics in per cent, and the part that is young."""

    interest: tuple[float, ...]
    young: float


@dataclass
class Columns:
    """Gather variables for the codebook while rows are made."""

    variables: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, question: str, kind: str, label: dict[str, str], **more: Any) -> None:
        usual = {"text": {"en": f"Question {question}", "vi": f"Câu {question}"}, "values": [], "base": "always"}
        self.variables.append({"name": name, "question": question, "kind": kind, "label": label} | usual | more)


def write_package(
    folder: Path,
    *,
    seed: int = 7,
    diaspora: int = 420,
    foreigners: int = 160,
    last: str = "2026-11-20",
    interest: Sequence[float] = INTEREST,
    young: float = 0.4,
    **changes: Any,
) -> Path:
    """Write data.csv, codebook.json and design.json; `changes` replace parts of the codebook.

    `last` ends the fieldwork, `interest` are the chances of the topics in per cent, `young` the part under 35 (of whom
    many more choose the fifteenth topic).
    """
    rng = np.random.default_rng(seed)
    world = World(tuple(interest), young)
    rows = [_diaspora(rng, at, world) for at in range(diaspora)]
    rows += [_foreigner(rng, at, world) for at in range(foreigners)]
    columns = columns_asked()
    names = [*LINK, *(variable["name"] for variable in columns.variables)]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "codebook.json").write_text(json.dumps(codebook_of(columns) | changes, ensure_ascii=False), "utf-8")
    (folder / "design.json").write_text(json.dumps(design_of(len(rows), last), ensure_ascii=False), "utf-8")
    return folder


LINK = (
    "response", "language", "day", "version", "sample_source", "channel", "mode", "collection_point",
    "design_weight", "stratum", "cluster", "basis",
)  # fmt: skip


def _diaspora(rng: np.random.Generator, at: int, world: World) -> Row:
    country = SAMPLED[at % len(SAMPLED)]
    cluster = rng.integers(12)
    weight = {"US": 900.0, "JP": 300.0, "KR": 180.0, "DE": 120.0, "AU": 240.0, "TW": 200.0}[country]
    row = _link(f"v{at}", "vi" if rng.random() < 0.8 else "en", "simulated-frame")
    row |= {"design_weight": f"{weight * (0.8 + 0.1 * (cluster % 5)):g}", "stratum": country, "basis": "A"}
    row |= {"cluster": f"{country}-{cluster}", "SCR2": country, "audience": "V"}
    origin = rng.choice(3, p=[0.45, 0.35, 0.2]) + 1
    row |= {f"SCR3__{code}": str(int(code == origin)) for code in range(6)}
    return _answers(rng, row, world, young_likes_language=True)


def _foreigner(rng: np.random.Generator, at: int, world: World) -> Row:
    country = rng.choice(["US", "JP", "KR", "FR", "DE"])
    row = _link(f"f{at}", "en", "web") | {"SCR2": str(country), "audience": "F", "basis": "D", "design_weight": "1"}
    row |= {"stratum": "web", "cluster": f"f{at}"} | {f"SCR3__{code}": str(int(code == 5)) for code in range(6)}
    return _answers(rng, row, world, young_likes_language=False)


def _link(name: str, language: str, source: str) -> Row:
    place = {"collection_point": source, "sample_source": source, "channel": "link", "mode": "web"}
    return {"response": name, "language": language, "day": "2026-11-05", "version": "1"} | place


def _answers(rng: np.random.Generator, row: Row, world: World, *, young_likes_language: bool) -> Row:
    ages = np.array([0.15, 0.25, 0.2, 0.15, 0.12, 0.08, 0.05])
    ages = ages * np.where(np.arange(7) < 2, world.young / 0.4, (1 - world.young) / 0.6)
    age = int(rng.choice([3, 4, 5, 6, 7, 8, 9], p=ages))
    row |= {"SCR1": str(age), "DEM1": str(rng.choice(["1", "2", "3", "-7"], p=[0.5, 0.46, 0.02, 0.02]))}
    chosen = rng.random(20) * 100 < np.array(world.interest)
    if young_likes_language:
        chosen[14] = rng.random() < (0.45 if age <= 4 else 0.12)
    row |= _marks(rng, "INT2", CODES["INT2"], chosen)
    row |= _marks(rng, "CHN1", CODES["CHN1"], rng.random(22) * 100 < np.array(CHANNELS))
    row |= _needs(rng) | _best_worst(rng) | _trust(rng)
    modules = rng.permutation(["INT4", "TRU2", "IMG3", "IMG4", "IMG5", "CHN3"])[:3]
    row["modules"] = " ".join(modules)
    if "IMG3" in modules:
        row |= {f"IMG3__{code}": str(rng.integers(1, 6)) for code in CODES["IMG3"]}
    row["IMG2"] = str(rng.choice(["1", "2", "3", "4", "-8", "-7"], p=[0.04, 0.12, 0.46, 0.28, 0.07, 0.03]))
    return row


def _marks(rng: np.random.Generator, question: str, codes: Sequence[str], chosen: np.ndarray) -> Row:
    if rng.random() < 0.02:
        return {f"{question}__{code}": "-7" for code in (*codes, "none")}
    marks = {f"{question}__{code}": str(int(mark)) for code, mark in zip(codes, chosen, strict=True)}
    return marks | {f"{question}__none": str(int(not chosen.any()))}


def _needs(rng: np.random.Generator) -> Row:
    block = sorted(rng.choice(16, size=8, replace=False))
    row = {"ned_block": " ".join(CODES["NED1"][at] for at in block)}
    for at in block:
        wanted, hard = rng.random() * 100 < WANTED[at], rng.random() * 100 < HARD[at]
        rating = rng.choice(["4", "5"]) if wanted else rng.choice(["1", "2", "3"])
        ease = rng.choice(["1", "2"]) if hard else rng.choice(["3", "4", "5", "6"], p=[0.35, 0.35, 0.15, 0.15])
        row[f"NED1__{CODES['NED1'][at]}"] = "-8" if rng.random() < 0.02 else str(rating)
        row[f"NED2__{CODES['NED1'][at]}"] = "-7" if rng.random() < 0.01 else str(ease)
    return row


def _best_worst(rng: np.random.Generator) -> Row:
    row = {"int3_arm": "best-worst" if rng.random() < 0.5 else "ranking"}
    if row["int3_arm"] == "ranking":
        return row
    for screen in range(1, 11):
        shown = rng.choice(20, size=4, replace=False)
        liking = np.array(INTEREST)[shown] + rng.gumbel(0, 8, 4)
        name = f"INT3__{screen}"
        row[f"{name}__shown"] = " ".join(CODES["INT2"][at] for at in shown)
        row[f"{name}__best"] = CODES["INT2"][shown[np.argmax(liking)]]
        row[f"{name}__worst"] = CODES["INT2"][shown[np.argmin(liking)]]
    return row


def _trust(rng: np.random.Generator) -> Row:
    row = {}
    for at, code in enumerate(CODES["TRU1"]):
        spread = np.array([0.1, 0.2, 0.3, 0.25 + 0.02 * at, 0.1 - 0.01 * at, 0.05 - 0.01 * at / 8])
        row[f"TRU1__{code}"] = str(rng.choice(["1", "2", "3", "4", "5", "6"], p=spread / spread.sum()))
    return row


def columns_asked() -> Columns:
    """Return the columns of the answers."""
    columns = Columns()
    ages = [_value(str(at + 1), {"en": age, "vi": age.replace(" to ", "–")}) for at, age in enumerate(wording.AGES)]
    columns.add("SCR1", "SCR1", "one", both(("Age", "Tuổi")), values=ages)
    places = [_value(code, text) for code, text in wording.COUNTRIES.items()]
    columns.add("SCR2", "SCR2", "one", both(("Country or territory", "Nước, vùng lãnh thổ")), values=places)
    for code in range(6):
        columns.add(f"SCR3__{code}", "SCR3", "several", both((f"Tie {code}", f"Gắn bó {code}")), choice=str(code))
    columns.add("audience", "audience", "calculated", both(("Audience", "Nhóm")), role="calculated")
    columns.add("DEM1", "DEM1", "one", both(("Gender", "Giới")), values=[_value(c, {"en": c, "vi": c}) for c in "123"])
    _several(columns, "INT2", wording.TOPICS)
    for screen in range(1, 11):
        for part in ("shown", "best", "worst"):
            columns.add(f"INT3__{screen}__{part}", "INT3", "best-worst", both((part, part)), assignment="int3_arm")
    ease = [*wording.FIVE, ("6", both(("Never looked", "Chưa tìm bao giờ")))]
    _grid(columns, "NED1", wording.NEEDS, wording.FIVE, assignment="ned_block")
    _grid(columns, "NED2", wording.NEEDS, ease, assignment="ned_block")
    _several(columns, "CHN1", wording.CHANNELS)
    trust = [*wording.FIVE, ("6", both(("I do not know this source", "Tôi không biết nguồn này")))]
    _grid(columns, "TRU1", wording.SOURCES, trust, sensitivity="sensitive:opinion")
    values = [_value(code, text) for code, text in wording.FAVOUR]
    opinion = both(("Overall opinion", "Ý kiến chung"))
    columns.add("IMG2", "IMG2", "one", opinion, values=values, sensitivity="sensitive:opinion")
    _grid(columns, "IMG3", wording.DIMENSIONS, wording.FIVE, assignment="modules", sensitivity="sensitive:opinion")
    for name in ("ned_block", "modules", "int3_arm"):
        columns.add(name, name, "assignment", both((name, name)), role="assignment")
    return columns


def _several(columns: Columns, question: str, texts: Sequence[tuple[str, str]]) -> None:
    for code, pair in zip(CODES[question], texts, strict=True):
        columns.add(f"{question}__{code}", question, "several", both(pair), choice=code)
    columns.add(f"{question}__none", question, "several", both(("None of these", "Không mục nào")), choice="none")


def _grid(columns: Columns, question: str, texts: Sequence[tuple[str, str]], scale: Any, **more: Any) -> None:
    values = [_value(code, text) for code, text in scale]
    codes = CODES["NED1" if question == "NED2" else question]
    for code, pair in zip(codes, texts, strict=True):
        columns.add(f"{question}__{code}", question, "grid", both(pair), row=code, values=values, **more)


def _value(code: str, text: dict[str, str]) -> dict[str, Any]:
    return {
        "code": code,
        "text": text,
        "apart": text["en"] in ("Never looked", "I do not know this source"),
    }


def codebook_of(columns: Columns) -> dict[str, Any]:
    """Return codebook.json."""
    needs = dict.fromkeys(CODES["NED1"], 0.5)
    modules = dict.fromkeys(["INT4", "TRU2", "IMG3", "IMG4", "IMG5", "CHN3"], 0.5)
    drawn = {"ned_block": needs, "modules": modules, "int3_arm": {"best-worst": 0.5, "ranking": 0.5}}
    return {
        "format": "codebook-1",
        "survey": "interest-and-needs-2026",
        "title": {"en": "Interest in Viet Nam and information needs 2026", "vi": "Quan tâm và nhu cầu thông tin 2026"},
        "languages": ["en", "vi"],
        "simulated": True,
        "missing_codes": {"-7": "refused", "-8": "dont_know", "-9": "not_applicable", "-6": "unanswered"},
        "assignments": {name: [{"when": "always", "probability": chance}] for name, chance in drawn.items()},
        "variables": columns.variables,
    }


def design_of(n: int, last: str) -> dict[str, Any]:
    """Return design.json."""
    population = both(("People of Vietnamese origin in the simulated frame", "Người gốc Việt trong khung mô phỏng"))
    note = both(("Inclusion probabilities are simulated.", "Xác suất chọn là số mô phỏng."))
    frame = {"sample_source": "simulated-frame", "basis": "A", "weights": "design_weight", "fpc": []}
    return {
        "frames": [frame | {"strata": ["stratum"], "clusters": ["cluster"], "population": population, "note": note}],
        "opt_in": ["web", "qr"],
        "margins": "bundled",
        "fieldwork": {"first": f"{last[:8]}01", "last": last},
        "modes": ["web"],
        "versions": [1],
        "tallies": {
            "open": n * 2,
            "begun": n + 60,
            "refused": 40,
            "screened-out": 25,
            "not-cleared": 12,
            "complete": n,
        },
        "translation_status": {"en": "master", "vi": "draft, not adjudicated"},
    }
