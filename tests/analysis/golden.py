"""Ask the reference questions of `data/golden` in the words of a request."""

import json
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from analysis.request.running import run
from tests.reference_data import reference_folder

DESIGNS: dict[str, dict[str, Any]] = {
    "dstrat": {"data": "apistrat", "design": {"strata": ["stype"], "weights": "pw", "fpc": ["fpc"]}},
    "dnofpc": {"data": "apistrat", "design": {"strata": ["stype"], "weights": "pw"}},
    "dclus1": {"data": "apiclus1", "design": {"clusters": ["dnum"], "weights": "pw", "fpc": ["fpc"]}},
    "dclus2": {"data": "apiclus2", "design": {"clusters": ["dnum", "snum"], "fpc": ["fpc1", "fpc2"]}},
    "dclus2wr": {"data": "apiclus2", "design": {"clusters": ["dnum", "snum"], "weights": "pw"}},
    "nh": {
        "data": "nhanes",
        "design": {"clusters": ["SDMVPSU"], "strata": ["SDMVSTRA"], "weights": "WTMEC2YR", "nest": True},
    },
    "fp": {
        "data": "fpc",
        "design": {"clusters": ["psuid"], "strata": ["stratid"], "weights": "weight", "nest": True, "fpc": ["Nh"]},
    },
    "hosp": {
        "data": "hospital",
        "design": {"clusters": ["hospno"], "strata": ["oblevel"], "fpc": ["tothosp"], "weights": "weightats"},
    },
    "optin": {"data": "optin", "design": {}},
    "dsrs": {"data": "apisrs", "design": {"weights": "pw", "fpc": ["fpc"]}},
    "pps": {"data": "election_pps", "design": {}},
    "jk1": {"data": "rep_clus1_jk1", "design": {"weights": "pw"}},
    "lonely": {"data": "apistrat_lonely", "design": {"strata": ["str2"], "weights": "pw"}},
    "scd": {
        "data": "scd",
        "design": {"clusters": ["ambulance"], "strata": ["ESA"], "nest": True},
    },
}


class Cases(dict[str, dict[str, Any]]):
    """Cases by id, which remember those that a test looked at; `latest` is the last of all of them."""

    latest: ClassVar[str | None] = None

    def __init__(self, listed: list[dict[str, Any]]) -> None:
        super().__init__({case["id"]: case for case in listed})
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> dict[str, Any]:
        self.seen.add(name)
        Cases.latest = name
        return super().__getitem__(name)


@cache
def cases(family: str) -> Cases:
    """Return the cases of a family by id; skip the test where they are absent."""
    path: Path = reference_folder("golden", "cases", f"{family}.json")
    return Cases(json.loads(path.read_text("utf-8"))["cases"])


def ask(design: str, *asks: dict[str, Any], categorical: tuple[str, ...] = (), **more: Any) -> list[dict[str, Any]]:
    """Answer asks under one of the reference designs; `lonely` and the like go into the design."""
    results: list[dict[str, Any]] = answered(design, *asks, categorical=categorical, **more)["results"]
    return results


def answered(
    design: str,
    *asks: dict[str, Any],
    categorical: tuple[str, ...] = (),
    request: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return the whole answer; `request` adds to the request, everything else to its design."""
    folder = reference_folder("golden", "data")
    chosen = DESIGNS[design]
    named = [{"id": f"ask {i}", **one} for i, one in enumerate(asks)]
    document = {
        "data": f"{chosen['data']}.csv",
        "categorical": list(categorical),
        "design": {**chosen["design"], **more},
        "ask": named,
        **(request or {}),
    }
    answer = run(document, folder)
    assert answer.sound, answer.document
    return answer.document


def column(result: dict[str, Any], field: str) -> list[Any]:
    return [row[field] for row in result["rows"]]
