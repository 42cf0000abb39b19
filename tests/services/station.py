"""Be a kiosk's station: seal records as its page does, with the other half of the library's arithmetic."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from surveyapp.services import kiosks, points
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.kiosks import Kiosk, Sealed
from tests.services.fieldwork import SECRET

POINT = "sgn"


def set_up(session: Session, survey: FieldedSurvey, name: str = POINT) -> tuple[Kiosk, str]:
    """Add a point with an open kiosk, and return what its key opens."""
    points.add(
        session,
        survey.survey_id,
        name=name,
        sample_source="airport",
        channel="kiosk",
        mode="kiosk",
        country="VN",
        secret=SECRET,
    )
    key = kiosks.open_kiosk(session, survey.survey_id, name, secret=SECRET)
    found = kiosks.find_kiosk(session, key, secret=SECRET)
    assert found is not None
    return found, key


def seal(public_key: str, survey_id: str, point_id: str, record_id: str, record: Any) -> Sealed:
    """Seal a record to the server; a text is sealed as it stands."""
    theirs = base64.b64decode(public_key)
    own = ec.generate_private_key(ec.SECP256R1())
    key = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    info = b"surveyapp kiosk record 1"
    derived = HKDF(algorithm=SHA256(), length=32, salt=key + theirs, info=info).derive(shared)
    nonce = secrets.token_bytes(12)
    text = record if isinstance(record, str) else json.dumps(record)
    closed = AESGCM(derived).encrypt(nonce, text.encode(), f"{survey_id}/{point_id}/{record_id}".encode())
    return Sealed(*(base64.b64encode(part).decode() for part in (key, nonce, closed)))
