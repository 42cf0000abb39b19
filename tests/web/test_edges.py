"""What both applications share at the edge: one commit, named troubles, limits, hashed assets."""

from __future__ import annotations

import gzip
import io

import pytest
from flask import Flask, Response, request
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from surveyapp.services.failures import DatabaseBusy, UnknownSurvey
from surveyapp.web.assets import serve_assets
from surveyapp.web.compression import SMALLEST, compress_pages
from surveyapp.web.errors import Trouble, answer_errors
from surveyapp.web.headers import POLICY, protect, trust_proxies
from surveyapp.web.limits import clean, limit_requests
from surveyapp.web.transaction import attach_database, begin_to_write, reading, session, writing, writing_late


@pytest.fixture
def app(database_url: str, engine: Engine) -> Flask:
    made = Flask("edge", static_folder=None)
    attach_database(made, database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (word TEXT)"))

    @writing
    def write() -> str:
        session().execute(text("INSERT INTO note VALUES ('kept')"))
        return "saved"

    @writing
    def fail() -> str:
        session().execute(text("INSERT INTO note VALUES ('lost')"))
        raise DatabaseBusy

    @reading
    def read() -> str:
        return str(session().execute(text("SELECT count(*) FROM note")).scalar())

    @writing_late
    def think() -> str:
        found = int(session().execute(text("SELECT count(*) FROM note")).scalar_one())
        begin_to_write(session())
        session().execute(text("INSERT INTO note VALUES ('first')"))
        session().execute(text("INSERT INTO note VALUES ('second')"))
        if "fail" in request.args:
            raise DatabaseBusy
        return str(found)

    for name, view in (("write", write), ("fail", fail), ("read", read), ("think", think)):
        made.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    answer_errors(made, lambda trouble: (trouble.code, trouble.status))
    return made


def test_what_a_view_wrote_is_durable_when_its_answer_leaves(app: Flask, engine: Engine) -> None:
    assert app.test_client().post("/write").data == b"saved"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT word FROM note")).scalars().all() == ["kept"]


def test_a_view_that_fails_leaves_nothing(app: Flask) -> None:
    client = app.test_client()
    assert (client.post("/fail").status_code, client.get("/read").data) == (503, b"0")


def test_a_view_that_thinks_before_it_writes_keeps_all_or_nothing(app: Flask) -> None:
    client = app.test_client()
    assert (client.post("/think?fail").status_code, client.get("/read").data) == (503, b"0")
    assert (client.post("/think").data, client.get("/read").data) == (b"0", b"2")
    assert (client.post("/write").data, client.get("/read").data) == (b"saved", b"3")


def test_a_session_serves_one_request_after_another(app: Flask) -> None:
    client = app.test_client()
    for _ in range(30):
        client.post("/write")
        client.post("/fail")
    assert client.get("/read").data == b"30"


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (DatabaseBusy(), Trouble("unavailable", 503)),
        (OperationalError("select", {}, Exception("gone")), Trouble("unavailable", 503)),
        (UnknownSurvey(), Trouble("not-found", 404)),
        (KeyError("a typed secret"), Trouble("internal", 500)),
    ],
    ids=repr,
)
def test_every_error_has_its_trouble(error: Exception, trouble: Trouble, caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("edge")
    answer_errors(app, lambda found: (f"{found.code} {found.status}", 200))

    def fail() -> str:
        raise error

    app.add_url_rule("/", "fail", fail)
    assert app.test_client().get("/").text == f"{trouble.code} {trouble.status}"
    assert "secret" not in caplog.text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", b"not-found"), ("/write", b"malformed")])
def test_requests_for_nothing_have_theirs(app: Flask, path: str, status: bytes) -> None:
    assert app.test_client().delete(path).data == status


def test_a_view_may_bring_its_own_policy() -> None:
    app = Flask("edge")
    protect(app)
    app.add_url_rule("/own", "own", lambda: Response("", headers={"Content-Security-Policy": "default-src 'self'"}))
    app.add_url_rule("/ours", "ours", lambda: "")
    client = app.test_client()
    assert client.get("/own").headers["Content-Security-Policy"] == "default-src 'self'"
    assert client.get("/ours").headers["Content-Security-Policy"] == POLICY
    secure = client.get("/ours", base_url="https://example.org")
    assert "Strict-Transport-Security" in secure.headers


def test_only_a_trusted_proxy_says_that_the_way_was_secure() -> None:
    for trusted, told in ((0, False), (1, True)):
        app = Flask("edge")
        protect(app)
        trust_proxies(app, trusted)
        app.add_url_rule("/", "here", lambda: str(request.remote_addr))
        answer = app.test_client().get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})
        assert ("Strict-Transport-Security" in answer.headers) is told
        assert "203.0.113.7" not in answer.text


def test_a_body_beyond_the_limit_is_refused_before_it_is_read() -> None:
    app = Flask("edge")
    limit_requests(app, largest_body=1000)
    answer_errors(app, lambda trouble: (trouble.code, trouble.status))
    app.add_url_rule("/", "post", lambda: str(len(request.form)), methods=["POST"])
    client = app.test_client()
    assert client.post("/", data={"a": "x" * 500}).status_code == 200
    assert client.post("/", data={"a": "x" * 5000}).data == b"too-large"


def test_a_body_that_does_not_say_how_large_it_is_is_refused_before_it_is_read() -> None:
    app = Flask("edge")
    limit_requests(app)
    answer_errors(app, lambda trouble: (trouble.code, trouble.status))
    app.add_url_rule("/", "post", lambda: str(len(request.form)), methods=["POST"])
    told = {"Transfer-Encoding": "chunked"}
    answer = app.test_client().post(
        "/", headers=told, input_stream=Unreadable(), environ_base={"wsgi.input_terminated": True}
    )
    assert (answer.status_code, answer.data) == (411, b"malformed")


class Unreadable(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \r\n b\r", "a \n b"),
        ("\0\x07bell", "bell"),
        ("\ud83d", ""),
        ("Vie\u0323\u0302t", "Việt"),
        ("نص\u200cعربي", "نص\u200cعربي"),
        ("\u200fabc", "\u200fabc"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_typed_text_is_cleaned_of_what_cannot_be_stored(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_assets_are_joined_hashed_compressed_and_kept_for_good() -> None:
    app = Flask("edge")
    serve_assets(app, {"all.css": ("respondent/tokens.css", "respondent/bar.css")})
    address = app.jinja_env.globals["asset"]("all.css")  # type: ignore[operator]
    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    sheet = gzip.decompress(answer.data).decode()
    assert ":root{" in sheet and ".bar{" in sheet and "/*" not in sheet
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"Last-Modified", "ETag"}.isdisjoint(answer.headers), "who keeps it for good never asks again"
    assert app.test_client().get(address, headers={"Accept-Encoding": "identity"}).text == sheet


def test_long_pages_are_compressed_for_whoever_takes_it() -> None:
    app = Flask("edge")
    compress_pages(app)
    app.add_url_rule("/long", "long", lambda: "x" * SMALLEST)
    app.add_url_rule("/short", "short", lambda: "x")
    client, takes = app.test_client(), {"Accept-Encoding": "gzip"}
    assert gzip.decompress(client.get("/long", headers=takes).data) == b"x" * SMALLEST
    assert client.get("/long", headers={"Accept-Encoding": "identity"}).text == "x" * SMALLEST
    assert client.get("/long", headers={"Accept-Encoding": "gzip;q=0"}).text == "x" * SMALLEST
    assert "Content-Encoding" not in client.get("/short", headers=takes).headers
