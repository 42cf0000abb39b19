"""Hold what somebody wrote of a plan against a questionnaire, in a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from analysis.codebook import codebook_from
from analysis.plan import Plan
from analysis.plan_checks import every_problem
from analysis.plan_default import default_plan
from analysis.plan_problems import PlanProblem
from analysis.plan_reading import PlanError, Raw, plan_as_json, raw_from
from surveyapp.formats.apart import hear_apart
from surveyapp.questionnaire.problems import sentence, sentence_to_json
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.tasks.packaging import codebook_of


def looked_over(questionnaire: Questionnaire, text: str) -> dict[str, Any]:
    """Return the plan that a text (JSON, "" for nothing) makes of the usual one, and every mistake in it.

    `plan` is the whole plan as plain values, `own` the parts of it that are not as usual; without a plan that can be
    built both are None. `problems` have code, place, text, and the message and values of the text.
    """
    codebook = codebook_from(codebook_of("plan", questionnaire, simulated=False))
    usual = default_plan(codebook)
    try:
        raw = _read(text)
    except PlanError as error:
        return {"usual": _plain(usual), "plan": None, "own": None, "problems": _told(error.problems)}
    plan, problems = every_problem(raw, usual, codebook)
    common = _plain(usual)
    if plan is None:
        return {"usual": common, "plan": None, "own": None, "problems": _told(problems)}
    whole = _plain(plan)
    own = {name: part for name, part in whole.items() if part != common[name]}
    return {"usual": common, "plan": whole, "own": own, "problems": _told(problems)}


def _read(text: str) -> Raw:
    """Return the parts of a plan written as text; raise PlanError where it is none."""
    try:
        return raw_from(json.loads(text)) if text.strip() else {}
    except json.JSONDecodeError as broken:
        told = sentence(
            "This is not valid JSON: it breaks off at line {line}, letter {letter}.",
            line=broken.lineno,
            letter=broken.colno,
        )
        raise PlanError(told) from broken
    except RecursionError as broken:
        raise PlanError(sentence("This holds too much inside one another to be a plan.")) from broken


def _told(problems: Sequence[PlanProblem]) -> list[dict[str, Any]]:
    """Return problems as plain values: code, place, text, and what the text was made of."""
    return [{"code": one.code, "place": one.place, **sentence_to_json(one.text)} for one in problems]


def _plain(plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(plan_as_json(plan)))
    return values


def main() -> None:
    """Look over the plan that this process was started for, and print the result as JSON."""
    questionnaire, text = hear_apart()
    sys.stdout.write(json.dumps(looked_over(Questionnaire.model_validate(questionnaire), text.decode("utf-8"))))


if __name__ == "__main__":
    main()
