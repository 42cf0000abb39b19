"""Count the published cases: `python -m tests.formats.published.account` prints the table of the documents."""

from __future__ import annotations

from tests.formats.published.families import FAMILIES
from tests.formats.published.routes import ROUTES

_HEADERS = ("family", "cases", "agree", "listed with the reason", "known to differ", "differed when first tried")


def table() -> str:
    """Return the table of all families in Markdown."""
    rows: list[tuple[str, list[int]]] = []
    for family in FAMILIES:
        outcomes = family.outcomes()
        refused, differs = (sum(bool(getattr(one.case, what)) for one in outcomes) for what in ("refused", "differs"))
        agree = sum(one.agrees for one in outcomes)
        rows.append((family.title, [len(outcomes), agree, refused, differs, family.differed_at_first]))
    for routes in ROUTES:
        wrong = [found for _, _, found in routes.walks()]
        agree, listed = sum(not found for found in wrong), len(list(routes.listed()))
        rows.append((routes.title, [len(wrong) + listed, agree, listed, 0, routes.differed_at_first]))
    rows.append(("together", [sum(column) for column in zip(*(counts for _, counts in rows), strict=True)]))
    lines = [f"| {' | '.join(_HEADERS)} |", f"|{'---|' * len(_HEADERS)}"]
    return "\n".join([*lines, *(f"| {title} | {' | '.join(map(str, counts))} |" for title, counts in rows)])


if __name__ == "__main__":
    print(table())
