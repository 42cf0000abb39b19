"""Pages go out as small as whoever asks can take them, and the common part of a page is compressed once."""

from __future__ import annotations

import gzip
import random

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.web import around as module
from surveyapp.web.around import HARDEST, QUICK, Around, Joined, squeeze
from surveyapp.web.compression import HARD, NEARLY, ROOM, compress_pages

PLACES = ("the place of mine", "the place of hers", "the place of his.")
AROUND = Around("before " * 5000, " after" * 5000)


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("pages")
    app.add_url_rule("/<place>", "page", lambda place: Joined.of(AROUND, place))
    compress_pages(app)
    return app.test_client()


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("*", "br"),
        ("identity", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
def test_an_answer_goes_out_as_its_reader_likes_it(client: FlaskClient, accepted: str, sent: str | None) -> None:
    answer = client.get(f"/{PLACES[0]}", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert unpack(answer.data) == AROUND.before + PLACES[0].encode() + AROUND.after


def test_a_page_is_compressed_once_however_long_it_is_and_however_often_it_is_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for encoding in ("br", "gzip"):
        client.get(f"/{PLACES[0]}", headers={"Accept-Encoding": encoding})
    for name in ("_squeezed", "_compressor", "squeeze"):
        monkeypatch.setattr(module, name, lambda *_, **__: pytest.fail("a page was compressed again"))
    for place in PLACES:
        for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            answer = client.get(f"/{place}", headers={"Accept-Encoding": encoding})
            assert unpack(answer.data) == AROUND.before + place.encode() + AROUND.after


@pytest.mark.parametrize("size", [0, 1, 70_000])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_page_whose_own_part_is_very_long_or_short_is_sent_all_the_same(
    client: FlaskClient, size: int, encoding: str
) -> None:
    place = "x" * size
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: Joined.of(AROUND, place))
    compress_pages(app)
    answer = app.test_client().get("/", headers={"Accept-Encoding": encoding})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    assert unpack(answer.data) == AROUND.before + place.encode() + AROUND.after


def listed(most: int) -> bytes:
    """Return a list that is the longest of which that many bytes are left by quick compression."""
    drawn, text = random.Random(3), b""
    while len(squeeze(text, "br")) < most:
        text += b"".join(
            b"<option value=%d>country %d" % (drawn.randrange(999), drawn.randrange(9999)) for _ in range(9)
        )
    return text


def weights(text: bytes, times: int) -> list[int]:
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: text)
    compress_pages(app)
    client = app.test_client()
    return [len(client.get("/", headers={"Accept-Encoding": "br"}).data) for _ in range(times)]


@pytest.mark.parametrize("most", [3000, ROOM - 200, NEARLY + 200, 20_000])
def test_a_page_that_goes_out_once_is_compressed_quickly(most: int) -> None:
    text = listed(most)
    assert weights(text, 2) == [len(squeeze(text, "br", quality=QUICK))] * 2


def test_what_just_misses_its_room_is_compressed_hardest_as_long_as_that_is_rare() -> None:
    text = listed(ROOM + 100)
    quick, hard = (len(squeeze(text, "br", quality=quality)) for quality in (QUICK, HARDEST))
    assert hard < ROOM < quick
    found = weights(text, int(HARD[0]) + 20)
    assert found[0] == hard and found[-1] == quick
