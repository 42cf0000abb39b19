"""Know every JSON format that can be read: each is one file of this folder, and adding one adds the format."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from surveyapp.formats.known.format import JsonFormat


@lru_cache(maxsize=1)
def json_formats() -> Mapping[str, JsonFormat]:
    """Return the formats by name, in the order in which a document is held against their marks."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {one.name: one for one in sorted(formats, key=lambda one: (one.rank, one.name))}


__all__ = ["JsonFormat", "json_formats"]
