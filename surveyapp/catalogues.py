"""Read the message catalogues: whatever has a sentence to say in the language of its reader finds it here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Final

from babel import Locale, UnknownLocaleError, localedata
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from surveyapp.places import translations
from surveyapp.questionnaire.model import parents_of

WRITTEN: Final = {"zh": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}
"""How Chinese is written where a tag in small letters does not say so; `zh-CN` and `zh-SG` are found through `zh`."""
_UNSAID: Final = (
    "compact_currency_formats", "compact_decimal_formats", "compound_unit_patterns", "currency_formats",
    "currency_names", "currency_names_plural", "currency_symbols", "currency_unit_patterns", "date_fields",
    "interval_formats", "meta_zones", "scripts", "time_zones", "variants", "zone_formats",
)  # fmt: skip
_CATEGORIES: Final[tuple[str, ...]] = ("zero", "one", "two", "few", "many", "other")


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """Return the locale of a BCP 47 tag, its parent's where the tag is unknown (`vi-US` gives `vi`), else English."""
    for tag in parents_of(language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def spare(language: str) -> None:
    """Forget of a language's locale what only formats money, zones of time and measures: seven eighths of a megabyte.

    It is for good and for the whole process, which then can say dates, times, durations, numbers, lists, and the names
    of languages and territories.
    """
    data = localedata.load(str(locale_of(language)))
    for name in _UNSAID:
        data.pop(name, None)
    for units in (data["unit_patterns"], data["unit_display_names"]):
        for name in [name for name in units if not name.startswith("duration-")]:
            del units[name]


@lru_cache(maxsize=16)
def languages_of(domain: str) -> tuple[str, ...]:
    """Return the tags in which a domain has a catalogue."""
    found = translations().glob(f"*/LC_MESSAGES/{domain}.po")
    return tuple(sorted(path.parts[-3].replace("_", "-") for path in found))


@lru_cache(maxsize=256)
def translator(domain: str, language: str) -> NullTranslations:
    """Return the catalogue of a domain in a language: where it is silent its parent's, then the English words."""
    found = [_catalogue(domain, tag) for tag in parents_of(language) if tag in languages_of(domain)]
    for catalogue, parent in pairwise(found):
        catalogue.add_fallback(parent)
    return found[0] if found else NullTranslations()


@lru_cache(maxsize=64)
def missing_in(domain: str, language: str) -> tuple[int, int] | None:
    """Return how many sentences a language's catalogue lacks of how many; None where the language has no catalogue.

    English is what the code says. A region has what its parent has.
    """
    if "en" in parents_of(language):
        return 0, 0
    tags = [tag for tag in parents_of(language) if tag in languages_of(domain)]
    if not tags:
        return None
    with (translations() / f"{domain}.pot").open("rb") as file:
        wanted = [message for message in read_po(file) if message.id]
    held = [_read(domain, tag) for tag in tags]
    lacking = sum(not any(_is_worded(catalogue, message) for catalogue in held) for message in wanted)
    return lacking, len(wanted)


def complete_in(domain: str) -> tuple[str, ...]:
    """Return the languages in which a domain says everything, English among them."""
    found = [tag for tag in languages_of(domain) if missing_in(domain, tag) == (0, _size(domain))]
    return tuple(sorted(["en", *found]))


@lru_cache(maxsize=8)
def _size(domain: str) -> int:
    with (translations() / f"{domain}.pot").open("rb") as file:
        return sum(bool(message.id) for message in read_po(file))


def _is_worded(catalogue: Catalog, message: Message) -> bool:
    found = catalogue.get(message.id, message.context)
    if found is None or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, tuple | list) else bool(found.string)


def _catalogue(domain: str, tag: str) -> Translations:
    catalogue = _read(domain, tag)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    found = Translations(compiled, domain)
    found.plural = _form_of(found.plural, locale_of(tag), catalogue.num_plurals)
    return found


def _read(domain: str, tag: str) -> Catalog:
    path = translations() / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return read_po(file, locale=locale_of(tag), domain=domain)


def _form_of(form_of_whole: Callable[[int], int], locale: Locale, forms: int) -> Callable[[float | Decimal], int]:
    """Return how a catalogue chooses a form: fractions, of which its header cannot speak, by their CLDR category."""
    categories = [name for name in _CATEGORIES if name == "other" or name in locale.plural_form.tags]

    def form(n: float | Decimal) -> int:
        if n == int(n):
            return form_of_whole(int(n))
        return min(categories.index(locale.plural_form(n)), forms - 1)

    return form
