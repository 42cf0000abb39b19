"""Languages are found, named and directed; numbers are written as their readers write them."""

import pytest

from surveyapp.catalogues import complete_in, locale_of, missing_in, translator
from surveyapp.web.i18n import direction, number, own_name, preferred


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"), ("vi", "Tiếng Việt"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("ko", "한국어"),
        ("ja", "日本語"), ("ar", "العربية"), ("fr", "Français"), ("ru", "Русский"), ("vi-US", "Tiếng Việt (Hoa Kỳ)"),
        ("cs", "Čeština"), ("pl", "Polski"), ("km", "ខ្មែរ"), ("lo", "ລາວ"),
    ],
)  # fmt: skip
def test_a_language_bears_the_name_its_speakers_give_it(tag: str, name: str) -> None:
    assert own_name(tag) == name


@pytest.mark.parametrize(("tag", "way"), [("ar", "rtl"), ("he", "rtl"), ("vi", "ltr"), ("ja", "ltr"), ("x", "ltr")])
def test_a_language_runs_its_own_way(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize("tag", ["", "x", "xx-YY", "../../etc", "en-", "😀", "a" * 500])
def test_an_unknown_tag_is_read_as_english_and_never_fails(tag: str) -> None:
    assert locale_of(tag).language == "en"
    assert translator("respondent", tag).gettext("Continue") == "Continue"


def test_a_region_speaks_its_language_where_it_has_no_words_of_its_own() -> None:
    assert translator("respondent", "vi-US").gettext("Continue") == translator("respondent", "vi").gettext("Continue")
    assert translator("respondent", "vi").gettext("Continue") == "Tiếp tục"


def test_a_region_is_spoken_to_in_its_own_words_where_it_has_some() -> None:
    message = "Your name, a password, an account number, money, or a document. "
    message += "Whoever asks for these in the name of this survey is not us."
    assert "số tài khoản" in translator("respondent", "vi").gettext(message)
    assert "số trương mục" in translator("respondent", "vi-US").gettext(message)
    assert translator("respondent", "vi-US").ngettext("Choose up to %(limit)s.", "Choose up to %(limit)s.", 3) == (
        translator("respondent", "vi").ngettext("Choose up to %(limit)s.", "Choose up to %(limit)s.", 3)
    )


WAIT = (
    "If you stop before the end, your answers wait %(num)s day for you and are then deleted.",
    "If you stop before the end, your answers wait %(num)s days for you and are then deleted.",
)


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("en", {1: "1 day", 2: "2 days", 5: "5 days", 22: "22 days", 1.5: "1.5 days"}),
        ("fr", {0: "0 jour", 1: "1 jour", 2: "2 jours", 1.5: "1,5 jour", 2.5: "2,5 jours"}),
        ("de", {1: "1 Tag", 2: "2 Tage", 1.5: "1,5 Tage"}),
        ("es", {1: "1 día", 2: "2 días", 1.5: "1,5 días"}),
        ("ru", {1: "1 день", 2: "2 дня", 5: "5 дней", 12: "12 дней", 21: "21 день", 22: "22 дня", 1.5: "1,5 дня"}),
        ("cs", {1: "1 den", 2: "2 dny", 5: "5 dnů", 12: "12 dnů", 21: "21 dnů", 22: "22 dnů", 1.5: "1,5 dne"}),
        ("pl", {1: "1 dzień", 2: "2 dni", 5: "5 dni", 12: "12 dni", 21: "21 dni", 22: "22 dni", 1.5: "1,5 dnia"}),
    ],
)
def test_a_word_takes_the_form_that_its_number_asks_for(tag: str, forms: dict[float, str]) -> None:
    for n, told in forms.items():
        said = translator("respondent", tag).ngettext(*WAIT, n) % {"num": number(n, tag)}  # type: ignore[arg-type]
        assert f" {told}" in said


@pytest.mark.parametrize(
    ("n", "told"),
    [(1, "1 znak."), (2, "2 znaki."), (5, "5 znaków."), (12, "12 znaków."), (22, "22 znaki."), (1.5, "1,5 znaku.")],
)
def test_polish_has_four_forms(n: float, told: str) -> None:
    forms = ("Write at least %(limit)s character.", "Write at least %(limit)s characters.")
    said = translator("respondent", "pl").ngettext(*forms, n) % {"limit": number(n, "pl")}  # type: ignore[arg-type]
    assert said.endswith(told)


@pytest.mark.parametrize(("tag", "written"), [("en", "12,345.5"), ("vi", "12.345,5"), ("ja", "12,345.5")])
def test_a_number_has_the_separators_of_its_reader(tag: str, written: str) -> None:
    assert number(12345.5, tag) == written


def test_a_year_is_written_without_separators() -> None:
    assert number(1985, "vi", grouped=False) == "1985"


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (["ko-KR", "en"], "ko"), (["zh-TW"], "zh-Hant"), (["zh-CN"], "zh-Hans"), (["zh-HK", "en"], "zh-Hant"),
        (["fr", "de"], "en"), ([], "en"), (["VI"], "vi"), (["vi-US"], "vi"),
        (["zh-Hant-TW"], "zh-Hant"), (["zh-MO"], "zh-Hant"), (["zh-Hans-SG"], "zh-Hans"), (["zh-SG"], "zh-Hans"),
    ],
)  # fmt: skip
def test_the_browsers_wish_is_met_among_what_is_offered(accepted: list[str], chosen: str) -> None:
    assert preferred(accepted, ("en", "vi", "zh-Hans", "zh-Hant", "ko")) == chosen


def test_a_domain_is_complete_in_the_languages_that_say_everything() -> None:
    assert {"ar", "en", "vi", "zh-Hans"} <= set(complete_in("report"))
    assert missing_in("report", "vi") == missing_in("report", "vi-US")
    assert missing_in("report", "xx") is None
    assert missing_in("report", "en") == (0, 0)
