"""Describe collected data as DDI-Codebook 2.5: the questionnaire's codebook with its file and frequencies.

A frequency of fewer than ten is left out, and where leaving out one alone would let it be computed, so is the next
smallest: codebooks travel further than data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace

from surveyapp.formats.result import Ledger
from surveyapp.formats.written.ddi import NAMESPACE, format_of, write_ddi
from surveyapp.formats.written.markup import add, printed
from surveyapp.questionnaire.schema import Questionnaire

FEWEST = 10
_FILE = "DATA"
_TAG = "{" + NAMESPACE + "}"


def data_codebook(
    questionnaire: Questionnaire,
    columns: Mapping[str, Sequence[str]],
    frame_labels: Mapping[str, Mapping[str, str]],
    left_out: frozenset[str],
) -> bytes:
    """Return the codebook of data.csv; `columns` are its columns in order, "" where nothing was asked."""
    register_namespace("", NAMESPACE)
    root = fromstring(write_ddi(questionnaire, Ledger()))  # noqa: S314 (our own bytes)
    n = len(next(iter(columns.values()), ()))
    _file(root, len(columns), n)
    data = root.find(f"{_TAG}dataDscr")
    if data is None:
        raise ValueError("A codebook without variables cannot describe data.")
    described = set()
    for variable in list(data.iter(f"{_TAG}var")):
        name = variable.get("name", "")
        if name in left_out:
            data.remove(variable)
        elif name in columns:
            described.add(name)
            variable.set("files", _FILE)
            _count(variable, columns[name])
    for number, (name, cells) in enumerate(columns.items(), start=1):
        if name not in described:
            _frame(data, number, name, cells, frame_labels.get(name, {}))
    _members(data)
    return printed(root)


def _file(root: Element, variables: int, n: int) -> None:
    """Describe data.csv, between the study and its variables."""
    found = Element(f"{_TAG}fileDscr", {"ID": _FILE})
    text = SubElement(found, f"{_TAG}fileTxt")
    add(text, f"{_TAG}fileName", "data.csv")
    dimensions = SubElement(text, f"{_TAG}dimensns")
    add(dimensions, f"{_TAG}caseQnty", str(n))
    add(dimensions, f"{_TAG}varQnty", str(variables))
    add(text, f"{_TAG}fileType", "text/csv", charset="UTF-8")
    add(text, f"{_TAG}format", "comma-delimited")
    root.insert([child.tag for child in root].index(f"{_TAG}dataDscr"), found)


def _count(variable: Element, cells: Sequence[str]) -> None:
    """Say how often each category was given, as far as it may be told."""
    categories = {category.findtext(f"{_TAG}catValu") or "": category for category in variable.findall(f"{_TAG}catgry")}
    if not categories:
        return
    counted = Counter(cell for cell in cells if cell)
    shown = tellable({code: counted.get(code, 0) for code in categories})
    for code, category in categories.items():
        if code in shown:
            statistic = Element(f"{_TAG}catStat", {"type": "freq"})
            statistic.text = str(shown[code])
            category.append(statistic)


def tellable(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return the counts that may be told: none below ten but zero, and never all but one of those."""
    hidden = {code for code, n in counts.items() if 0 < n < FEWEST}
    for code in sorted(counts, key=lambda code: counts[code]):
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST):
            break
        if counts[code]:
            hidden.add(code)
    return {code: n for code, n in counts.items() if code not in hidden}


def _frame(data: Element, number: int, name: str, cells: Sequence[str], label: Mapping[str, str]) -> None:
    attributes = {"ID": f"F{number}", "name": name, "files": _FILE, "intrvl": "discrete"}
    if name == "design_weight":
        attributes |= {"wgt": "wgt", "intrvl": "contin"}
    found = SubElement(data, f"{_TAG}var", attributes)
    for language, text in label.items():
        add(found, f"{_TAG}labl", text).set("{http://www.w3.org/XML/1998/namespace}lang", language)
    numeric = name in ("design_weight", "version")
    format_of(found, "date" if name == "day" else "text", numeric=numeric, tag=f"{_TAG}varFormat")


def _members(data: Element) -> None:
    """Let groups name only variables that are there."""
    known = {variable.get("ID") for variable in data.iter(f"{_TAG}var")}
    for group in data.iter(f"{_TAG}varGrp"):
        members = [one for one in group.get("var", "").split() if one in known]
        if members:
            group.set("var", " ".join(members))
        else:
            group.attrib.pop("var", None)
