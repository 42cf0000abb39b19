"""Find everything that keeps a runner schema from being one, with its place."""

from __future__ import annotations

from itertools import islice
from typing import Any

from surveyapp.formats.ons.faults import lists, logic, outline, sums, wording
from surveyapp.formats.ons.faults.index import index_of
from surveyapp.formats.result import Ledger

MOST_FAULTS = 1_000


def refuse_faults(document: dict[str, Any], ledger: Ledger) -> bool:
    """List every fault of a schema as an error; return whether there is any.

    Where the outline itself is broken nothing further is looked for.
    """
    for stage in (outline.shape_faults, outline.faults):
        for code, place, text in islice(stage(document), MOST_FAULTS):
            ledger.refuse(code, place, text)
        if ledger.refused:
            return True
    index = index_of(document)
    for part in (outline.faults_of_ids, lists.faults, logic.faults, sums.faults, wording.faults):
        for code, place, text in part(index):
            ledger.keep_time()
            ledger.refuse(code, place, text)
    return ledger.refused
