"""Print what a program reads."""

from __future__ import annotations

import json
from typing import Any

import click


def echo_json(value: Any) -> None:
    """Print a value as indented JSON in UTF-8; where UTF-8 cannot hold it, every character beyond ASCII is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1)
    click.echo(text)
