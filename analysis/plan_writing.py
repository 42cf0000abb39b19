"""Write the plan that a data package suggests as JSON, with proposed themes for its open questions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from analysis.dataset import read_package
from analysis.open_ends.answers import proposed_for
from analysis.plan import Plan
from analysis.plan_default import default_plan
from analysis.plan_reading import plan_as_json


def suggested_plan(package: Path) -> Plan:
    """Return the usual plan of a package, its open questions with proposed themes; raise PackageError.

    Nobody has confirmed them: a person edits the labels and terms, codes some answers, and signs as `confirmed_by`.
    """
    read = read_package(package)
    plan = default_plan(read.codebook)
    open_ends = tuple(replace(one, themes=proposed_for(read.dataset, one, plan.seed)) for one in plan.open_ends)
    return replace(plan, open_ends=open_ends)


def plan_as_text(plan: Plan) -> str:
    """Return the plan as JSON that a person can read and change."""
    return json.dumps(plan_as_json(plan), ensure_ascii=False, indent=1) + "\n"
