"""Say our wording in the columns of an XLSForm: `label::English (en)`, with `${name}` for an earlier answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

from surveyapp.formats.languages import UNKNOWN, language_tag
from surveyapp.formats.plain_text import plain_text
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.xlsform.names import Names
from surveyapp.formats.written.xlsform.turns import is_here
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import piped_names

_WORD_JOINER = "\u2060"
_PIPE = re.compile(r"\{(?:([^\W\d][\w.]*)|`([^`{}\s]+)`)\}")


def language_header(tag: str) -> str:
    """Return what stands behind `label::`, such as `English (en)`; empty for wording without a language."""
    if tag == UNKNOWN:
        return ""
    try:
        name = Locale.parse(tag, sep="-").get_language_name("en")
    except (UnknownLocaleError, ValueError):
        name = None
    header = f"{name or tag} ({tag})"
    return header if language_tag(header) == tag else tag.replace("-x-", "-")


def wording_cells(kind: str, text: Text | None) -> dict[str, str]:
    """Return header -> cell for a wording in all its languages."""
    cells = {}
    for tag, wording in (text or {}).items():
        header = language_header(tag)
        if wording:
            cells[f"{kind}::{header}" if header else kind] = wording
    return cells


def said_there(text: Text | None, place: str, names: Names, ledger: Ledger) -> Text:
    """Return the wording with references as the form writes them; what cannot be shown is listed."""
    return {tag: _said(wording, place, names, ledger) for tag, wording in (text or {}).items()}


def _said(wording: str, place: str, names: Names, ledger: Ledger) -> str:
    if plain_text(wording)[0] != wording:
        ledger.lose(place, wording, "signs of markup or spaces in it are not taken for plain text there")
    unknown = [name for name in piped_names(wording) if not _is_shown(name, names)]
    for name in unknown:
        ledger.lose(place, f"{{{name}}}", f"`{name}` is the answer to no one question there")
    return _references(wording, names).replace("{" + _WORD_JOINER, "{")


def _is_shown(name: str, names: Names) -> bool:
    return name in names.answers and not names.answers[name].turns and is_here(name, names.writer())


def _references(wording: str, names: Names) -> str:
    def put(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return f"${{{names.answers[name].name}}}" if _is_shown(name, names) else "…"

    return _PIPE.sub(put, wording.replace("${", f"${_WORD_JOINER}{{"))


def lose_languages(languages: tuple[str, ...], ledger: Ledger) -> None:
    """List the tags that a reader of the form will not find again."""
    for tag in languages:
        header: Mapping[str, str] = wording_cells("label", {tag: "x"})
        name = next(iter(header)).partition("::")[2]
        if name and language_tag(name) != tag:
            ledger.lose("languages", tag, f"the form calls it {name}, which says less")
