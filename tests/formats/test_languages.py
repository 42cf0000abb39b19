"""What people call languages becomes BCP 47."""

from __future__ import annotations

import pytest

from surveyapp.formats.languages import language_tag, private_tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("English (en)", "en"),
        ("english", "en"),
        ("EN", "en"),
        ("Français", "fr"),
        ("Tiếng Việt", "vi"),
        ("Spanish (es-MX)", "es-MX"),
        ("pt_BR", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("de-informal", "de-x-informal"),
        ("ca-valencia", "ca-valencia"),
        ("default", "und"),
        ("Klingonish", None),
        ("", None),
        ("(en", None),
    ],
)
def test_names_and_codes(name: str, tag: str | None) -> None:
    assert language_tag(name) == tag


def test_a_language_that_nobody_knows_has_a_private_tag() -> None:
    assert private_tag("Klingonish!") == "und-x-klingoni"
    assert private_tag("語") == "und-x-other"
