"""Put a bundled questionnaire together: `structure.json`, the wordings by place, and the names of countries.

A folder holds `structure.json` (codes, conditions and draws, without a word of text), `<language>.json` ({place:
wording}, by the places of `texts_of`), `wording.json` (what reads the same in every language or at two places) and
`countries.json`. The list `countries` gets its names from CLDR, and stands in the alphabet of each reader. The file of
a region (`vi-US.json`) is an overlay: it holds only what is said otherwise there, the rest is its language's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from surveyapp.instruments.countries import (
    country_codes,
    country_names,
    country_orders,
    overlay_names,
    sought_names,
)
from surveyapp.questionnaire.cuts import Cut, cut_down
from surveyapp.questionnaire.model import parents_of
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import texts_of, with_texts

INTEREST_AND_NEEDS = "interest-and-needs-2026"
COUNTRIES = "countries"

_HERE = Path(__file__).parent


class UnreadableInstrument(ValueError):
    """A file of a bundled questionnaire is broken; the message names it."""


class UnknownInstrument(LookupError):
    """No questionnaire of that name comes with the application."""


@cache
def bundled(name: str = INTEREST_AND_NEEDS) -> Questionnaire:
    """Return a bundled questionnaire in its base language and every other language that is complete."""
    bare = _bare(name)
    base, *others = bare.languages
    languages = (base, *(language for language in others if not missing_texts(language, name)))
    questionnaire = bare.model_copy(update={"languages": languages})
    for language in languages:
        questionnaire = with_texts(questionnaire, language, _wordings(name, language))
    return questionnaire


@cache
def bundled_cut(cut: str, name: str = INTEREST_AND_NEEDS) -> Questionnaire:
    """Return a cut of a bundled questionnaire, such as `kiosk` or `pulse`; raise UnknownInstrument."""
    found = read_json(_HERE / "cuts.json").get(name, {})
    if cut not in found:
        raise UnknownInstrument(f"{name} has no cut called {cut!r}, only {', '.join(sorted(found))}")
    asked = Cut(frozenset(found[cut]["questions"]), {row: tuple(of) for row, of in found[cut]["rows"].items()})
    return cut_down(bundled(name), asked)


def missing_texts(language: str, name: str = INTEREST_AND_NEEDS) -> tuple[str, ...]:
    """Return the places that have no wording in a language or its parent; empty means that it can be offered."""
    wordings: dict[str, str] = {}
    for tag in reversed((language, *_worded_parents(name, language))):
        wordings |= _wordings(name, tag)
    return tuple(place for place, _ in texts_of(_bare(name)) if not wordings.get(place, "").strip())


def is_overlay(language: str, name: str = INTEREST_AND_NEEDS) -> bool:
    """Tell whether a language has a parent with a file of its own, and so holds only what differs from that."""
    return bool(_worded_parents(name, language))


def translation_status() -> Mapping[str, str]:
    """Return what has been done to the wording of each language: `master`, or the state of its translation."""
    return read_json(_HERE / "status.json")


@cache
def _bare(name: str) -> Questionnaire:
    """Return the questionnaire with an empty text at every place that is to be worded."""
    folder = _folder(name)
    raw = read_json(folder / "structure.json")
    also = sought_names(folder)
    raw["lists"][COUNTRIES] = [{"code": code, "also": also.get(code, {})} for code in country_codes(folder)]
    raw["alphabetical"] = {COUNTRIES: country_orders(folder, raw["languages"])}
    worded = read_json(folder / f"{raw['languages'][0]}.json")
    for place, part in _worded_parts(raw):
        kinds = [place_of.removeprefix(place) for place_of in worded if place_of.startswith(place)]
        part.update({kind: {} for kind in kinds if "." not in kind})
    for choice in _choices(raw):
        choice["text"] = {}
    for part in (*raw["endings"], *(check for question in _questions(raw) for check in question.get("checks", ()))):
        part["text"] = {}
    raw["missing_texts"] = raw.pop("missing", {})
    return Questionnaire.model_validate(raw)


@cache
def _wordings(name: str, language: str) -> Mapping[str, str]:
    """Return every wording by place, with what is said once for several places or languages."""
    folder = _folder(name)
    file = folder / f"{language}.json"
    own: Mapping[str, str] = read_json(file) if file.exists() else {}
    if is_overlay(language, name):
        return {**own, **_named(overlay_names(folder, language))}
    shared = read_json(folder / "wording.json")
    wordings = {**_named(country_names(folder, language)), **shared["same_in_every_language"], **own}
    for place, source in shared["same_as"].items():
        copied = {place + at.removeprefix(source): text for at, text in wordings.items() if at.startswith(f"{source}.")}
        wordings = copied | wordings
    return wordings


def _worded_parents(name: str, language: str) -> tuple[str, ...]:
    _, *parents = parents_of(language)
    return tuple(parent for parent in parents if (_folder(name) / f"{parent}.json").exists())


def _named(names: Mapping[str, str]) -> dict[str, str]:
    return {f"lists.{COUNTRIES}.{code}": name for code, name in names.items()}


def _worded_parts(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what may carry texts of its own, with the beginning of their places."""
    yield "", raw
    yield "about.", raw.setdefault("about", {})
    yield "missing.", raw.setdefault("missing", {})
    for page in raw["pages"]:
        yield f"pages.{page['id']}.", page
    for question in _questions(raw):
        yield f"{question['id']}.", question


def _questions(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for page in raw["pages"]:
        yield from page["questions"]


def _choices(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for choices in raw["lists"].values():
        yield from choices
    for question in _questions(raw):
        for source in ("choices", "rows"):
            inline = question["answer"].get(source)
            yield from inline if isinstance(inline, list) else ()


def _folder(name: str) -> Path:
    folder = _HERE / name.replace("-", "_")
    if not (folder / "structure.json").is_file():
        raise UnknownInstrument(f"no bundled questionnaire is called {name!r}")
    return folder


def read_json(file: Path) -> dict[str, Any]:
    """Read one file of an instrument; raise UnreadableInstrument where it is not JSON."""
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise UnreadableInstrument(f"{file.parent.name}/{file.name} is not JSON: {error}") from error
    return found
