"""Serve stylesheets and scripts under names that carry a hash of their content: browsers may keep them for good.

There is no build step: the parts are joined, hashed and compressed when the application starts.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from wsgiref.headers import Headers

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

from surveyapp.web.headers import POLICY, add_protection

STATIC: Final = Path(__file__).resolve().parents[1] / "static"
_COMMENT: Final = re.compile(rb"/\*.*?\*/", re.DOTALL)
_SCRIPT_COMMENT: Final = re.compile(rb"^\s*/\*.*?\*/$", re.DOTALL | re.MULTILINE)
_INDENT: Final = re.compile(rb"^[ \t]+", re.MULTILINE)


def serve_assets(app: Flask, bundles: Mapping[str, Sequence[str]]) -> None:
    """Serve each bundle (its name, and the files under `static/` that it joins) and let templates say `asset(name)`.

    The joined files live in a temporary folder for as long as the application does in the process that made it;
    processes forked from that one read the same files.
    """
    folder = Path(tempfile.mkdtemp(prefix="surveyapp-assets-"))
    weakref.finalize(app, _remove, folder, os.getpid())
    addresses = {name: f"/static/{write_bundle(folder, name, parts)}" for name, parts in bundles.items()}
    noise = WhiteNoise(
        app.wsgi_app,
        root=folder,
        prefix="static/",
        allow_all_origins=False,
        add_headers_function=_protect,
        immutable_file_test=lambda path, url: True,
    )
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = addresses.__getitem__
    app.jinja_env.globals["sheet"] = lambda name: Markup(_sheet(folder, addresses[name]))  # noqa: S704  our own file
    app.extensions["sheet-hashes"] = {
        name: _hash_of(_sheet(folder, address)) for name, address in addresses.items() if name.endswith(".css")
    }


def policy_with(app: Flask, name: str) -> str:
    """Return the content policy of a page that carries a stylesheet in itself: it names that one by its hash."""
    return POLICY.replace("style-src 'self'", f"style-src 'self' '{app.extensions['sheet-hashes'][name]}'")


def _sheet(folder: Path, address: str) -> str:
    return (folder / Path(address).name).read_text("utf-8")


def _hash_of(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def write_bundle(folder: Path, name: str, parts: Sequence[str]) -> str:
    """Join files under `static/` into one, as it is and compressed, and return its name, which carries its hash."""
    content = b"\n".join((STATIC / part).read_bytes() for part in parts)
    if name.endswith(".css"):
        content = _COMMENT.sub(b"", content)
    if name.endswith(".js"):
        content = _INDENT.sub(b"", _SCRIPT_COMMENT.sub(b"", content))
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    (folder / hashed).write_bytes(content)
    (folder / f"{hashed}.gz").write_bytes(gzip.compress(content, mtime=0))
    return hashed


def _protect(headers: Headers, path: str, url: str) -> None:
    add_protection(headers)
