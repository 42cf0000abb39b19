"""Bound how often one kiosk may call, so that a stolen key costs little; others are not slowed by it."""

from __future__ import annotations

from typing import Final

from surveyapp.web.allowance import Allowance

BURST: Final = 200
A_SECOND: Final = 5.0


def allowance() -> Allowance:
    """Return what each point may call, by survey and point."""
    return Allowance(BURST, A_SECOND)
