"""Serve without sessions: nothing is read from a cookie, and none is set."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface


class NoSessions(SessionInterface):
    """Give every request the same session, which cannot be written to."""

    nothing = NullSession()

    def open_session(self, _app: Flask, _request: Request) -> NullSession:
        return self.nothing
