"""Keep passwords as Argon2id hashes, and nothing else of them."""

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
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordUnfit
    return _HASHER.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Say whether a password belongs to a stored hash; an account without one has no password that fits."""
    try:
        return stored is not None and _HASHER.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
