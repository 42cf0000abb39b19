"""Read the report's catalogues the way the product does, without compiled files."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from analysis.report.words import Words

ROOT = Path(__file__).parents[3]
SENTENCES = {"say": None, "count": (1, 2)}


def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "report.po").open("rb") as file:
        return read_po(file, locale=language)


def said() -> Catalog:
    """Return every sentence the report's code can say."""
    found = Catalog()
    folder = str(ROOT / "analysis" / "report")
    for _, _, message, _, _ in extract_from_dir(folder, method_map=[("**.py", "python")], keywords=SENTENCES):
        found.add(message)
    return found


def english() -> Words:
    return Words("en", lambda sentence: sentence, lambda one, many, n: one if n == 1 else many)


def words(language: str) -> Words:
    """Return the words of a language; English is what the code says."""
    if language == "en":
        return english()
    texts: dict[Any, Any] = {}
    for message in catalogue(language.replace("-", "_")):
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        texts[key] = message.string[0] if isinstance(message.string, tuple) else message.string
    return Words(language, lambda sentence: texts[sentence], lambda one, many, n: texts[one])
