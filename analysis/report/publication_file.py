"""Say beside the files of a report that it was published: by whom, as what, when, and with which manifest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

FORMAT = "publication-1"
FILE = "publication.json"


class PublicationError(ValueError):
    """The report may not be published; the message lists every reason, a line each."""


@dataclass(frozen=True)
class Publication:
    """Who published which manifest, and when; the manifest's hash covers every file of the report."""

    manifest_hash: str
    by: str
    role: str
    on: date

    def as_json(self) -> str:
        told = {"format": FORMAT} | asdict(self) | {"on": self.on.isoformat()}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def published_in(folder: Path) -> dict[str, Any] | None:
    """Return what was published in a folder, None where nothing was."""
    file = folder / FILE
    if not file.exists():
        return None
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return told
