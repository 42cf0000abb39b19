"""Every catalogue is complete: nothing missing, nothing fuzzy, every placeholder kept."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from surveyapp.instruments import bundled, missing_texts

HOUSE = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((HOUSE / "translations").glob("*/LC_MESSAGES/*.po"))
LANGUAGES = {
    "respondent": {
        "vi",
        "vi_US",
        "zh_Hans",
        "zh_Hant",
        "ko",
        "ja",
        "ru",
        "km",
        "lo",
        "th",
        "fr",
        "de",
        "es",
        "cs",
        "pl",
        "ar",
    },
    "console": {"vi"},
    "problems": {"vi"},
    "report": {"vi", "zh_Hans", "ar"},
    "printed": {"vi", "zh_Hans", "zh_Hant", "ko", "ja", "ru", "km", "lo", "th", "fr", "de", "es", "cs", "pl", "ar"},
}
TEMPLATES = (HOUSE / "translations").glob("*.pot")
RECIPES = sorted((HOUSE / "translations").glob("*.cfg"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path.suffix == ".po" else None)


def wordings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def is_overlay(path: Path) -> bool:
    """Tell whether a catalogue holds only what a region says otherwise, its language having one of its own."""
    language, _, region = path.parts[-3].rpartition("_")
    return bool(region) and any(other.parts[-3] == language and other.name == path.name for other in CATALOGUES)


@pytest.mark.parametrize("domain", LANGUAGES)
def test_every_language_of_a_domain_has_its_catalogue(domain: str) -> None:
    there = {path.parts[-3] for path in CATALOGUES if path.stem == domain}
    assert there >= LANGUAGES[domain]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_a_translator_s_extraction_gives_the_template_that_is_there(
    recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make templates` runs the same line of the recipe."""
    [command] = re.findall(r"^# (pybabel .+)$", recipe.read_text(), re.MULTILINE)
    template, made = f"translations/{recipe.stem}.pot", tmp_path / "made.pot"
    monkeypatch.chdir(HOUSE)
    CommandLineInterface().run([str(made) if word == template else word for word in shlex.split(command)])
    assert undated(made) == undated(HOUSE / template)


@pytest.mark.parametrize(
    "path", sorted([*CATALOGUES, *TEMPLATES]), ids=lambda path: f"{path.parent.parent.name}/{path.name}"
)
def test_a_catalogue_is_in_the_order_of_its_messages(path: Path) -> None:
    """`make templates` puts it in order."""
    in_order = runpy.run_path(str(HOUSE / "scripts" / "sort_catalogues.py"))["in_order"]
    assert path.read_text("utf-8") == in_order(path)


def undated(template: Path) -> str:
    """Return a template without the time at which it was made, the version that made it and blank lines around."""
    return re.sub(r'"(POT-Creation-Date|Generated-By): .*\n', "", template.read_text()).strip()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_catalogue_has_every_message_of_its_template(path: Path) -> None:
    catalogue, template = read(path), read(HOUSE / "translations" / f"{path.stem}.pot")
    wanted = {(message.id, message.context) for message in template if message.id}
    missing = {key for key in wanted if (found := catalogue.get(*key)) is None or not all(wordings(found))}
    assert not missing or is_overlay(path)
    assert {(message.id, message.context) for message in catalogue if message.id} <= wanted
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_translation_keeps_every_placeholder(path: Path) -> None:
    broken = []
    for message in read(path):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = set().union(*(placeholders(text) for text in ids))
        needed = placeholders(ids[0]) & placeholders(ids[-1])
        broken += [
            text for text in wordings(message) if not needed - {"n", "count", "num"} <= placeholders(text) <= allowed
        ]
    assert not broken


@pytest.mark.parametrize("language", sorted(tag.replace("_", "-") for tag in LANGUAGES["respondent"]))
def test_the_bundled_questionnaire_is_complete_in_every_language_of_the_pages(language: str) -> None:
    assert missing_texts(language) == ()
    assert language in bundled().languages
