"""Show for every file of a folder what is kept of it and what is lost, as a table that is kept with the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult, count_kept

_HEAD = ("file", "pages", "questions", "choices", "languages", "kept as")
_MOST_REASONS = 40
_INTRODUCTION = (
    "# What is kept and lost of other people's questionnaires",
    "",
    "Printed by `surveyapp convert FOLDER`; `surveyapp convert FILE` lists every loss of one file with its place.",
    "",
)


def overview(folder: Path) -> Iterator[str]:
    """Yield the lines of a Markdown document: a section a folder, in it a table and what is lost of each file.

    Files whose name begins with a dot, and texts about the folder (`.md`, `.txt`), are left out.
    """
    yield from _INTRODUCTION
    for place in (folder, *sorted(path for path in folder.rglob("*") if path.is_dir())):
        files = sorted(path for path in place.iterdir() if path.is_file() and _is_questionnaire(path))
        if files:
            yield from _section(place.relative_to(folder.parent).as_posix(), files)


def _is_questionnaire(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() not in (".md", ".txt")


def _section(name: str, files: Iterable[Path]) -> Iterator[str]:
    results = [(path.name, read(path)) for path in files]
    yield from (f"## {name}", "", _row(_HEAD), _row("---" for _ in _HEAD))
    yield from (_row(_cells(file, result)) for file, result in results)
    yield ""
    for file, result in results:
        yield from _details(file, result)


def _cells(file: str, result: ReadResult) -> tuple[str, ...]:
    if result.questionnaire is None or result.refused:
        return (file, "–", "–", "–", "–", f"refused ({result.format})")
    kept = count_kept(result.questionnaire, result.added)
    lost = f"{result.format}, {len(result.lost)} losses listed"
    return (file, str(kept.pages), str(kept.questions), str(kept.choices), " ".join(kept.languages), lost)


def _details(file: str, result: ReadResult) -> Iterator[str]:
    """Yield what is lost, the same reason once with its places counted, and what is wrong."""
    reasons = Counter(lost.why for lost in result.lost)
    examples = {lost.why: lost for lost in reversed(result.lost)}
    if not reasons and not result.problems:
        return
    yield from (f"### {file}", "")
    for why, times in list(reasons.items())[:_MOST_REASONS]:
        first = examples[why]
        more = f" and {times - 1} more" if times > 1 else ""
        yield f"- {_plain(why)} — {_plain(first.place)}{more}"
    if len(reasons) > _MOST_REASONS:
        yield f"- and {len(reasons) - _MOST_REASONS} further reasons"
    for problem in result.problems:
        text = _plain(problem.text) if problem.severity == "error" else problem.code
        yield f"- {problem.severity}: {_plain(problem.place)}: {text}"
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_plain(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _plain(text: str) -> str:
    """Return the text on one line, without what Markdown would take for a tag."""
    return " ".join(text.split()).replace("<", "&lt;")
