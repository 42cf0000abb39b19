"""Read a measure from its form, with everything that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from surveyapp.console.language import LANGUAGES
from surveyapp.console.language import gettext as _
from surveyapp.console.measure_list import kind_of, worded
from surveyapp.services.reports.evidence import Evidence
from surveyapp.stated.register import Measure
from surveyapp.web.limits import clean

LONGEST: Final = 1000
MOST_CITED, MOST_AGENCIES = 12, 12
PER_CENT: Final = ("share", "difference", "part")


def given_from(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return what a form says, as typed."""
    fields = ("text", "lead")
    given: dict[str, Any] = {
        f"{name}.{tag}": clean(form.get(f"{name}.{tag}", ""))[:LONGEST] for name in fields for tag in LANGUAGES
    }
    given |= {
        name: clean(form.get(name, ""))[:LONGEST]
        for name in ("coordinating", "deadline", "indicator", "baseline", "target", "state")
    }
    return given | {"evidence": list(dict.fromkeys(clean(one)[:200] for one in form.getlist("evidence")))}


def given_of(measure: Measure | None, evidence: Evidence | None) -> dict[str, Any]:
    """Return what the form of a measure shows at first."""
    text, lead = (measure.text, measure.lead) if measure else ({}, {})
    told = measure.indicator if measure else None
    scale = 100 if told and kind_of(told.evidence, evidence) in PER_CENT else 1
    given: dict[str, Any] = {f"text.{tag}": text.get(tag, text.get("und", "")) for tag in LANGUAGES}
    given |= {f"lead.{tag}": lead.get(tag, lead.get("und", "")) for tag in LANGUAGES}
    return given | {
        "evidence": list(measure.evidence) if measure else [],
        "coordinating": "\n".join(worded(agency) for agency in measure.coordinating) if measure else "",
        "deadline": measure.deadline.isoformat() if measure and measure.deadline else "",
        "indicator": told.evidence if told else "",
        "baseline": _typed(told.baseline * scale) if told else "",
        "target": _typed(told.target * scale) if told else "",
        "state": measure.state if measure else "active",
    }


def raw_from(given: Mapping[str, Any], name: str, evidence: Evidence, before: Measure | None) -> dict[str, Any]:
    """Return the plain values of a measure; agencies that were written in two languages keep them."""
    known = {worded(agency): dict(agency) for agency in before.coordinating} if before else {}
    lines = [line.strip() for line in given["coordinating"].splitlines() if line.strip()]
    raw: dict[str, Any] = {
        "id": name,
        "text": {tag: given[f"text.{tag}"] for tag in LANGUAGES if given[f"text.{tag}"]},
        "lead": {tag: given[f"lead.{tag}"] for tag in LANGUAGES if given[f"lead.{tag}"]},
        "evidence": given["evidence"],
        "coordinating": [known.get(line, line) for line in lines[:MOST_AGENCIES]],
        "deadline": given["deadline"] or None,
        "state": "retired" if given["state"] == "retired" else "active",
    }
    if given["indicator"]:
        scale = 100 if kind_of(given["indicator"], evidence) in PER_CENT else 1
        values = {name: _number(given[name]) for name in ("baseline", "target")}
        raw["indicator"] = {"evidence": given["indicator"]} | {
            name: None if value is None else value / scale for name, value in values.items()
        }
    return raw


def mistakes_in(given: Mapping[str, Any], evidence: Evidence) -> list[tuple[str, str]]:
    """Return everything wrong with what was typed: the field, and a sentence."""
    found = []
    if not any(given[f"text.{tag}"] for tag in LANGUAGES):
        found.append(("text.vi", _("Say what is to be done.")))
    if not given["evidence"]:
        found.append(("search", _("Choose the evidence: a measure without evidence is not taken into the register.")))
    unknown = [one for one in given["evidence"] if one not in evidence.printed or not evidence.printed[one].shown]
    if unknown:
        told = _("Not printed in the newest report, so that nothing can rest on it: {ids}.")
        found.append(("search", told.format(ids=", ".join(unknown))))
    if len(given["evidence"]) > MOST_CITED:
        found.append(("search", _("Cite at most {n} figures.").format(n=MOST_CITED)))
    if not any(given[f"lead.{tag}"] for tag in LANGUAGES):
        found.append(("lead.vi", _("Name the agency that leads.")))
    if given["deadline"] and not _is_day(given["deadline"]):
        found.append(("deadline", _("Write the day as year-month-day, such as 2027-03-31.")))
    return [*found, *_indicator_mistakes(given, evidence)]


def digest_of(measure: Measure | None) -> str:
    """Return by what a page knows that a measure is still as it was shown; empty for none."""
    if measure is None:
        return ""
    return sha256(repr(measure).encode()).hexdigest()


def next_id(names: Sequence[str]) -> str:
    """Return an id that no measure has: M and the next number."""
    numbers = [int(name[1:]) for name in names if name[:1] == "M" and name[1:].isdecimal() and len(name) < 8]
    return f"M{max(numbers, default=0) + 1}"


def as_text(raw: Mapping[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=1) + "\n"


def _indicator_mistakes(given: Mapping[str, Any], evidence: Evidence) -> list[tuple[str, str]]:
    if not given["indicator"]:
        typed = given["baseline"] or given["target"]
        return [("indicator", _("Choose the figure that the indicator is about."))] if typed else []
    found = []
    if given["indicator"] not in evidence.printed:
        found.append(("indicator", _("The newest report has no such figure.")))
    for name in ("baseline", "target"):
        if _number(given[name]) is None:
            found.append((name, _("Write a number; a share in per cent.")))
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".").replace("%", "").strip())
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _typed(value: float) -> str:
    return f"{round(value, 4):g}"
