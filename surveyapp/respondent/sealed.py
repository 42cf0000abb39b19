"""Seal where a respondent is into one form field: signed, so that nothing need be stored before the last gate.

It carries no time limit: a page left open for a week still posts.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from dataclasses import fields as fields_of
from functools import lru_cache
from typing import Any


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


_DEFAULTS = {field.name: field.default for field in fields_of(Place) if field.default is not MISSING} | {"held": {}}
_FIELDS = tuple(field.name for field in fields_of(Place))
_MARK = 27
"""Bytes of the mark, which make 36 letters."""
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def new_place(point: str | None) -> Place:
    """Begin an interview of which nothing is stored: the id under which it may be, and the seed of its draws."""
    return Place(draft=str(uuid.uuid4()), seed=secrets.token_hex(8), point=point)


def seal(place: Place, slug: str, secret: str) -> str:
    """Return the signed text of a place, good for one survey only; what is as at the beginning is left out."""
    told = {name: value for name in _FIELDS if (value := getattr(place, name)) != _DEFAULTS.get(name, ...)}
    told["at"] = int(time.time())
    text = base64.urlsafe_b64encode(_write(told).encode("utf-8", "surrogatepass"))
    return (text + _mark(text, slug, secret)).decode("ascii")


def unseal(text: str, slug: str, secret: str) -> Place | None:
    """Return the place, or None if the text was not sealed here."""
    sealed = text.encode("utf-8", "surrogatepass")
    told, mark = sealed[: -_MARK // 3 * 4], sealed[-_MARK // 3 * 4 :]
    if not hmac.compare_digest(_mark(told, slug, secret), mark):
        return None
    fields = json.loads(base64.urlsafe_b64decode(told).decode("utf-8", "surrogatepass"))
    held = {name: (value, language) for name, (value, language) in fields.pop("held", {}).items()}
    several = {name: tuple(fields.pop(name, ())) for name in ("soft", "overridden")}
    return Place(**{**fields, **several, "held": held})


def _mark(told: bytes, slug: str, secret: str) -> bytes:
    return base64.urlsafe_b64encode(hmac.digest(_key(slug, secret), told, "sha256")[:_MARK])


@lru_cache(maxsize=64)
def _key(slug: str, secret: str) -> bytes:
    """Return a key that nothing else is signed with."""
    return hmac.digest(secret.encode(), f"respondent-place\0{slug}".encode("utf-8", "surrogatepass"), "sha256")
