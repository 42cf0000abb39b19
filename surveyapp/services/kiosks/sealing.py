"""Open what a kiosk sealed: only the server holds the key, so the kiosk cannot read what waits on it.

ECDH on P-256 with a key pair that the station makes for one record and forgets, HKDF-SHA-256 (RFC 5869) and AES-256-GCM
(NIST SP 800-38D). Survey, point and record are authenticated with the text, so a record is good for its own place only.

The library is loaded when the first record comes: it takes eleven megabytes, and most servers have no kiosk.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

_INFO: Final = b"surveyapp kiosk record 1"
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (NIST SP 800-186)."""
_NONCE: Final = 12


class UnreadableRecord(ValueError):
    """A record was not sealed for this place, or was changed since."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record as it waits and travels: `key` is the station's public half, all in base 64."""

    key: str
    nonce: str
    text: str

    def as_json(self) -> Mapping[str, str]:
        return asdict(self)


def public_key(secret: str, survey_id: str) -> str:
    """Return the key with which kiosks of a survey seal: an uncompressed point in base 64."""
    return base64.b64encode(_point(_private_key(secret, survey_id).public_key())).decode()


def unseal(secret: str, survey_id: str, point_id: str, record_id: str, sealed: Sealed) -> bytes:
    """Return what a station sealed; raise UnreadableRecord."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    own = _private_key(secret, survey_id)
    try:
        key, nonce, text = (base64.b64decode(part, validate=True) for part in (sealed.key, sealed.nonce, sealed.text))
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        shared = own.exchange(ec.ECDH(), theirs)
        if len(nonce) != _NONCE:
            raise UnreadableRecord("the nonce is not of 12 bytes")
        salt = key + _point(own.public_key())
        opened = _derived(shared, 32, salt, _INFO)
        return AESGCM(opened).decrypt(nonce, text, f"{survey_id}/{point_id}/{record_id}".encode())
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise UnreadableRecord("not sealed for this place, or changed") from error


def _private_key(secret: str, survey_id: str) -> ec.EllipticCurvePrivateKey:
    """Derive the key of a survey from the secret, as codes are; 48 bytes keep the remainder unbiased."""
    from cryptography.hazmat.primitives.asymmetric import ec

    stream = _derived(secret.encode(), 48, None, f"kiosk-seal\0{survey_id}".encode())
    number = int.from_bytes(stream, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _derived(secret: bytes, length: int, salt: bytes | None, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
