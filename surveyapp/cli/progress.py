"""Show how far long work has come: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

STEPS = 1000


@contextmanager
def bar(label: str) -> Iterator[Callable[[float, str], None]]:
    """Give a function that takes the share done and the name of the step."""
    with click.progressbar(
        length=STEPS, label=label, file=sys.stderr, item_show_func=lambda step: step, hidden=not sys.stderr.isatty()
    ) as shown:

        def advance(share: float, step: str) -> None:
            shown.update(max(round(share * STEPS) - shown.pos, 0), step)

        yield advance
