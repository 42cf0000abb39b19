"""Name the language of a typeset page as the typesetter takes it, which knows regions but no scripts."""

from __future__ import annotations

from typing import Final

REGIONS: Final = {"zh-Hans": "CN", "zh-Hant": "TW"}
"""The region that a voice and a typesetter take for a script of Chinese (CLDR, likely subtags)."""


def spoken(tag: str) -> dict[str, str | None]:
    """Return language and region of a tag such as "zh-Hans" or "vi-US"; no region where none is meant."""
    language, _, rest = tag.partition("-")
    return {"lang": language, "region": REGIONS.get(tag, rest if len(rest) == 2 else None)}
