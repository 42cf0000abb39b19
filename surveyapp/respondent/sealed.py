"""Seal where a respondent is into one form field: signed, so that nothing need be stored before the last gate.

It carries no time limit: a page left open for a week still posts.
"""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from functools import lru_cache
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


@dataclass(frozen=True, slots=True)
class Place:
    """Where a served page belongs.

    `revision` is the draft's when the page was served, None before the last gate. `held` are answers (value and
    language) that are not stored: those of the gates, or those of a page that another tab overtook. `soft` names the
    questions whose soft check was shown, `overridden` those of the gates that were answered so all the same. `at` is
    when the page was served, in seconds; `counted` tells that this interview was counted as opened. `signs` is what was
    noticed of a way of answering before the last gate; `waits_from` is since when, in seconds, somebody waits to be
    let in where many begin at once, 0 for nobody.
    """

    draft: str
    seed: str
    step: str = ""
    revision: int | None = None
    point: str | None = None
    held: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    soft: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    at: int = 0
    counted: bool = False
    signs: tuple[str, ...] = ()
    waits_from: int = 0


_FIELDS = tuple(field.name for field in fields_of(Place))


def new_place(point: str | None) -> Place:
    """Begin an interview of which nothing is stored: the id under which it may be, and the seed of its draws."""
    return Place(draft=str(uuid.uuid4()), seed=secrets.token_hex(8), point=point)


def seal(place: Place, slug: str, secret: str) -> str:
    """Return the signed text of a place, good for one survey only."""
    fields = {name: getattr(place, name) for name in _FIELDS}
    return str(_serializer(slug, secret).dumps(fields | {"at": int(time.time())}))


def unseal(text: str, slug: str, secret: str) -> Place | None:
    """Return the place, or None if the text was not sealed here."""
    try:
        fields = _serializer(slug, secret).loads(text)
        return Place(
            **{
                **fields,
                "held": {name: (value, language) for name, (value, language) in fields["held"].items()},
                "soft": tuple(fields["soft"]),
                "overridden": tuple(fields["overridden"]),
                "signs": tuple(fields.get("signs", ())),
            }
        )
    except (BadData, TypeError, ValueError, KeyError, AttributeError):
        return None


@lru_cache(maxsize=64)
def _serializer(slug: str, secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"respondent-place:{slug}")
