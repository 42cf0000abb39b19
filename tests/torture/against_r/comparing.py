"""Put the same requests to the estimator and to R, and say of every figure whether they agree."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.request.running import run
from tests.torture.against_r import asks, designs, strange

ORACLE = Path(__file__).resolve().parent.parent.parent / "reference" / "campaign" / "oracle.R"
OF_TEST = ("statistic", "ndf", "ddf", "p", "lambda", "scale")


@dataclass(frozen=True)
class Compared:
    """One ask of one request: `equal`, `differs`, or who declined; `said` are the figures or sentences."""

    request: int
    ask: dict[str, Any]
    verdict: str
    said: str = ""


def draw(seed: int, count: int, folder: Path) -> list[dict[str, Any]]:
    """Draw requests and write their data and `requests.json` into a folder."""
    requests = []
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        drawn = designs.draw(rng)
        frame = strange.disturbed(rng, drawn.frame, drawn.design)
        frame.to_csv(folder / f"data{i}.csv", index=False)
        if drawn.joint is not None:
            drawn.joint.to_csv(folder / f"joint{i}.csv", index=False)
            drawn.design["pps"]["joint"] = f"joint{i}.csv"
        weights = frame["w"].to_numpy(float) if drawn.design.get("weights") else None
        replicated = "replicates" in drawn.design
        known = (
            weights is not None and weights.sum() > 1 and abs(frame.yy.mean()) < 1e5
        )  # R meets others to few digits.
        steps = [] if weights is None or not known else asks.weighting(rng, frame, weights, replicated=replicated)
        asked = asks.draw(rng, replicated=replicated)
        if steps:  # Weighted replicates that were not combined give R the figure without weighting.
            asked = [ask for ask in asked if ask["statistic"] != "custom"]
        request: dict[str, Any] = {"data": f"data{i}.csv", "design": drawn.design, "weighting": steps, "ask": asked}
        if "replicates" not in drawn.design and not steps and rng.random() < 0.15:
            request |= _imputed(rng, frame, i, folder)
        elif rng.random() < 0.3:
            request["strange"] = True
            strange.respelled_data(frame).to_csv(folder / f"strange{i}.csv", index=False)
        requests.append(request)
    (folder / "requests.json").write_text(json.dumps(requests, default=float), "utf-8")
    return requests


def _imputed(rng: np.random.Generator, frame: pd.DataFrame, i: int, folder: Path) -> dict[str, Any]:
    """Write several data sets in which what is missing is drawn from what is known, and name them."""
    files = []
    for k in range(int(rng.integers(2, 6))):
        filled = frame.copy()
        for name in ("mm", "vv", "half"):
            known, gaps = filled[name].dropna().to_numpy(), filled[name].isna()
            other = filled["grp" if name == "half" else "kk"]
            filled.loc[gaps, name] = rng.choice(known, size=int(gaps.sum())) if len(known) else other
        files.append(f"data{i}_{k + 1}.csv")
        filled.to_csv(folder / files[-1], index=False)
    return {"data": None, "imputations": files}


def ask_r(folder: Path) -> list[Any]:
    """Let R answer the requests of a folder."""
    subprocess.run(["Rscript", "--vanilla", str(ORACLE), str(folder)], check=True, capture_output=True)
    found: list[Any] = json.loads((folder / "found.json").read_text("utf-8"))
    return found


def compare(requests: list[dict[str, Any]], found: list[Any], folder: Path) -> list[Compared]:
    """Compare every ask with what R found."""
    compared = []
    for i, (request, known) in enumerate(zip(requests, found, strict=True)):
        answer = run(_ours(request), folder)
        for ask in request["ask"]:
            theirs = known if "error" in known else known[ask["id"]] or {}
            compared.append(_one(i, ask, answer.document, theirs, tolerance_of(request, ask)))
    return compared


def _ours(request: dict[str, Any]) -> dict[str, Any]:
    """Return what we are asked: without R's words, and with strange names where the request says so."""
    plain = [{k: v for k, v in ask.items() if k != "r_where"} for ask in request["ask"]]
    ours = {k: v for k, v in request.items() if k != "strange"} | {"ask": plain}
    if not request.get("strange"):
        return ours
    return strange.respelled(ours | {"data": request["data"].replace("data", "strange")})


def _one(i: int, ask: dict[str, Any], document: dict[str, Any], known: dict[str, Any], tolerance: float) -> Compared:
    r_declines = isinstance(known.get("error"), str)
    if "problems" in document:
        return Compared(i, ask, "both decline" if r_declines else "problem", f"{document['problems']}")
    (result,) = (one for one in document["results"] if one["id"] == ask["id"])
    if result["refused"] is not None:
        said = f"{result['refused']} | R: {str(known)[:200]}"
        return Compared(i, ask, "both decline" if r_declines else "we refuse", said)
    if r_declines:
        return Compared(i, ask, "R declines", f"{known['error'][:100]} | {str(result['rows'])[:100]}")
    if not any(isinstance(x, int | float) for value in known.values() for x in np.atleast_1d(value)):
        return Compared(i, ask, "R declines", "no number")
    wrong = [said for field, value in known.items() if (said := _difference(result, field, value, tolerance))]
    return Compared(i, ask, "differs" if wrong else "equal", "; ".join(wrong))


def _difference(result: dict[str, Any], field: str, known: Any, tolerance: float) -> str:
    """Say how a field differs from R's, nothing where it does not; what R does not know is not compared."""
    theirs = np.array([x if isinstance(x, int | float) else np.nan for x in np.atleast_1d(known)], dtype=float)
    if not np.isfinite(theirs).any():
        return ""
    ours = np.atleast_1d(np.array(figures(result, field), dtype=float))
    if ours.shape != theirs.shape:
        return f"{field}: {ours.shape} figures, R {theirs.shape}"
    scale = np.nanmax(np.abs(theirs))
    least = 1e-9 * np.nanmax(np.abs(np.array(figures(result, "estimate"), dtype=float))) if field == "se" else 0.0
    near = np.isclose(ours, theirs, rtol=tolerance, atol=max(1e-11 * scale, 1e-13, least))
    near |= ~np.isfinite(theirs) | _only_rounding(result, field)
    at = np.flatnonzero(~near)[:4]
    return f"{field}: {ours[at].tolist()}, R {theirs[at].tolist()}" if len(at) else ""


def _only_rounding(result: dict[str, Any], field: str) -> Any:
    """Say which figures are a ratio of rounding errors: the t of a coefficient that is 0, of one without error."""
    if field not in ("t", "p") or not result["rows"] or "term" not in result["rows"][0]:
        return False
    pairs = [(abs(row["estimate"]), row["se"] or 0.0) for row in result["rows"]]
    largest = max(value for value, _ in pairs)
    return np.array([value < 1e-6 * largest or se < 1e-8 * value for value, se in pairs])


def tolerance_of(request: dict[str, Any], ask: dict[str, Any]) -> float:
    """Return how near two figures must be: R stops some searches early, and drops small joint probabilities."""
    if ask.get("family") == "ordinal":
        return 3e-3
    method = (request["design"].get("pps") or {}).get("method")
    if method == "hartley-rao" or ask.get("test") == "saddlepoint" or ask.get("kind") == "lrt":
        return 1e-3
    return 3e-4 if ask.get("family") in ("binomial", "poisson") or "from" in ask else 1e-6


def figures(result: dict[str, Any], field: str) -> Any:
    """Return the figures of an answer that a field of R's stands for."""
    kind, _, name = field.partition("_")
    if kind == "cell":
        cells = [
            c for c in result["cells"] if c["row"] is not None and c["column"] is not None and c["share_of"] == "column"
        ]
        return [cell[name] for cell in cells]
    if kind == "pair":
        return [pair[name] for pair in result["pairs"] if pair["b"] is not None]
    if field == "covariance":
        return np.ravel(result["covariance"])
    if field in OF_TEST and result["test"]:
        return result["test"][field]
    return [row[field] for row in result["rows"]]
