"""A data package of any size for the report's bench: the columns of the small one of the tests, drawn all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.analysis.report.package import (
    CHANNELS,
    CODES,
    HARD,
    INTEREST,
    LINK,
    SAMPLED,
    WANTED,
    codebook_of,
    columns_asked,
    design_of,
)

CLUSTERS, SCREENS, SHOWN, VERSIONS = 200, 10, 4, 40
WEIGHTS = (900.0, 300.0, 180.0, 120.0, 240.0, 200.0)
OPEN = ("US", "JP", "KR", "FR", "DE")
DIASPORA = 0.6
Columns = dict[str, pa.Array]


def write(folder: Path, n: int, seed: int = 20261128) -> Path:
    """Write data.parquet, codebook.json and design.json with n responses, three fifths of them from a frame."""
    rng = np.random.default_rng(seed)
    asked = columns_asked()
    columns = _who(rng, n) | _marked(rng, n) | _needs(rng, n) | _best_worst(rng, n) | _rated(rng, n)
    names = [*LINK, *(variable["name"] for variable in asked.variables)]
    empty = _coded([""], np.zeros(n))
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({name: columns.get(name, empty) for name in names}), folder / "data.parquet")
    (folder / "codebook.json").write_text(json.dumps(codebook_of(asked), ensure_ascii=False), "utf-8")
    (folder / "design.json").write_text(json.dumps(design_of(n, "2026-11-20"), ensure_ascii=False), "utf-8")
    return folder


def _coded(texts: Sequence[str], which: Any) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(which, dtype=np.int32)), pa.array(texts))


def _who(rng: np.random.Generator, n: int) -> Columns:
    framed = np.arange(n) < DIASPORA * n
    country, cluster, place = rng.integers(0, 6, n), rng.integers(0, CLUSTERS, n), rng.integers(0, 5, n)
    weights = [f"{weight * (0.8 + 0.1 * step):g}" for weight in WEIGHTS for step in range(5)]
    clusters = [f"{code}-{at}" for code in SAMPLED for at in range(CLUSTERS)]
    origin = rng.choice(3, n, p=[0.45, 0.35, 0.2]) + 1
    found = {
        "response": pa.array(np.char.add("r", np.arange(n).astype(np.str_))),
        "language": _coded(["vi", "en"], (rng.random(n) > 0.8) | ~framed),
        "day": _coded(["2026-11-05"], np.zeros(n)),
        "version": _coded(["1"], np.zeros(n)),
        "sample_source": _coded(["simulated-frame", "web"], ~framed),
        "collection_point": _coded(["simulated-frame", "web"], ~framed),
        "channel": _coded(["link"], np.zeros(n)),
        "mode": _coded(["web"], np.zeros(n)),
        "design_weight": _coded([*weights, "1"], np.where(framed, country * 5 + cluster % 5, len(weights))),
        "stratum": _coded([*SAMPLED, "web"], np.where(framed, country, 6)),
        "cluster": _coded([*clusters, "web"], np.where(framed, country * CLUSTERS + cluster, len(clusters))),
        "basis": _coded(["A", "D"], ~framed),
        "audience": _coded(["V", "F"], ~framed),
        "SCR2": _coded([*SAMPLED, *OPEN], np.where(framed, country, 6 + place)),
        "SCR1": _coded(list("3456789"), rng.choice(7, n, p=[0.15, 0.25, 0.2, 0.15, 0.12, 0.08, 0.05])),
        "DEM1": _coded(["1", "2", "3", "-7"], rng.choice(4, n, p=[0.5, 0.46, 0.02, 0.02])),
    }
    for code in range(6):
        found[f"SCR3__{code}"] = _coded(["0", "1"], np.where(framed, origin == code, code == 5))
    return found


def _marked(rng: np.random.Generator, n: int) -> Columns:
    found: Columns = {}
    for question, shares in (("INT2", INTEREST), ("CHN1", CHANNELS)):
        refused, anything = rng.random(n) < 0.02, np.zeros(n, dtype=np.bool_)
        for code, share in zip(CODES[question], shares, strict=True):
            chosen = rng.random(n) * 100 < share
            anything |= chosen
            found[f"{question}__{code}"] = _coded(["0", "1", "-7"], np.where(refused, 2, chosen))
        found[f"{question}__none"] = _coded(["0", "1", "-7"], np.where(refused, 2, ~anything))
    return found


def _needs(rng: np.random.Generator, n: int) -> Columns:
    """Ask everybody for eight of sixteen needs, drawn as one of a hundred blocks."""
    blocks = np.stack([np.sort(rng.choice(16, 8, replace=False)) for _ in range(100)])
    block, codes = rng.integers(0, 100, n), CODES["NED1"]
    found = {"ned_block": _coded([" ".join(codes[at] for at in one) for one in blocks], block)}
    for at, code in enumerate(codes):
        asked = (blocks == at).any(axis=1)[block]
        important, hard = rng.random(n) * 100 < WANTED[at], rng.random(n) * 100 < HARD[at]
        rating = np.where(important, rng.integers(4, 6, n), rng.integers(1, 4, n))
        ease = np.where(hard, rng.integers(1, 3, n), rng.integers(3, 7, n))
        found[f"NED1__{code}"] = _coded(["", *"12345"], np.where(asked, rating, 0))
        found[f"NED2__{code}"] = _coded(["", *"123456"], np.where(asked, ease, 0))
    return found


def _best_worst(rng: np.random.Generator, n: int) -> Columns:
    codes, liking = CODES["INT2"], np.array(INTEREST) / 10
    arm, version = rng.random(n) < 0.5, rng.integers(0, VERSIONS, n)
    found = {"int3_arm": _coded(["ranking", "best-worst"], arm)}
    for screen in range(1, SCREENS + 1):
        plans = np.stack([rng.permutation(20)[:SHOWN] for _ in range(VERSIONS)])
        felt = liking[plans[version]] + rng.gumbel(size=(n, SHOWN))
        texts = ["", *(" ".join(codes[at] for at in plan) for plan in plans)]
        found[f"INT3__{screen}__shown"] = _coded(texts, np.where(arm, version + 1, 0))
        for part, place in (("best", felt.argmax(axis=1)), ("worst", felt.argmin(axis=1))):
            taken = plans[version, place]
            found[f"INT3__{screen}__{part}"] = _coded(["", *codes], np.where(arm, taken + 1, 0))
    return found


def _rated(rng: np.random.Generator, n: int) -> Columns:
    modules = ["INT4 TRU2 IMG3", "IMG3 IMG4 IMG5", "IMG5 CHN3 INT4", "TRU2 IMG4 CHN3"]
    drawn, opinion = rng.integers(0, 4, n), rng.choice(6, n, p=[0.04, 0.12, 0.46, 0.28, 0.07, 0.03])
    found = {"modules": _coded(modules, drawn), "IMG2": _coded(["1", "2", "3", "4", "-8", "-7"], opinion)}
    lean = opinion.clip(0, 3)
    for code in CODES["TRU1"]:
        found[f"TRU1__{code}"] = _coded(list("123456"), rng.choice(6, n, p=[0.1, 0.2, 0.3, 0.25, 0.1, 0.05]))
    for code in CODES["IMG3"]:
        rating = np.clip(np.round(rng.normal(1.5 + 0.5 * lean, 1.1)), 1, 5).astype(np.int64)
        found[f"IMG3__{code}"] = _coded(["", *"12345"], np.where(drawn < 2, rating, 0))
    return found
