"""Stand before an application as its next release: other assets, another page, and a paper only that page can read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from surveyapp.respondent.kiosk.paper import FORMAT

_ASSET = re.compile(r"/static/kiosk\.([0-9a-f]{12})\.")
_NEXT_ASSET = re.compile(r"/static/kiosk\.([0-9a-f]{12})next\.")
_RELEASE = re.compile(r'(const RELEASE = "|data-release="?)')
_FORMATS = (
    (f"const FORMAT = {FORMAT};", f"const FORMAT = {FORMAT + 1};"),
    (f'"format":{FORMAT},', f'"format":{FORMAT + 1},'),
)


class Releases:
    """Serve an application as it is, and from `release` on as another release: assets of the earlier are gone.

    `broken` are endings of paths that answer with an error.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.is_new = False
        self.broken: tuple[str, ...] = ()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        if self.is_new:
            environ.pop("HTTP_IF_NONE_MATCH", None)
        if path.startswith("/static/kiosk.") and bool(_NEXT_ASSET.match(path)) != self.is_new:
            return Response("gone", 404)(environ, start_response)
        if self.broken and path.endswith(self.broken):
            return Response("broken", 503)(environ, start_response)
        environ["PATH_INFO"] = _NEXT_ASSET.sub(r"/static/kiosk.\1.", path)
        response = Response.from_app(self.app, environ, buffered=True)
        if self.is_new and "/kiosk" in path and response.mimetype != "image/png" and response.status_code == 200:
            self._renew(response)
        return response(environ, start_response)

    def _renew(self, response: Response) -> None:
        said = response.get_data(as_text=True)
        said = _RELEASE.sub(r"\1next-", _ASSET.sub(r"/static/kiosk.\g<1>next.", said))
        for before, after in _FORMATS:
            said = said.replace(before, after)
        response.set_data(said)
        if "Kiosk-Release" in response.headers:
            response.headers["Kiosk-Release"] = f"next-{response.headers['Kiosk-Release']}"
