"""Requests drawn by lot agree with R's `survey`: a sample is kept here, `tests.torture against-r` draws new ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.torture.against_r.comparing import compare

FOLDER = Path(__file__).resolve().parent.parent / "reference" / "campaign" / "sample"
REQUESTS: list[dict[str, Any]] = json.loads((FOLDER / "requests.json").read_text("utf-8"))
FOUND: list[Any] = json.loads((FOLDER / "found.json").read_text("utf-8"))


@pytest.mark.parametrize("place", range(len(REQUESTS)))
def test_a_request_drawn_by_lot_agrees_with_r(place: int) -> None:
    compared = compare(REQUESTS[place : place + 1], FOUND[place : place + 1], FOLDER)
    assert [one for one in compared if one.verdict in ("differs", "problem")] == []


def test_most_of_the_sample_is_compared() -> None:
    asks = sum(len(request["ask"]) for request in REQUESTS)
    answered = sum("error" not in (known or {}) for found in FOUND for known in found.values())
    assert answered > asks / 2


def test_a_figure_that_is_not_rs_is_found() -> None:
    known = [
        (place, ask["id"])
        for place, request in enumerate(REQUESTS)
        for ask in request["ask"]
        if ask["statistic"] == "mean" and any(FOUND[place].get(ask["id"], {}).get("estimate", []))
    ]
    place, name = known[0]
    found = json.loads(json.dumps(FOUND[place : place + 1]))
    found[0][name]["estimate"] = [x and x * 1.01 for x in found[0][name]["estimate"]]
    compared = compare(REQUESTS[place : place + 1], found, FOLDER)
    assert [one.ask["id"] for one in compared if one.verdict == "differs"] == [name]
