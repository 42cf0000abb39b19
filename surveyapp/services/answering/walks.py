"""Walk an interview, and remember the walk it was left with: the next page begins where the last one ended.

Walking is the dearest part of a page, and the walk after a save is the walk before the next one. What is remembered is
used only for exactly the same answers, so a save that was rolled back leaves nothing wrong behind. It holds the answers
of the interviews last touched, in memory only, as the database does on disk.
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import Step, Walk, steps, walk
from surveyapp.services.answering.drafts import DraftState

MOST_REMEMBERED = 128
Basis = tuple[str, dict[str, Any], Mapping[str, Any], Mapping[str, tuple[str, ...]]]
"""Seed, answers, context and draws of a document."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A walk and all that it followed from: the version, and what is the basis of a walk in the document."""

    questionnaire: Questionnaire
    doc: Mapping[str, Any]
    basis: Basis
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


def forget_walk(draft: DraftState) -> None:
    """Let go of the walk of an interview that has ended: nobody will walk on from it."""
    with _last_walks.lock:
        _last_walks.held.pop((draft.survey_id, draft.draft_id), None)


def walk_of(draft: DraftState) -> Walk:
    """Walk an interview by its own version, its own draws and the context it was begun in."""
    return way_of(draft)[0]


def way_of(draft: DraftState) -> tuple[Walk, tuple[Step, ...]]:
    """Return the walk of an interview with the screens it is served in."""
    key = (draft.survey_id, draft.draft_id)
    left = _last_walks.held.get(key)
    if left is not None and left.questionnaire is not draft.questionnaire:
        left = None
    if left is not None and left.doc is draft.doc:
        return left.walk, left.steps
    basis = (draft.seed, draft.answers, draft.doc["context"], draft.drawn)
    changed = None if left is None else _changed(left.basis, basis)
    if left is not None and changed == frozenset():
        return left.walk, left.steps
    walked, screens = _walked(draft.questionnaire, basis, left, changed)
    _last_walks.put(key, _Left(draft.questionnaire, draft.doc, basis, walked, screens))
    return walked, screens


def _changed(before: Basis, now: Basis) -> frozenset[str] | None:
    """Return the ids of the answers that differ; None where something else does."""
    (seed, answers, *others), (seed_now, answers_now, *others_now) = before, now
    if seed != seed_now or others != others_now:
        return None
    names = answers.keys() | answers_now.keys()
    return frozenset(name for name in names if not _is_same(answers.get(name), answers_now.get(name)))


def _is_same(value: Any, other: Any) -> bool:
    """Tell whether two answers are the same, also in kind: 1 is not true."""
    return value is other or (type(value) is type(other) and value == other)


def _walked(
    questionnaire: Questionnaire, basis: Basis, left: _Left | None, changed: frozenset[str] | None
) -> tuple[Walk, tuple[Step, ...]]:
    seed, answers, context, drawn = basis
    before = None if left is None else left.walk
    walked = walk(questionnaire, answers, seed=seed, context=context, drawn=drawn, before=before, changed=changed)
    pages = () if before is None else before.pages
    as_before = len(walked.pages) == len(pages) and all(map(operator.is_, walked.pages, pages))
    return walked, left.steps if left is not None and as_before else steps(walked)
