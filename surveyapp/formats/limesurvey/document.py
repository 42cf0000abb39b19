"""Read the rows of a LimeSurvey structure file (.lss), in the layouts of versions 2 to 6, within bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from surveyapp.formats.result import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 120_000
MOST_DEEP = 12
MOST_CELLS = 1_000

RawRow = Mapping[str, str]
Sections = Mapping[str, list[RawRow]]


@dataclass(frozen=True, slots=True)
class Document:
    """`sections` is section -> rows (column -> text); `languages` as LimeSurvey writes them, base first."""

    sections: Sections
    languages: tuple[str, ...]
    version: str


def read_document(data: bytes) -> Document:
    """Return the document; raise Unreadable for what is no LimeSurvey survey, is damaged, or is a bomb."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 2**20} MB, more than a survey can need.")
    try:
        return _document(data)
    except DefusedXmlException:
        raise Unreadable("The file declares XML entities or an external document; such a file is not read.") from None
    except (ParseError, UnicodeError, LookupError) as error:
        raise Unreadable(f"The file is not well-formed XML ({error}). Export the survey again as .lss.") from None


def _document(data: bytes) -> Document:
    path: list[Element] = []
    sections: defaultdict[str, list[RawRow]] = defaultdict(list)
    languages: list[str] = []
    heads: dict[str, str] = {}
    rows = 0
    for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            if len(path) > MOST_DEEP or (len(path) > 1 and len(path[-2]) > MOST_CELLS):
                raise Unreadable("The XML is nested deeper, or has longer rows, than any LimeSurvey survey.")
            if len(path) == 1 and element.tag != "document":
                raise Unreadable("The file is XML, but no LimeSurvey survey (.lss): it has no <document> in it.")
            continue
        path.pop()
        tags = [parent.tag for parent in path]
        if element.tag == "row" and len(path) == 3:
            rows += 1
            if rows > MOST_ROWS:
                raise Unreadable(f"The survey has more than {MOST_ROWS} rows, more than can be read.")
            sections[tags[1]].append({cell.tag: cell.text or "" for cell in element})
        elif element.tag == "language" and tags == ["document", "languages"]:
            languages.append((element.text or "").strip())
        elif len(path) == 1:
            heads[element.tag] = (element.text or "").strip()
        if len(path) <= 3:
            element.clear()
            if path:
                path[-1].remove(element)
    kind = heads.get("LimeSurveyDocType", "Survey")
    if kind != "Survey" or "questions" not in sections:
        raise Unreadable("The file comes from LimeSurvey, but holds no survey with questions. Export the whole survey.")
    return Document(dict(sections), _languages(sections, languages), heads.get("DBVersion", ""))


def _languages(sections: Sections, listed: Iterable[str]) -> tuple[str, ...]:
    survey = next(iter(sections.get("surveys", [])), {})
    declared = [survey.get("language", ""), *survey.get("additional_languages", "").split()]
    return tuple(dict.fromkeys(tag for tag in (*declared, *listed) if tag))
