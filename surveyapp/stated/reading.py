"""Read JSON that a person wrote, or say in a sentence why it cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_json(path: Path, unfit: type[ValueError]) -> Any:
    """Return the plain values of a file; raise `unfit` where there is no such file or it is not JSON."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise unfit(f"There is no file {path.name}.") from None
    return json_from(text, path.name, unfit)


def json_from(text: str, name: str, unfit: type[ValueError]) -> Any:
    """Return the plain values of a text that is called `name`; raise `unfit` where it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise unfit(f"{name} is not valid JSON: {broken}.") from broken
