"""Serve stylesheets and scripts under names that carry a hash of their content: browsers may keep them for good.

No build step is needed: the parts are joined, hashed and compressed when the application starts. Two scripts were made
small beforehand (`make scripts`), and are served as they are written where that is out of date.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, cast
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from surveyapp.web.built import STATIC, built_script
from surveyapp.web.headers import add_file_protection

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def serve_assets(app: Flask, bundles: Mapping[str, Sequence[str]], made: Mapping[str, str] | None = None) -> None:
    """Serve each bundle (its name, and the files under `static/` that it joins) and let templates say `asset(name)`.

    `made` are texts that stand in no file, by their names.

    The joined files live in a temporary folder for as long as the application does in the process that made it;
    processes forked from that one read the same files.
    """
    folder = Path(tempfile.mkdtemp(prefix="surveyapp-assets-"))
    weakref.finalize(app, _remove, folder, os.getpid())
    texts = {name: joined(name, parts) for name, parts in bundles.items()} | dict(made or {})
    addresses = {name: f"/static/{_write(folder, name, text.encode())}" for name, text in texts.items()}
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


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def joined(name: str, parts: Sequence[str]) -> str:
    """Return files under `static/` as one, without what only their readers here need."""
    if name.endswith(".js"):
        return built_script(name, parts)
    content = "\n".join((STATIC / part).read_text("utf-8") for part in parts)
    return _COMMENT.sub("", content) if name.endswith(".css") else content


def _write(folder: Path, name: str, content: bytes) -> str:
    """Write a file as it is and compressed in two ways, and return its name, which carries its hash.

    The files have no time: who keeps them for good need not ask again, and is spared the headers for it.
    """
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    small = {"": content, ".gz": gzip.compress(content, mtime=0), ".br": _brotli(content)}
    for ending, written in small.items():
        path = folder / f"{hashed}{ending}"
        path.write_bytes(written)
        os.utime(path, (0, 0))
    return hashed


@lru_cache(maxsize=32)
def _brotli(content: bytes) -> bytes:
    return cast(bytes, brotli.compress(content, mode=brotli.MODE_TEXT))


def _protect(headers: Headers, path: str, url: str) -> None:
    add_file_protection(headers, path)
