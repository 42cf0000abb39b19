"""Walk an interview, and remember the walk it was left with: the next page begins where the last one ended.

Walking is the dearest part of a page, and the walk after a save is the walk before the next one. What is remembered is
used only for exactly the same answers, so a save that was rolled back leaves nothing wrong behind. It holds the answers
of the interviews last touched, in memory only, as the database does on disk.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import Step, Walk, steps, walk
from surveyapp.services.answering.drafts import DraftState

MOST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class _Left:
    """A walk and all that it followed from: the version, and seed, answers, draws and context of the document."""

    questionnaire: Questionnaire
    doc: Mapping[str, Any]
    basis: tuple[Any, ...]
    walk: Walk
    steps: tuple[Step, ...]


@dataclass(slots=True)
class _LastWalks:
    """Keep the last walk of the interviews touched last."""

    held: OrderedDict[tuple[str, str], _Left] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def put(self, key: tuple[str, str], left: _Left) -> None:
        with self.lock:
            self.held[key] = left
            self.held.move_to_end(key)
            if len(self.held) > MOST_REMEMBERED:
                self.held.popitem(last=False)


_last_walks = _LastWalks()


def walk_of(draft: DraftState) -> Walk:
    """Walk an interview by its own version, its own draws and the context it was begun in."""
    return way_of(draft)[0]


def way_of(draft: DraftState) -> tuple[Walk, tuple[Step, ...]]:
    """Return the walk of an interview with the screens it is served in."""
    key = (draft.survey_id, draft.draft_id)
    left = _last_walks.held.get(key)
    if left is not None and left.doc is draft.doc and left.questionnaire is draft.questionnaire:
        return left.walk, left.steps
    answers, context, drawn = draft.answers, draft.doc["context"], draft.drawn
    basis = (draft.seed, answers, context, drawn)
    if left is not None and left.questionnaire is draft.questionnaire and left.basis == basis:
        return left.walk, left.steps
    before = left.walk if left is not None and left.questionnaire is draft.questionnaire else None
    walked = walk(draft.questionnaire, answers, seed=draft.seed, context=context, drawn=drawn, before=before)
    screens = steps(walked)
    _last_walks.put(key, _Left(draft.questionnaire, draft.doc, basis, walked, screens))
    return walked, screens
