"""A page that was put together from a common and an own part unpacks to just that page, however it was compressed."""

from __future__ import annotations

import gzip
import os

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.web import compression
from surveyapp.web.compression import Around, Joined, compress_pages

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
PLACES = st.text(alphabet="abcXYZ019-_", max_size=80)


@given(TEXTS, TEXTS, st.lists(PLACES, min_size=1, max_size=20))
def test_a_page_unpacks_to_what_it_was_put_together_from(before: str, after: str, places: list[str]) -> None:
    around = Around(before, after)
    for place in places:
        assert gzip.decompress(around.compressed(place.encode())).decode() == f"{before}{place}{after}"


def test_the_end_of_a_page_points_back_over_a_part_of_any_length() -> None:
    listed = "".join(f"<option value={n}>country {n * 7919}</option>" for n in range(2500))
    around = Around(listed, listed[::-1] + listed[:20_000])
    for size in (1, 300, 40_000, 65_535):
        part = os.urandom(size).hex()[:size].encode()
        assert gzip.decompress(around.compressed(part)) == around.before + part + around.after


def test_what_both_ends_share_is_sent_once() -> None:
    told = os.urandom(3000).hex()
    apart = len(Around(told, "").compressed(b"x")) + len(Around("", told).compressed(b"x"))
    assert len(Around(told, told).compressed(b"x")) < 0.6 * apart


def test_a_page_is_compressed_once_however_long_it_is_and_however_often_it_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    squeezed: list[bytes] = []
    squeeze = compression._squeezed
    monkeypatch.setattr(
        compression,
        "_squeezed",
        lambda content, *rest, **given: squeezed.append(content) or squeeze(content, *rest, **given),
    )
    monkeypatch.setattr(gzip, "compress", lambda *_, **__: pytest.fail("a page was compressed again as a whole"))
    around = Around("before " * 5000, " after" * 5000)
    app = Flask("pages")
    app.add_url_rule("/<place>", "page", lambda place: Joined.of(around, place))
    compress_pages(app)
    client = app.test_client()
    for place in ("aaaa", "bbbb", "cccc"):
        answer = client.get(f"/{place}", headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(answer.data) == around.before + place.encode() + around.after
    assert len(squeezed) == 2


def test_a_page_whose_own_part_is_very_long_is_sent_all_the_same() -> None:
    around, part = Around("before " * 500, " after" * 500), "x" * 70_000
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: Joined.of(around, part))
    compress_pages(app)
    answer = app.test_client().get("/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data) == around.before + part.encode() + around.after
