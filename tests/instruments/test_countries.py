"""Countries and territories carry ISO codes, CLDR names and the instrument's own overlay."""

from collections import Counter
from pathlib import Path

import surveyapp.instruments
from surveyapp.instruments import bundled
from surveyapp.instruments.countries import country_codes, country_names

FOLDER = Path(surveyapp.instruments.__file__).parent / "interest_and_needs_2026"


def test_the_list_holds_the_territories_of_iso_3166() -> None:
    codes = [choice.code for choice in bundled().lists["countries"]]
    assert len(codes) == len(set(codes)) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    assert {"KR", "US", "TW", "VN", "PS"} <= set(codes)
    assert not {"EU", "UN", "XA", "ZZ", "AC"} & set(codes)


def test_names_are_those_of_the_language() -> None:
    assert country_names(FOLDER, "ko")["KR"] == "대한민국"
    assert country_names(FOLDER, "zh-Hans")["JP"] == "日本"
    assert country_names(FOLDER, "ar")["FR"] == "فرنسا"
    assert country_names(FOLDER, "vi")["KR"] == "Hàn Quốc"


def test_the_overlay_comes_before_cldr() -> None:
    assert country_names(FOLDER, "vi")["TW"] == "Đài Loan (Trung Quốc)"
    assert country_names(FOLDER, "en")["VN"] == "Viet Nam"


def test_no_two_countries_share_a_name() -> None:
    for language in ("en", "vi", "zh-Hans", "zh-Hant", "ko", "ja", "ru", "fr", "cs", "ar"):
        names = Counter(country_names(FOLDER, language).values())
        assert [name for name, times in names.items() if times > 1] == []


def test_countries_stand_in_the_order_of_their_english_names() -> None:
    names = country_names(FOLDER, "en")
    in_order = [names[code] for code in country_codes(FOLDER)]
    assert in_order == sorted(in_order)


def test_both_questions_about_countries_share_the_list() -> None:
    for name in ("SCR2", "CIT1", "CIT1B"):
        assert bundled().question_by_id[name].answer.model_dump()["choices"] == "countries"
