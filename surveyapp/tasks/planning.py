"""Hold what somebody wrote of a plan against a questionnaire, in a process of its own."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from typing import Any

from analysis.codebook import Codebook, codebook_from
from analysis.plan import Plan
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan
from analysis.plan_reading import PlanError, Raw, plan_as_json, plan_from, raw_from
from surveyapp.formats.apart import hear_apart
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.stated.reading import json_from
from surveyapp.tasks.packaging import codebook_of


def looked_over(questionnaire: Questionnaire, text: str) -> dict[str, Any]:
    """Return the plan that a text (JSON, "" for nothing) makes of the usual one, and every mistake in it.

    `plan` is the whole plan as plain values, `own` the parts of it that are not as usual; without a plan that can be
    built both are None. `problems` are `[code, place, text]`.
    """
    codebook = codebook_from(codebook_of("plan", questionnaire, simulated=False))
    usual = default_plan(codebook)
    try:
        raw = raw_from(json_from(text, "The plan", PlanError)) if text.strip() else {}
    except PlanError as error:
        return {"usual": _plain(usual), "plan": None, "own": None, "problems": [["shape", "", str(error)]]}
    try:
        plan = plan_from(raw, usual)
    except PlanError as error:
        problems = [_parted(line) for line in str(error).splitlines()]
        broken = {re.split(r"[.\[]", place)[0] for _code, place, _text in problems}
        problems += _in_the_rest(raw, broken, usual, codebook)
        return {"usual": _plain(usual), "plan": None, "own": None, "problems": problems}
    whole, common = _plain(plan), _plain(usual)
    own = {name: part for name, part in whole.items() if part != common[name]}
    problems = [list(asdict(one).values()) for one in problems_in(plan, codebook)]
    return {"usual": common, "plan": whole, "own": own, "problems": problems}


def _in_the_rest(raw: Raw, broken: set[str], usual: Plan, codebook: Codebook) -> list[list[str]]:
    """Return what is wrong with the parts of a plan that have the right shape."""
    sound = plan_from({name: part for name, part in raw.items() if name not in broken}, usual)
    return [list(asdict(one).values()) for one in problems_in(sound, codebook)]


def _parted(line: str) -> list[str]:
    """Part a line such as `segments[0].id: what is wrong` in code, place and text."""
    place, colon, text = line.partition(": ")
    return ["shape", place, text] if colon and " " not in place else ["shape", "", line]


def _plain(plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(plan_as_json(plan)))
    return values


def main() -> None:
    """Look over the plan that this process was started for, and print the result as JSON."""
    questionnaire, text = hear_apart()
    sys.stdout.write(json.dumps(looked_over(Questionnaire.model_validate(questionnaire), text.decode("utf-8"))))


if __name__ == "__main__":
    main()
