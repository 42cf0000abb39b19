"""Rehearse a questionnaire in a process of its own, so that a long one keeps nobody waiting."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, Final

from surveyapp.formats.apart import ask_apart, hear_apart
from surveyapp.formats.native import write_native
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.questionnaire.schema import Questionnaire

MOST_RESPONDENTS: Final = 500


def rehearse_apart(questionnaire: Questionnaire, respondents: int, seed: str = "") -> dict[str, Any]:
    """Return what `rehearsal.rehearse` finds, as plain values; raises `apart.TooMuch`."""
    question = {"respondents": min(max(respondents, 1), MOST_RESPONDENTS), "seed": seed}
    return dict(ask_apart(__name__, question, write_native(questionnaire).encode()))


def main() -> None:
    """Rehearse the questionnaire that this process was started for, and print what was found as JSON."""
    question, data = hear_apart()
    found = rehearse(Questionnaire.model_validate_json(data), question["respondents"], question["seed"])
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
