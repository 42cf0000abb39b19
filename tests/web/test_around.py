"""A page that was put together from a common and an own part unpacks to just that page, however it was compressed."""

from __future__ import annotations

import gzip
import os

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.web.around import HARDEST, LARGE, SHORTEST, Around, Encoding, squeeze

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
PLACES = st.text(alphabet="abcXYZ019-_", max_size=80)
ENCODINGS: tuple[Encoding, ...] = ("br", "gzip")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def whole(around: Around, part: bytes, encoding: Encoding) -> bytes | None:
    small = around.compressed(part, encoding)
    return None if small is None else UNPACK[encoding](small)


@given(TEXTS, TEXTS, st.lists(PLACES, min_size=1, max_size=20), st.sampled_from(ENCODINGS))
def test_a_page_unpacks_to_what_it_was_put_together_from(
    before: str, after: str, places: list[str], encoding: Encoding
) -> None:
    around = Around(before, after)
    for place in places:
        wanted = f"{before}{place}{after}".encode()
        unpacked = whole(around, place.encode(), encoding)
        assert unpacked == wanted or (unpacked is None and encoding == "br" and len(place) < SHORTEST)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_end_of_a_page_points_back_over_a_part_of_any_length(encoding: Encoding) -> None:
    listed = "".join(f"<option value={n}>country {n * 7919}</option>" for n in range(500))
    around = Around(listed, listed[::-1] + listed[:20_000])
    for size in (30, 300, 40_000, 65_535):
        part = os.urandom(size).hex()[:size].encode()
        assert whole(around, part, encoding) == around.before + part + around.after


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_both_ends_share_is_sent_once(encoding: Encoding) -> None:
    told, part = os.urandom(3000).hex(), b"a place of somebody"
    apart = sum(len(Around(*ends).compressed(part, encoding)) for ends in ((told, ""), ("", told)))
    assert len(Around(told, told).compressed(part, encoding)) < 0.6 * apart


def test_a_list_is_compressed_hardest_only_where_it_is_sent_again_and_again() -> None:
    listed = "".join(f"<option value={n}>country {n * 7919}</option>" for n in range(LARGE // 20))
    part = "a place of somebody"
    quick = len(brotli.compress(listed.encode(), quality=5))
    assert len(squeeze(listed.encode(), "br")) > 0.95 * quick
    assert len(squeeze(listed.encode(), "br", quality=HARDEST)) < 0.95 * quick
    assert len(Around(listed, "").compressed(part.encode(), "br")) < 0.95 * quick + len(part)
