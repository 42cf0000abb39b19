"""Cut the pages of a walk into the screens that are served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveyapp.questionnaire.answer_types import BestWorst, Grid
from surveyapp.questionnaire.path import Asked, Step, Walk


def steps(walk: Walk) -> tuple[Step, ...]:
    """Return one step a screen: a long grid is cut by its `per_screen` rows, best–worst into one screen each.

    What is cut stands alone; the questions of a page before, between and after stay together.
    """
    total = sum(len(page.screens) for page in walk.pages)
    found: list[Step] = []
    for page in walk.pages:
        parts = page.screens
        for part, asked in enumerate(parts, 1):
            name = page.page.id + (page.instance.suffix if page.instance else "")
            key = name if part == 1 else f"{name}.{part}"
            found.append(Step(key, page.page, asked, len(found) + 1, total, part, len(parts), page.instance))
    return tuple(found)


def screens_of(page_asked: Sequence[Asked]) -> tuple[tuple[Asked, ...], ...]:
    """Cut the questions of a page into what is served at once."""
    return tuple(_parts(page_asked))


def _parts(page_asked: Sequence[Asked]) -> Iterator[tuple[Asked, ...]]:
    together: list[Asked] = []
    for asked in page_asked:
        pieces = _pieces(asked)
        if len(pieces) == 1:
            together += pieces
            continue
        if together:
            yield tuple(together)
            together = []
        yield from ((piece,) for piece in pieces)
    if together:
        yield tuple(together)


def _pieces(asked: Asked) -> list[Asked]:
    answer, shown = asked.question.answer, asked.shown
    if isinstance(answer, Grid):
        starts = range(0, len(shown.rows), answer.per_screen)
        rows = [(start, shown.rows[start : start + answer.per_screen]) for start in starts]
        return [replace(asked, shown=replace(shown, rows=part), first=start) for start, part in rows]
    if isinstance(answer, BestWorst):
        screens = enumerate(shown.screens)
        return [replace(asked, shown=replace(shown, screens=(screen,)), first=at) for at, screen in screens]
    return [asked]
