"""Collection points: a link and a poster of its own for each, and counts that give no small cell away."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageFilter
from sqlalchemy import Engine, text

from surveyapp.console.points import shown_points
from surveyapp.console.poster import Line, code_svg, line_in, poster_pdf
from surveyapp.database import reading, writing
from surveyapp.instruments import bundled_cut
from surveyapp.services import answering, kiosks, points
from surveyapp.services.fielded import Point
from tests.console.fieldwork import count, survey_of
from tests.console.house import OURS, Members, token_of
from tests.services.fieldwork import new_id

PAGE = f"/surveys/{OURS}/field/points"


@pytest.fixture
def officer(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "field-officer")
    return client


def add(client: FlaskClient, **given: str) -> int:
    token = token_of(client.get(PAGE).text)
    return client.post(PAGE, data={"csrf_token": token, "channel": "qr", **given}).status_code


def test_a_point_gets_a_link_that_leads_to_it(officer: FlaskClient, engine: Engine) -> None:
    assert add(officer, name="seoul-1", source="consulate", country="kr") == 303
    found = re.search(rf"/s/{OURS}\?p=([0-9a-z]+)", officer.get(PAGE).text)
    assert found
    with reading(engine) as session:
        point = answering.find_point(session, survey_of(session).survey_id, found.group(1), secret="k" * 40)
    assert point is not None
    assert (point.id, point.sample_source, point.channel, point.country) == ("seoul-1", "consulate", "qr", "KR")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "Seoul 1"}, "small letters"),
        ({"name": ""}, "small letters"),
        ({"name": "seoul", "country": "KOR"}, "two letters"),
        ({"name": "web"}, "has a point of that name already"),
    ],
)
def test_a_wrong_point_is_explained_and_nothing_typed_is_lost(
    officer: FlaskClient, given: dict[str, str], told: str
) -> None:
    token = token_of(officer.get(PAGE).text)
    answer = officer.post(PAGE, data={"csrf_token": token, "channel": "qr", "source": "my source", **given})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="my source"' in answer.text


def test_a_link_made_elsewhere_is_not_invented(officer: FlaskClient, engine: Engine) -> None:
    count(engine, {("qr", "en"): 7})
    assert "Whoever made this link keeps it" in officer.get(PAGE).text
    assert officer.get(f"{PAGE}/qr/poster.pdf").status_code == 404


def linked(name: str, source: str) -> points.LinkedPoint:
    return points.LinkedPoint(Point(name, 1, source, "qr", "web", None, {}), "")


def test_counts_hide_small_cells_within_their_source(app: Flask) -> None:
    there = [linked("a", "s"), linked("b", "s"), linked("c", "t")]
    counted = {("a", "complete"): 2, ("b", "complete"): 9, ("c", "complete"): 30}
    with app.test_request_context():
        shown = shown_points(there, counted, frozenset({"s", "t"}))
        hidden = shown_points(there, counted, frozenset({"s"}))
    assert [shown[name][1].kind for name in "abc"] == ["small", "hidden", "figure"]
    assert hidden["c"][1].kind == "hidden"
    assert shown["a"][0].kind == "none"


def test_the_poster_is_a_page_of_lines_and_letters(tmp_path: Path) -> None:
    lines = [Line("Khảo sát", "vi", rtl=False), Line("استبيان", "ar", rtl=True), Line("问卷", "zh", rtl=False)]
    file = tmp_path / "poster.pdf"
    file.write_bytes(poster_pdf("https://example.org/s/news?p=abc", lines))
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    written = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    pictures = subprocess.run(["pdfimages", "-list", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Khảo sát" in written and "https://example.org/s/news?p=abc" in written
    assert len(pictures.splitlines()) == 2, "only the heading of the list: nothing is a bitmap"


def test_a_poster_in_every_language_is_one_page_whose_code_is_printed_as_it_was_made(tmp_path: Path) -> None:
    """The page is rasterised, and the code read module by module from its place."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    title, address = bundled_cut("kiosk").title, "https://khaosat.example.vn/s/kiosk-2026?p=70t7snxzk149cpzm"
    file = tmp_path / "poster.pdf"
    lines = [line_in(text, tag, rtl=tag == "ar") for tag, text in title.items()]
    file.write_bytes(poster_pdf(address, lines, "Tân Sơn Nhất"))
    told = [
        subprocess.run([tool, *more, str(file)], capture_output=True, check=True).stdout
        for tool, more in (("pdfinfo", ()), ("pdffonts", ()), ("pdftoppm", ("-r", "150", "-gray", "-singlefile")))
    ]
    assert b"Pages:           1\n" in told[0]
    fonts = [line.split() for line in told[1].decode().splitlines()[2:]]
    assert [font[0] for font in fonts if font[-5] != "yes"] == [], "every font is embedded"
    assert any("Arabic" in font[0] for font in fonts)
    faces = " ".join(font[0].lower() for font in fonts)
    assert [face for face in ("sc", "tc", "jp", "kr") if f"cjk{face}" not in faces] == [], "each its own characters"
    matrix = [list(map(bool, row)) for row in segno.make(address, error="q", micro=False).matrix]
    assert code_in(told[2], len(matrix)) == matrix


@pytest.mark.parametrize("tag", ["ar", "km", "zh-Hant", "th", "ru"])
def test_a_poster_with_a_long_name_is_one_page_and_its_code_is_read_from_a_bad_photograph(
    tmp_path: Path, tag: str
) -> None:
    """Small, askew, out of focus and badly lit, as somebody takes it in passing."""
    if shutil.which("zbarimg") is None or shutil.which("pdftoppm") is None:
        pytest.skip("zbar-tools or poppler-utils is not installed")
    address = "https://khaosat.example.vn/s/kiosk-2026?p=70t7snxzk149cpzm"
    cut, file, photo = bundled_cut("kiosk"), tmp_path / "poster.pdf", tmp_path / "photo.png"
    lines = [line_in(cut.title[name], name, rtl=name == "ar") for name in (tag, "vi")]
    file.write_bytes(poster_pdf(address, lines, f"{cut.title[tag]} – " * 6))
    assert b"Pages:           1\n" in subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True).stdout
    drawn = subprocess.run(["pdftoppm", "-r", "50", "-gray", "-singlefile", str(file)], capture_output=True, check=True)
    page = Image.open(io.BytesIO(drawn.stdout)).rotate(7, expand=True, fillcolor=120)
    page.filter(ImageFilter.GaussianBlur(0.6)).point(lambda tone: 60 + tone // 3).save(photo)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(photo)], capture_output=True, text=True, check=True).stdout
    assert read.strip() == address


def code_in(picture: bytes, size: int) -> list[list[bool]]:
    """Find the upper finder patterns of a code in a grey picture (PGM) and return what stands in each module."""
    [width, height] = map(int, picture.split(maxsplit=3)[1:3])
    pixels = np.frombuffer(picture[-width * height :], np.uint8).reshape(height, width) < 128
    for y in range(height):
        [xs] = np.nonzero(pixels[y])
        if not len(xs) or not pixels[y, xs[0] : xs[-1]].any():
            continue
        module = (xs[-1] + 1 - xs[0]) / size
        edge = [pixels[y, round(xs[0] + (at + 0.5) * module)] for at in range(9)]
        if edge == [True] * 7 + [False, edge[8]] and pixels[y : y + int(6 * module), xs[0] + 2].all():
            at = [round((n + 0.5) * module) for n in range(size)]
            return [[bool(pixels[y + down, xs[0] + right]) for right in at] for down in at]
    raise AssertionError("there is no code")


@pytest.mark.parametrize("spoken", ["vi-US", "en"])
def test_a_poster_in_a_language_that_words_only_what_differs_has_its_parent_s_title(
    officer: FlaskClient, spoken: str
) -> None:
    assert officer.get(f"{PAGE}/web/poster.pdf?language={spoken}").status_code == 200


def test_a_point_s_poster_is_served_as_a_file(officer: FlaskClient) -> None:
    answer = officer.get(f"{PAGE}/web/poster.pdf?language=vi")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_a_code_keeps_its_quiet_margin() -> None:
    assert 'd="M4 4.5h7' in code_svg("https://example.org/s/news")


def test_a_kiosk_is_opened_and_closed_and_its_key_shown_to_those_who_may_open_it(
    app: Flask, officer: FlaskClient, members: Members
) -> None:
    given = {"channel": "kiosk", "label": "Tân Sơn Nhất", "place": "T2", "kind": "airport", "language": "en"}
    assert add(officer, name="sgn", **given) == 303
    page = officer.get(PAGE).text
    assert "Tân Sơn Nhất · T2" in page and "Open a kiosk here" in page
    token = token_of(page)
    assert officer.post(f"{PAGE}/sgn/kiosk", data={"csrf_token": token}).status_code == 303
    key = re.search(r"/kiosk/sgn#([0-9A-Z-]{19})", officer.get(PAGE).text)
    assert key
    auditor = app.test_client()
    members.sign_in(auditor, "auditor")
    assert key[1] not in auditor.get(PAGE).text
    officer.post(f"{PAGE}/sgn/kiosk", data={"csrf_token": token})
    again = officer.get(PAGE).text
    assert key[1] not in again
    officer.post(f"{PAGE}/sgn/kiosk/close", data={"csrf_token": token})
    assert "/kiosk/sgn#" not in officer.get(PAGE).text
    assert officer.post(f"{PAGE}/nowhere/kiosk", data={"csrf_token": token}).status_code == 404


def test_what_a_kiosk_s_server_refused_is_told_tried_again_and_erased(officer: FlaskClient, engine: Engine) -> None:
    assert add(officer, name="sgn", channel="kiosk") == 303
    with writing(engine) as session:
        key = kiosks.open_kiosk(session, survey_of(session).survey_id, "sgn", secret="k" * 40)
        kiosk = kiosks.find_kiosk(session, key, secret="k" * 40)
        assert kiosk is not None
        for number in range(6):
            sealed = kiosks.Sealed("a", "b", str(number))
            kiosks.refuse(session, kiosk, new_id(), "not-cleared", sealed, today=datetime.now(UTC).date())
        queue = kiosks.Queue(9, 7, 5)
        kiosks.count(session, kiosk, new_id(), {}, queue=queue, today=datetime.now(UTC).date())
    page = officer.get(PAGE).text
    for told in ("ends early under the settings of now: 6", "not taken by the server: 7", "deleted on stations: 5"):
        assert told in page
    refused, token = f"{PAGE}/sgn/kiosk/refused", token_of(page)
    assert officer.post(refused, data={"csrf_token": token}).status_code == 303
    with engine.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT tried FROM kiosk_record")).scalars().all() == [None]
    assert officer.post(f"{refused}/erase", data={"csrf_token": token}).status_code == 400
    assert officer.post(f"{refused}/erase", data={"csrf_token": token, "sure": "1"}).status_code == 303
    page = officer.get(PAGE).text
    assert "erased by the staff: 6" in page
    assert "Erase what was refused" not in page


def test_an_unknown_kind_of_place_is_explained(officer: FlaskClient) -> None:
    token = token_of(officer.get(PAGE).text)
    answer = officer.post(PAGE, data={"csrf_token": token, "channel": "qr", "name": "x", "kind": "moon"})
    assert answer.status_code == 422
    assert "kind of place" in answer.text
