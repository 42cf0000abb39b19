"""Let a report be published by a named person, once nothing that must be disclosed is missing, and freeze it then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.report.manifest import FORMAT as MANIFEST
from analysis.report.manifest import hash_of

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


def publish(manifest: Path, *, by: str, role: str, on: date) -> Publication:
    """Mark the report of a manifest as published and write publication.json beside it.

    Raise PublicationError while a mandatory item is empty, a file is missing or not as it was written, nobody is
    named, or another manifest was published here.
    """
    content = _content(manifest)
    told = Publication(hash_of(content), by.strip(), role.strip(), on)
    reasons = reasons_against(json.loads(content))
    reasons += [] if told.by and told.role else ["Name the person who publishes, and their role."]
    reasons += _changed(manifest.parent, json.loads(content).get("reports", {}))
    before = published_in(manifest.parent)
    if before is not None:
        reasons.append(f"{before['by']} published a report in this folder on {before['on']}; it stays as it is.")
    if reasons:
        raise PublicationError("\n".join(reasons))
    (manifest.parent / FILE).write_text(told.as_json(), "utf-8")
    return told


def reasons_against(manifest: Mapping[str, Any]) -> list[str]:
    """List everything mandatory that the report of a manifest does not state."""
    if manifest.get("format") != MANIFEST:
        return [f"This is not a manifest that this version can publish (it needs {MANIFEST})."]
    missing = [item for item in manifest["items"] if item["mandatory"] and item["filled_by"] is None]
    return [f"Not stated: {item['title']} ({item['id']}; {', '.join(item['asked_by'])})." for item in missing]


def published_in(folder: Path) -> dict[str, Any] | None:
    """Return what was published in a folder, None where nothing was."""
    file = folder / FILE
    if not file.exists():
        return None
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return told


def _content(manifest: Path) -> bytes:
    try:
        content = manifest.read_bytes()
        json.loads(content)
    except FileNotFoundError:
        raise PublicationError(f"There is no file {manifest.name}.") from None
    except ValueError as broken:
        raise PublicationError(f"{manifest.name} is not valid JSON: {broken}.") from broken
    return content


def _changed(folder: Path, files: Mapping[str, str]) -> list[str]:
    reasons = []
    for name, wanted in files.items():
        if not (folder / name).exists():
            reasons.append(f"The file {name} is not there any more.")
        elif hash_of((folder / name).read_bytes()) != wanted:
            reasons.append(f"The file {name} is not as it was written.")
    return reasons
