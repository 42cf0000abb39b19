"""Make and read the codes people hold, and the keyed hashes that are stored in their place."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = {"O": "0", "I": "1", "L": "1"}
_CHARACTERS = 16
"""Of five bits each: 80 bits."""
_GROUP = 4


def keyed_hash(secret: str, purpose: str, value: str) -> str:
    """Return the HMAC-SHA-256 of a value in hexadecimal; the same value differs between purposes."""
    return _keyed(secret, purpose, value).hex()


def derive_code(secret: str, purpose: str, value: str) -> str:
    """Return the code that belongs to a value: 80 bits in Crockford's base 32, in groups of four.

    Deriving it anew gives the same code, so it need not be stored and a repeated request shows it again.
    """
    number = int.from_bytes(_keyed(secret, purpose, value)[:10], "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _CHARACTERS, _GROUP))


def read_code(written: str) -> str | None:
    """Return a code as it was made, however it was typed; None where it cannot be one.

    Takes any capitals, spaces and hyphens, full-width letters and the digits of any script, O for 0, I and L for 1.
    """
    kept = []
    for character in unicodedata.normalize("NFKC", written[:200]).upper():
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            kept.append(str(digit))
        elif unicodedata.category(character)[0] in "LNS":
            kept.append(_LOOKALIKES.get(character, character))
    if len(kept) != _CHARACTERS or any(character not in _ALPHABET for character in kept):
        return None
    return "-".join("".join(kept[at : at + _GROUP]) for at in range(0, _CHARACTERS, _GROUP))


def _keyed(secret: str, purpose: str, value: str) -> bytes:
    return hmac.digest(secret.encode(), f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256)
