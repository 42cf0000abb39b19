"""Carry the same protective headers on every answer of both applications, and on files those that concern them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final
from wsgiref.headers import Headers as WsgiHeaders

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY: Final = (
    "default-src 'none';style-src 'self';script-src 'self';form-action 'self';img-src 'self' data:;"
    "base-uri 'none';frame-ancestors 'none';connect-src 'self'"
)
PROTECTION: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(),geolocation=(),microphone=(),payment=(),usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "none",
}
OF_SUBRESOURCES: Final = frozenset({"Cross-Origin-Resource-Policy", "X-Content-Type-Options"})
"""The rest says what a page may do, be framed by or tell others; a stylesheet or a script is no page."""
_SECURE: Final = ("Strict-Transport-Security", "max-age=31536000")


def protect(app: Flask, *, policy: str = POLICY) -> None:
    """Put the headers on every answer of `app`; a view may set its own content policy, which then stays."""
    app.wsgi_app = _Protected(app.wsgi_app, policy)  # type: ignore[method-assign]


class _Protected:
    """Add the headers where an answer leaves: they are the same for all, and are put together once."""

    def __init__(self, inner: WSGIApplication, policy: str) -> None:
        every = {**PROTECTION, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
        self.inner, self.every = inner, [(name.lower(), (name, value)) for name, value in every.items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            there = {name.lower() for name, _ in headers}
            headers += [header for name, header in self.every if name not in there]
            if environ["wsgi.url_scheme"] == "https" and _SECURE[0].lower() not in there:
                headers.append(_SECURE)
            return start_response(status, headers, *failed)

        return self.inner(environ, start)


def trust_proxies(app: Flask, count: int) -> None:
    """Believe `count` proxies in front about the scheme and the host; nobody is believed about an address.

    The address of whoever asks is of no interest here.
    """
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=count, x_host=count)  # type: ignore[method-assign]


def add_file_protection(headers: WsgiHeaders, path: str) -> None:
    """Add what concerns a stylesheet or a script; any other file may be opened as a page and is protected as one."""
    subresource = path.endswith((".css", ".js"))
    for name, value in PROTECTION.items():
        if not subresource or name in OF_SUBRESOURCES:
            headers.setdefault(name, value)
