"""Migrations and translations are found in a checkout and in a wheel."""

from pathlib import Path

import pytest

from surveyapp import places


def test_in_a_checkout_they_lie_beside_the_package() -> None:
    assert (places.migrations() / "env.py").is_file()
    assert places.translations().name == "translations"


def test_in_a_wheel_they_lie_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "surveyapp")
    assert places.migrations() == tmp_path / "surveyapp" / "_bundled" / "migrations"
    assert places.translations() == tmp_path / "surveyapp" / "_bundled" / "translations"
