"""Draw and shuffle by hashing a seed, so that the same seed gives the same order in every version of Python."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from surveyapp.questionnaire.choices import Choice


def draw_digest(seed: str, what: str) -> bytes:
    """Return 16 bytes that look random and depend only on the seed and on what is drawn."""
    return hashlib.blake2b(f"{seed}|{what}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def draw_fraction(seed: str, what: str) -> float:
    """Return a number from 0 up to, not including, 1."""
    return (int.from_bytes(draw_digest(seed, what)[:8], "big") >> 11) / 2**53


def draw_index(seed: str, what: str, shares: Sequence[float]) -> int:
    """Return the index drawn with probabilities proportional to `shares`."""
    point, passed = draw_fraction(seed, what) * sum(shares), 0.0
    for index, share in enumerate(shares):
        passed += share
        if point < passed:
            return index
    return len(shares) - 1


def keeps_place(choice: Choice) -> bool:
    """Tell whether a choice stays where the author put it when the others are shuffled."""
    return choice.fixed or choice.exclusive or choice.other or choice.apart


def shuffled(choices: Sequence[Choice], seed: str, what: str) -> tuple[Choice, ...]:
    """Return the choices in the seed's order, those that keep their place in it.

    The order of any two depends only on their own codes: leaving a third out does not disturb it.
    """
    moving = sorted(
        (choice for choice in choices if not keeps_place(choice)),
        key=lambda choice: draw_digest(seed, f"{what}|{choice.code}"),
    )
    following = iter(moving)
    return tuple(choice if keeps_place(choice) else next(following) for choice in choices)
