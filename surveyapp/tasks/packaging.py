"""Describe a data package: the codebook and the design as plain values, ready to be written as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.exports.frame import FRAME_LABELS
from surveyapp.instruments import INTEREST_AND_NEEDS, translation_status
from surveyapp.questionnaire.codebook import MISSING_CODES, Variable, variables_of
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.schema import Assignment, Questionnaire, repeats_around
from surveyapp.questionnaire.signs import SIGNS

FRAME_COLUMNS = (
    *("response", "language", "day", "not_before", "version"),
    *("sample_source", "channel", "mode", "collection_point"),
)
DAY_COLUMNS = ("day", "not_before")
DESIGN_COLUMNS = ("design_weight", "stratum", "cluster", "basis")
SIGN_COLUMNS = tuple(f"sign_{sign}" for sign in SIGNS)


def codebook_of(
    slug: str, questionnaire: Questionnaire, *, simulated: bool, gone: Mapping[str, str] = {}
) -> dict[str, Any]:
    """Return the codebook of one questionnaire; wording in every language it has.

    `gone` are variables that stay behind, with the reason: listed by name, not described.
    """
    return {
        "format": "codebook-1",
        "survey": slug,
        "title": questionnaire.title,
        "languages": list(questionnaire.languages),
        "simulated": simulated,
        "missing_codes": {code: kind for kind, code in MISSING_CODES.items()},
        "missing_texts": dict(questionnaire.missing_texts),
        "assignments": {drawn.id: _pools(drawn) for drawn in questionnaire.assignments},
        "variables": [_variable(one) for one in variables_of(questionnaire) if one.name not in gone],
        "left_out": dict(gone),
        "days": {name: FRAME_LABELS[name] for name in DAY_COLUMNS},
        "signs": {name: FRAME_LABELS[name] for name in SIGN_COLUMNS},
        "repeats": [
            {
                "id": repeat.id,
                "file": f"repeat-{repeat.id}.csv",
                "keys": ["response", *(around.id for around in repeats_around(questionnaire, repeat.id))],
                "label": repeat.label,
                "variables": [_variable(one) for one in variables_of(questionnaire, repeat.id) if one.name not in gone],
            }
            for repeat in questionnaire.repeats
        ],
    }


def _pools(drawn: Assignment) -> list[dict[str, Any]]:
    return [
        {
            "when": to_text(pool.when),
            "probability": {code: pool.probability(code) for code in sorted({c for b in pool.blocks for c in b.codes})},
        }
        for pool in drawn.pools
    ]


def _variable(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "question": variable.question,
        "kind": variable.kind,
        "text": variable.text,
        "label": variable.label,
        "row": variable.row,
        "choice": variable.choice,
        "place": variable.place,
        "values": [{"code": c.code, "text": c.text, "apart": c.apart} for c in variable.values],
        "unit": variable.unit,
        "base": variable.base,
        "assignment": variable.assignment,
        "role": variable.role,
        "sensitivity": variable.sensitivity,
        "locked": variable.locked,
    }


def design_of(
    questionnaire: Questionnaire,
    points: Sequence[Mapping[str, Any]],
    days: Iterable[str],
    tallies: Mapping[str, int],
    versions: Iterable[int],
) -> dict[str, Any]:
    """Return how the responses came to be: frames with known probabilities, opt-in sources, dates, outcomes.

    `points` are collection points as {sample_source, mode, design}; a source is a frame where its points recorded an
    inclusion probability.
    """
    ordered = sorted(days)
    frames = {p["sample_source"]: p["design"] for p in points if (p["design"] or {}).get("inclusion_probability")}
    return {
        "frames": [
            {
                "sample_source": source,
                "basis": "A",
                "weights": "design_weight",
                "strata": ["stratum"],
                "clusters": ["cluster"],
                "fpc": [],
                "population": design.get("population", {}),
                "note": design.get("note", {}),
            }
            for source, design in sorted(frames.items())
        ],
        "opt_in": sorted({p["sample_source"] for p in points} - set(frames)),
        "margins": "bundled",
        "fieldwork": {"first": ordered[0], "last": ordered[-1]} if ordered else None,
        "modes": sorted({p["mode"] for p in points}),
        "versions": sorted(set(versions)),
        "tallies": dict(tallies),
        "sponsor": questionnaire.about.sponsor if questionnaire.about else {},
        "translation_status": translation_status() if questionnaire.id == INTEREST_AND_NEEDS else {},
    }
