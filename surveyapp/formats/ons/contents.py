"""Write the titles, descriptions, lists and guidance of a runner schema as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.wording import Wordings

_NESTED = ("guidance", "definition")


def paragraphs(part: Part, wordings: Wordings, at: int) -> str:
    """Return the contents of a part (a list of titles, descriptions, lists, guidance) as plain paragraphs."""
    return "\n\n".join(found for content in part.each("contents") for found in _of_content(content, wordings, at))


def _of_content(content: Part, wordings: Wordings, at: int) -> Iterator[str]:
    for key in ("title", "description"):
        if words := wordings.words(content.take(key), f"{content.place}.{key}", at):
            yield words
    listed = content.take("list")
    if isinstance(listed, list):
        items = [wordings.words(item, f"{content.place}.list.{number}", at) for number, item in enumerate(listed)]
        yield "\n".join(f"• {item}" for item in items if item)
    for key in _NESTED:
        if key in content:
            inner = content.part(key)
            title = wordings.words(inner.take("title"), f"{inner.place}.title", at)
            yield "\n\n".join(found for found in (title, paragraphs(inner, wordings, at)) if found)


def lines_of(part: Part, key: str, wordings: Wordings, at: int) -> str:
    """Return a wording, or a list of wordings, as paragraphs."""
    value = part.take(key)
    values = value if isinstance(value, list) else [value]
    found = (wordings.words(one, f"{part.place}.{key}", at) for one in values)
    return "\n\n".join(words for words in found if words)
