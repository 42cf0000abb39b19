"""Decide which figures of the quality of answers a report must withhold: what is left out there is a few people."""

from __future__ import annotations

from analysis.quality.flags import Quality


def withheld_in_quality(quality: Quality | None, fewest: int) -> set[str]:
    """Return the figures of the quality section from which something of fewer than `fewest` people follows.

    A figure without the flagged responses is withheld where so few were flagged: with the figure of everyone it is
    theirs. Of the groups whose norms were used, the smallest printed ones go while those not printed are so few.
    """
    if quality is None:
        return set()
    apart = ((one, one.every.base_n - one.kept.base_n) for one in quality.compared)
    found = {one.kept.id for one, gone in apart if 0 < gone < fewest}
    printed = sorted((group for group in quality.groups if group.flagged.shown), key=lambda group: group.n)
    left = quality.base_n - sum(group.n for group in printed)
    while printed and quality.flagged.shown and 0 < left < fewest:
        smallest = printed.pop(0)
        left += smallest.n
        found.add(smallest.flagged.id)
    return found
