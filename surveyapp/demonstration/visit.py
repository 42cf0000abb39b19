"""Answer a survey over HTTP, one page after another, on one connection."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from surveyapp.demonstration.forms import Fieldset, SurveyPage, read_page

MOST_PAGES = 120
Answer = Callable[[Fieldset], list[tuple[str, str]]]


class VisitFailed(RuntimeError):
    """The survey did not lead to an ending; the message says on which page."""


@dataclass(slots=True)
class Visitor:
    """One keep-alive connection to a server on this machine."""

    connection: http.client.HTTPConnection

    def get(self, path: str) -> SurveyPage:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]]) -> SurveyPage:
        return self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> SurveyPage:
        headers = {"Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise VisitFailed(f"{method} {urlsplit(path).path} answered {response.status}")
        return read_page(content.decode())


def visitor(host: str, port: int) -> Visitor:
    """Open a connection to the respondent app."""
    return Visitor(http.client.HTTPConnection(host, port, timeout=60))


def complete(visitor: Visitor, start: str, answer: Answer) -> str:
    """Go from the first page to an ending and return its outcome; raise VisitFailed where there is none."""
    page = visitor.get(start)
    for _ in range(MOST_PAGES):
        if page.outcome is not None:
            return page.outcome
        if not page.action:
            raise VisitFailed("a page has neither a survey form nor an ending")
        fields = [*page.hidden]
        for fieldset in page.fieldsets:
            fields.extend(answer(fieldset))
        page = visitor.post(page.action, [*fields, ("action", "next")])
    raise VisitFailed(f"no ending after {MOST_PAGES} pages; the last was {page.number}")
