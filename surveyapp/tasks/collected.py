"""Make a data package of answers collected elsewhere: a data file, with a codebook or the questionnaire beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.collected.columns import Raw
from analysis.collected.drawing import Drawing, Replicates
from analysis.collected.packing import Collected, Origin, compose, write
from analysis.dataset import PackageError
from analysis.files.reading import DataFile, FileError, MultipleResponse, read_file
from surveyapp.formats.reading import read
from surveyapp.services.failures import Failure
from surveyapp.tasks.packaging import codebook_of

__all__ = [
    "Collected",
    "Drawing",
    "MultipleResponse",
    "NotPackaged",
    "Origin",
    "Replicates",
    "languages_of",
    "package",
    "title_of",
]


class NotPackaged(Failure):
    """A file of answers cannot become a data package; the sentences say why."""


def package(data: Path, out: Path, origin: Origin, *, codebook: Path | None, questionnaire: Path | None) -> Collected:
    """Write the package of a data file (.csv .sav .zsav .dta .parquet) and return what was made of it.

    `codebook` is JSON with `variables`, `questionnaire` any file that can be read as one; without either the labels of
    the file describe it. Raises NotPackaged with everything that is wrong.
    """
    described = _described(codebook, questionnaire)
    try:
        file = read_file(data)
        made = compose(file, origin, None if described is None else _by_column(described, file))
    except FileError as error:
        raise NotPackaged(str(error)) from error
    except PackageError as error:
        raise NotPackaged("\n".join(error.problems)) from error
    write(made, out)
    return made


def title_of(codebook: Path | None, questionnaire: Path | None) -> Any:
    """Return the title that a codebook or a questionnaire has, None without one."""
    return (_described(codebook, questionnaire) or {}).get("title")


def languages_of(codebook: Path | None, questionnaire: Path | None) -> list[str]:
    """Return the languages of a codebook or a questionnaire, its own first; none without one."""
    return [str(tag) for tag in (_described(codebook, questionnaire) or {}).get("languages") or ()]


def _described(codebook: Path | None, questionnaire: Path | None) -> Mapping[str, Any] | None:
    if questionnaire is not None:
        return _asked(questionnaire)
    if codebook is None:
        return None
    try:
        found = json.loads(codebook.read_text("utf-8"))
        names = [variable["name"] for variable in found["variables"]]
        codes = [value["code"] for variable in found["variables"] for value in variable.get("values") or ()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        needs = "It needs `variables`, each with `name`, and `values` each with `code` and `text`."
        raise NotPackaged(f"The codebook {codebook.name} cannot be read ({error!r}). {needs}") from error
    if len(set(names)) < len(names) or not all(isinstance(code, str | int | float) for code in codes):
        raise NotPackaged(f"The codebook {codebook.name} names a variable twice, or has a code that is none.")
    return dict(found)


def _asked(path: Path) -> Mapping[str, Any]:
    result = read(path)
    if result.questionnaire is None or result.refused:
        wrong = "\n".join(problem.text for problem in result.problems)
        raise NotPackaged(f"The questionnaire {path.name} cannot be used.\n{wrong}")
    return codebook_of(path.stem, result.questionnaire, simulated=False)


def _by_column(described: Mapping[str, Any], file: DataFile) -> Mapping[str, Raw]:
    """Match the described variables with the file's columns: by name, else whatever the case and the signs between."""
    columns = {str(name): str(name) for name in file.frame.columns}
    loosely = {_loose(name): name for name in columns}
    matched = {}
    for variable in described["variables"]:
        column = columns.get(variable["name"]) or loosely.get(_loose(variable["name"]))
        if column is not None:
            matched[column] = dict(variable)
    return matched


def _loose(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", name.casefold()).strip("_")
