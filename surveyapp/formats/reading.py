"""Read anybody's questionnaire: find out by its content what it is, and never fail without a sentence."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from surveyapp.formats.json_source import kind_of_json, load_json
from surveyapp.formats.known import json_formats
from surveyapp.formats.limesurvey.archive import is_archive, structure_in
from surveyapp.formats.limesurvey.form import read_limesurvey
from surveyapp.formats.native import first_sentence, read_native
from surveyapp.formats.result import FormatName, Ledger, ReadResult, Unreadable, unreadable
from surveyapp.formats.xlsform.form import read_xlsform
from surveyapp.formats.xlsform.workbook import OLE_MARK
from surveyapp.formats.zipped import ZIP_MARK
from surveyapp.questionnaire.schema import Questionnaire

MOST_BYTES = 20 * 1024 * 1024
_NATIVE_RANK = 50
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"\0\0\0{")
_WHAT_CAN_BE_READ = (
    "Known are the native JSON, XLSForm (.xls, .xlsx), LimeSurvey (.lss, .lsa), Qualtrics (.qsf), SurveyJS and census "
    "runner JSON."
)


def read(source: Path | bytes, name: str = "") -> ReadResult:
    """Return what a file (or its bytes) asks, what of it is lost, and what is wrong with it.

    `name` is the file's name, used where the content bears no title. Nothing that the bytes may hold raises.
    """
    try:
        data = source if isinstance(source, bytes) else _content(source)
    except OSError as error:
        return unreadable("unknown", f"The file cannot be opened: {error.strerror or error}.")
    except Unreadable as error:
        return unreadable("unknown", str(error))
    stem = Path(name or (source.name if isinstance(source, Path) else "")).stem or "questionnaire"
    kind = _kind(data)
    if kind == "unknown":
        return unreadable("unknown", f"Nobody can tell what kind of questionnaire this file is. {_WHAT_CAN_BE_READ}")
    ledger = Ledger()
    try:
        questionnaire = _read_as(kind, data, stem, ledger)
    except Unreadable as error:
        return unreadable(kind, str(error))
    except RecursionError:
        return unreadable(kind, "The file is nested too deeply to be a questionnaire.")
    except ValidationError as error:
        return unreadable(kind, f"The file holds something that no questionnaire can hold: {first_sentence(error)}")
    except ValueError as error:
        return unreadable(kind, f"The file holds something that no questionnaire can hold: {error}")
    if ledger.refused:
        questionnaire = None
    return ReadResult(questionnaire, kind, tuple(ledger.lost), tuple(ledger.problems), frozenset(ledger.added))


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)  # a device or a pipe tells no size
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 2**20} MB, more than a questionnaire can need.")
    return data


def _kind(data: bytes) -> FormatName:
    if data.startswith((OLE_MARK, ZIP_MARK)):
        return "limesurvey" if is_archive(data) else "xlsform"
    start = data[:2_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") or data.startswith(_WIDE_MARKS):
        return kind_of_json(data, _marks())
    return "limesurvey" if start.startswith(b"<") else "unknown"


def _marks() -> list[tuple[str, tuple[str, ...]]]:
    """Return what tells JSON formats apart, ours among them: other people's common keys come behind it."""
    ranked = [(one.rank, one.name, keys) for one in json_formats().values() for keys in one.marks]
    ranked.append((_NATIVE_RANK, "native", ("format",)))
    return [(name, keys) for _, name, keys in sorted(ranked, key=lambda one: one[0])]


def _read_as(kind: FormatName, data: bytes, stem: str, ledger: Ledger) -> Questionnaire | None:
    if kind == "xlsform":
        return read_xlsform(data, stem, ledger)
    if kind == "limesurvey":
        structure = structure_in(data, ledger) if data.startswith(ZIP_MARK) else data
        return read_limesurvey(structure, stem, ledger)
    if kind in json_formats():
        return json_formats()[kind].read(load_json(data, ledger), stem, ledger)
    found = read_native(data)
    if isinstance(found, Questionnaire):
        return found
    for problem in found:
        ledger.problems[problem] = None
    return None
