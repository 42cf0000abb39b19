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
    let in where many begin at once, 0 for nobody. `sheets` is how many of the kept sheets this browser has been given.
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
    sheets: int = 0


_DEFAULTS = {field.name: field.default for field in fields_of(Place) if field.default is not MISSING} | {"held": {}}
_LETTERS = {field.name: chr(ord("a") + at) for at, field in enumerate(fields_of(Place)) if field.name != "at"}
"""What each field is called in a sealed place: every page and every post carries one."""
_NAMES = {letter: name for name, letter in _LETTERS.items()}
_MARK = 18
"""Bytes of the mark, which make 24 letters."""
_TIME = 4
_BEGINNING = 24
"""Bytes of an interview's id and seed as `new_place` makes them."""
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def new_place(point: str | None) -> Place:
    """Begin an interview of which nothing is stored: the id under which it may be, and the seed of its draws."""
    return Place(draft=str(uuid.uuid4()), seed=secrets.token_hex(8), point=point)


def seal(place: Place, slug: str, secret: str) -> str:
    """Return the signed text of a place, good for one survey only; what is as at the beginning is left out."""
    beginning = _packed(place.draft, place.seed)
    told = {
        letter: value
        for name, letter in _LETTERS.items()
        if (value := getattr(place, name)) != _DEFAULTS.get(name, ...) and not (beginning and name in ("draft", "seed"))
    }
    head = int(time.time()).to_bytes(_TIME, "big") + bytes([bool(beginning)]) + beginning
    text = _letters(head + _write(told).encode("utf-8", "surrogatepass"))
    return (text + _mark(text, slug, secret)).decode("ascii")


def unseal(text: str, slug: str, secret: str) -> Place | None:
    """Return the place, or None if the text was not sealed here."""
    sealed = text.encode("utf-8", "surrogatepass")
    told, mark = sealed[: -_MARK // 3 * 4], sealed[-_MARK // 3 * 4 :]
    if not hmac.compare_digest(_mark(told, slug, secret), mark):
        return None
    content = base64.urlsafe_b64decode(told + b"=" * (-len(told) % 4))
    at, beginning, rest = int.from_bytes(content[:_TIME], "big"), {}, content[_TIME + 1 :]
    if content[_TIME]:
        beginning, rest = _unpacked(rest[:_BEGINNING]), rest[_BEGINNING:]
    letters = json.loads(rest.decode("utf-8", "surrogatepass"))
    fields = {_NAMES[letter]: value for letter, value in letters.items()}
    held = {name: (value, language) for name, (value, language) in fields.pop("held", {}).items()}
    several = {name: tuple(fields.pop(name, ())) for name in ("soft", "overridden", "signs")}
    return Place(**{**beginning, **fields, **several, "held": held, "at": at})


def _packed(draft: str, seed: str) -> bytes:
    """Return an id and a seed in few bytes; nothing for those that were not made here, as those of a kiosk."""
    try:
        packed = uuid.UUID(draft).bytes + bytes.fromhex(seed)
    except ValueError:
        return b""
    return packed if _unpacked(packed) == {"draft": draft, "seed": seed} and len(packed) == _BEGINNING else b""


def _unpacked(packed: bytes) -> dict[str, str]:
    return {"draft": str(uuid.UUID(bytes=packed[:16])), "seed": packed[16:].hex()}


def _letters(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _mark(told: bytes, slug: str, secret: str) -> bytes:
    return _letters(hmac.digest(_key(slug, secret), told, "sha256")[:_MARK])


@lru_cache(maxsize=64)
def _key(slug: str, secret: str) -> bytes:
    """Return a key that nothing else is signed with."""
    return hmac.digest(secret.encode(), f"respondent-place\0{slug}".encode("utf-8", "surrogatepass"), "sha256")
