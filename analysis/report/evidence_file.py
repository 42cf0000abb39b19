"""Write the evidence of a report as a file: every figure as published, the cell it stands in, who cites it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis.report.citing import Cell, cells_in, sentences_in
from analysis.report.document import Document
from analysis.report.evidence import Evidence, findings_in
from analysis.report.published import published
from analysis.topics.findings import Finding
from surveyapp.stated.register import Confirmation, Figure, RegisterError

FORMAT = "evidence-1"
FILE = "evidence.json"


def evidence_file(evidence: Evidence, documents: Mapping[str, Document]) -> str:
    """Return evidence.json of a report's documents by language; it holds nothing that is not published.

    `records` are the figures and the facts (counts and rules) that sentences cite; `sentences` say, language by
    language, what was printed of which record. The same report gives the same bytes.
    """
    documents = dict(sorted(documents.items()))
    sentences = {language: list(_sentences(document)) for language, document in documents.items()}
    cells = {language: dict(cells_in(document)) for language, document in documents.items()}
    least = evidence.plan.thresholds.public_n
    records = [_record(finding, least, cells) for finding in findings_in(evidence)]
    known = {record["id"] for record in records}
    records += [fact for name, fact in _facts(documents.values(), cells).items() if name not in known]
    told = {
        "format": FORMAT,
        "survey": evidence.package.codebook.survey,
        "simulated": evidence.package.codebook.simulated,
        "made_from": dict(evidence.made_from),
        "records": records,
        "sentences": sentences,
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def confirmation_from(file: Path, *, by: str, on: date) -> Confirmation:
    """Return the figures of an evidence.json as those on which a person confirms measures; raise RegisterError."""
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["format"] != FORMAT:
            raise RegisterError(f"{file.name} has the format {told['format']!r}; this version reads {FORMAT!r}.")
        records = [record for record in told["records"] if record["kind"] != "fact"]
        figures = {r["id"]: Figure(r["estimate"], r["low"], r["high"], r["n"], r["basis"]) for r in records}
        return Confirmation(by, on, figures, told["made_from"])
    except FileNotFoundError:
        raise RegisterError(f"There is no file {file.name}.") from None
    except (ValueError, KeyError, TypeError) as broken:
        if isinstance(broken, RegisterError):
            raise
        raise RegisterError(f"{file.name} is not the evidence of a report ({broken!r}).") from broken


def _sentences(document: Document) -> Iterable[dict[str, Any]]:
    for sentence in sentences_in(document):
        if sentence.cites:
            cites = [[cite.id, cite.part, sentence.text[cite.start : cite.end]] for cite in sentence.cites]
            yield {"place": sentence.place, "text": str(sentence.text), "cites": cites}


def _record(finding: Finding, least: int, cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, Any]:
    seen = published(finding, least)
    numbers = ("estimate", "low", "high", "n", "effective_n", "deff")
    about = {"id": finding.id, "kind": finding.kind, "basis": finding.basis, "suppressed": finding.suppressed}
    values = {name: _number(getattr(seen, name)) for name in numbers} | {"step": finding.step or None}
    return about | values | _place(finding.id, cells)


def _facts(documents: Iterable[Document], cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        for sentence in sentences_in(document):
            for cite in sentence.cites:
                if cite.part == "fact":
                    fact = {"id": cite.id, "kind": "fact", "estimate": cite.value}
                    found.setdefault(cite.id, fact | _place(cite.id, cells))
    return found


def _place(name: str, cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, Any]:
    places = {
        language: {"table": place.table, "row": place.row, "column": place.column}
        for language, of in cells.items()
        if (place := of.get(name))
    }
    return {"cell": places} if places else {}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
