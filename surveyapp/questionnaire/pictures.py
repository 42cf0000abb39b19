"""Hold pictures in the questionnaire itself, so that a version can neither lose nor change what was shown."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Literal

from surveyapp.questionnaire.model import Model, remembered

PictureType = Literal["image/png", "image/jpeg", "image/webp"]

LARGEST_PICTURE = 100_000
"""Bytes; a picture that small is half a second on a slow phone."""
_BEGINNINGS: dict[PictureType, bytes] = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
}


class Picture(Model):
    """Show a picture beside a choice, whose words say what it shows; `data` is base64."""

    type: PictureType
    data: str

    @property
    def content(self) -> bytes:
        """Return the picture's bytes; empty where `data` is not base64."""
        return _content(self)

    @property
    def digest(self) -> str:
        """Return the name under which the picture is served: 32 digits of its hash."""
        return hashlib.sha256(self.content).hexdigest()[:32]

    @property
    def is_what_it_says(self) -> bool:
        """Tell whether the bytes begin as the type does."""
        found = self.content
        return found.startswith(_BEGINNINGS[self.type]) and (self.type != "image/webp" or found[8:12] == b"WEBP")


@remembered
def _content(picture: Picture) -> bytes:
    try:
        return base64.b64decode(picture.data, validate=True)
    except binascii.Error:
        return b""
