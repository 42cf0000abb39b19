"""Keep passwords as Argon2id hashes, and nothing else of them."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.services.failures import Failure

SHORTEST = 12
LONGEST = 1000
_HASHER = PasswordHasher()


class PasswordUnfit(Failure):
    """A password that would be too easy to guess, or is not text a form can send."""

    sentence = f"A password needs at least {SHORTEST} characters. Several words in a row are easy to keep in mind."


def hash_password(password: str) -> str:
    """Return the hash to store; raises PasswordUnfit for one too short or too long."""
    plain = _same_however_typed(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordUnfit
    return _HASHER.hash(plain)


def is_password(password: str, stored: str | None) -> bool:
    """Say whether a password belongs to a stored hash; an account without one has no password that fits."""
    try:
        return stored is not None and _HASHER.verify(stored, _same_however_typed(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


def _same_however_typed(password: str) -> str:
    """Give one form to letters with marks: keyboards compose Vietnamese in different ways."""
    return unicodedata.normalize("NFKD", password).encode("utf-8", "replace").decode("utf-8")
