"""Write what a report discloses of itself as a file: every item, who filled it, and what it says in each language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from analysis.report.citing import unmarked
from surveyapp.stated.statements import Filled

FORMAT = "report-items-1"
FILE = "items.json"


def items_file(filled: Mapping[str, Sequence[Filled]]) -> bytes:
    """Return items.json of a report's items by language; the same report gives the same bytes."""
    whole = {language: {one.item.id: one for one in items} for language, items in sorted(filled.items())}
    first = next(iter(whole.values()), {})
    items = [
        {
            "id": name,
            "asked_by": list(one.item.asked_by),
            "mandatory": one.item.mandatory,
            "filled_by": one.by,
            "title": {language: unmarked(items[name].title) for language, items in whole.items()},
            "text": {language: unmarked(items[name].text) for language, items in whole.items()},
        }
        for name, one in first.items()
    ]
    told = {"format": FORMAT, "items": items}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
