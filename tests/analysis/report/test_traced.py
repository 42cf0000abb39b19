"""Numbers taken by lot out of the text of a PDF lead by their evidence ids to the data, and are there.

Each is read in `pdftotext`, found in evidence.json by the sentence that it stands in, and made again from data.csv with
pandas and numpy alone. What an id does not say by itself (which channels a set holds, utilities, flags of quality) is
held to its record only.
"""

import json
import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.report.builder import build_report
from analysis.report.evidence import Evidence
from analysis.report.evidence_file import evidence_file
from analysis.report.typeset.pdf import typeset
from tests.analysis.report.catalogues import words
from tests.analysis.report.test_recomputed import Weighting, error, share_of

TAKEN, MADE_AGAIN = 60, 35
AGES = {"18-34": ("3", "4"), "35-54": ("5", "6"), "55-": ("7", "8", "9")}
SCALES = {"TRU1": ("12345", "45"), "IMG2": ("1234", "34"), "IMG3": ("12345", "45")}
ITEM = re.compile(r"([VF])\.(\w+)(?:\.(?!top)(\w+))?(?:\.(top|U|I|A))?(?:@(\w+)=([\w-]*))?(?::(others|difference))?")


@dataclass(frozen=True)
class Printed:
    """A number as the PDF prints it, what it is a part of (`value`, `n` …), and the record that it is printed from."""

    text: str
    part: str
    record: dict[str, Any]


class Data:
    """The answers as a file holds them, with weights made from the margins for those of the probability sample."""

    def __init__(self, folder: Path) -> None:
        data = pd.read_csv(folder / "data.csv", dtype=str, keep_default_na=False)
        self.of = {"V": data[data.basis == "A"].reset_index(drop=True), "F": data[data.audience == "F"]}
        self.weighting = Weighting(self.of["V"])

    def made_again(self, name: str, part: str) -> float | None:
        """Return the figure of an id, None where the id alone does not say what it is."""
        if name in ("V.n", "F.n"):
            return float(len(self.of[name[0]]))
        if of_set := re.fullmatch(r"([VF])\.CHN1\.(platforms|sources)\.set(\d+)", name):
            return self._reached(of_set[1], of_set[2], int(of_set[3])) if part == "value" else None
        found = ITEM.fullmatch(name)
        marked = self._marked(found) if found else None
        if found is None or marked is None:
            return None
        flags, base, inside = marked
        people, compared = self.of[found[1]], found[7]
        if compared and part != "value":
            return None
        if part == "n":
            return float((base & inside).sum())
        share = self._share(found[1], flags, base & inside)
        if compared:
            others = self._share(found[1], flags, base & ~inside)
            return others if compared == "others" else share - others
        if part == "value":
            return share
        if part in ("effective_n", "deff") and found[1] == "V":
            d = self.weighting.design_weights
            n = int((base & inside).sum())
            simple = share * (1 - share) / (n - 1)
            deff = error(people, d, share_of(self.weighting, flags, base & inside)) ** 2 / simple
            return deff if part == "deff" else min(n, n / deff)
        return None

    def _reached(self, audience: str, kind: str, size: int) -> float:
        """Return the widest reach that channels of a kind have, so many of them together."""
        people, numbers = self.of[audience], (*range(12, 20), 22) if kind == "platforms" else range(1, 12)
        boxes = [people[name] for at in numbers if (name := f"CHN1__C{at:02}") in people]
        base = boxes[0].isin(["0", "1"])
        unions = (np.logical_or.reduce([box == "1" for box in some]) for some in combinations(boxes, size))
        return max(self._share(audience, pd.Series(union, index=people.index), base) for union in unions)

    def _share(self, audience: str, flags: "pd.Series[bool]", base: "pd.Series[bool]") -> float:
        if audience == "V":
            return share_of(self.weighting, flags, base)(self.weighting.design_weights)
        return float(flags[base].mean())

    def _marked(self, found: "re.Match[str]") -> tuple[Any, Any, Any] | None:
        audience, question, item, how, cut, group = (found[at] for at in range(1, 7))
        people = self.of[audience]
        if how in ("U", "I", "A"):
            return None
        flags = base = None
        if question in SCALES and how == "top":
            column = f"{question}__{item}" if item else question
            points, high = SCALES[question]
            base, flags = people[column].isin(list(points)), people[column].isin(list(high))
        elif how is None and f"{question}__{item}" in people:
            column = people[f"{question}__{item}"]
            base, flags = column.isin(["0", "1"]), column == "1"
        if flags is None:
            return None
        inside = self._inside(people, cut, group)
        return None if inside is None else (flags, base, inside)

    def _inside(self, people: pd.DataFrame, cut: str | None, group: str | None) -> Any:
        if cut is None:
            return pd.Series(True, index=people.index)
        if cut == "age":
            return people.SCR1.isin(AGES[str(group)])
        column = {"country": people.SCR2, "language": people.language}.get(cut)
        return None if column is None else column == group


class Needs(Data):
    """Needs have ids of their own: V.N03.U is unmet, V.N03.I the share for whom it is important."""

    def made_again(self, name: str, part: str) -> float | None:
        found = re.fullmatch(r"([VF])\.(N\d+)\.([UI])(?:@(\w+)=([\w-]*))?", name)
        if not found:
            return super().made_again(name, part)
        people, inside = self.of[found[1]], self._inside(self.of[found[1]], found[4], found[5])
        important, ease = people[f"NED1__{found[2]}"], people[f"NED2__{found[2]}"]
        base = important.isin(list("12345")) & (ease.isin(list("123456")) if found[3] == "U" else True)
        flags = important.isin(["4", "5"]) & (ease.isin(["1", "2"]) if found[3] == "U" else True)
        if inside is None or part not in ("value", "n"):
            return None
        return float((base & inside).sum()) if part == "n" else self._share(found[1], flags, base & inside)


@pytest.fixture(scope="module")
def printed(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """Return every number that a sentence of the PDF's text prints."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext of poppler-utils is not here")
    document = build_report(evidence, words("en"))
    file = tmp_path_factory.mktemp("traced") / "report.pdf"
    file.write_bytes(typeset(document))
    text = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout
    told = json.loads(evidence_file(evidence, {"en": document}))
    records = {record["id"]: record for record in told["records"]}
    seen = [sentence for sentence in told["sentences"]["en"] if bare(sentence["text"]) in bare(text)]
    assert len(seen) > 0.7 * len(told["sentences"]["en"])
    return [Printed(said, part, records[name]) for one in seen for name, part, said in one["cites"]]


def bare(text: str) -> str:
    return re.sub(r"[\s\N{WORD JOINER}\N{SOFT HYPHEN}]+", "", text)


def agrees(number: Printed, value: float) -> bool:
    """Tell whether a printed number is the value, rounded as numbers are: people to fives, shares to whole per cent."""
    shown = float(number.text.replace(",", "").replace("\N{MINUS SIGN}", "-").strip("%+<>\N{DEGREE SIGN} points"))
    if number.part in ("n", "effective_n", "fact"):
        return abs(shown - value) <= 2.5 + 1e-9
    if number.part == "deff":
        return abs(shown - value) <= 0.05 + 1e-9
    return abs(shown / 100 - value) <= 0.005 + 1e-9


def test_sixty_numbers_of_the_text_are_found_in_the_data(printed: list[Printed], package_folder: Path) -> None:
    data = Needs(package_folder)
    counts = [one for one in printed if not one.record["id"].startswith("plan.")]
    taken = random.Random(60).sample(counts, TAKEN)
    again = [(one, value) for one in taken if (value := data.made_again(one.record["id"], one.part)) is not None]
    assert [(one, value) for one, value in again if not agrees(one, value)] == []
    assert len(again) >= MADE_AGAIN


def test_every_share_and_base_of_the_text_is_in_the_data(printed: list[Printed], package_folder: Path) -> None:
    data = Needs(package_folder)
    wanted = {(one.record["id"], one.part, one.text): one for one in printed if one.part in ("value", "n")}
    again = [
        (one, value) for (name, part, _), one in wanted.items() if (value := data.made_again(name, part)) is not None
    ]
    assert [(one, value) for one, value in again if not agrees(one, value)] == []
    assert len(again) > 0.6 * len(wanted)


def test_a_number_that_is_not_in_the_data_is_noticed(printed: list[Printed], package_folder: Path) -> None:
    data = Needs(package_folder)
    one = next(one for one in printed if one.part == "value" and data.made_again(one.record["id"], "value") is not None)
    value = data.made_again(one.record["id"], "value")
    assert value is not None
    assert agrees(one, value)
    assert not agrees(one, value + 0.02)


def test_every_number_printed_of_a_record_is_the_records(printed: list[Printed]) -> None:
    names = {"value": "estimate", "n": "n", "effective_n": "effective_n", "deff": "deff"}
    shares = [one for one in printed if one.part in names and one.record["kind"] == "share" and one.text[0].isdigit()]
    assert len(shares) > TAKEN
    for one in shares:
        known = one.record[names[one.part]]
        assert known is None or agrees(one, known), one
