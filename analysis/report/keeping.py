"""Judge every wave of a report with what was published of its own survey, and keep what the report prints of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from analysis.disclosure.ledger import Ledger, LedgerError, Published, ledger_name, read_ledger
from analysis.plan import Plan
from analysis.plan_checks import audiences_told_otherwise
from analysis.plan_reading import PlanError
from analysis.report.evidence import Evidence
from analysis.report.manifest import Judged
from analysis.report.protecting import (
    only_followed,
    printed_in,
    printed_of_followed,
    with_withheld,
    withheld_in,
    withheld_in_followed,
)
from analysis.report.successive import Held

Ledgers: TypeAlias = Callable[[str], Ledger]
"""Return what was published of a survey."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Printed:
    """What a report prints of a survey."""

    survey: str
    report: Published


@dataclass
class Keeper:
    """Hold back wave after wave, this one first; `withheld` says what, where it is known. An internal report: nothing.

    What an earlier wave's reports printed binds this one: both tell of the same people.
    """

    is_public: bool
    earlier: Ledgers
    withheld: Sequence[Held] | None = None
    held: list[Held] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse_other_audiences(self, survey: str, plan: Plan) -> None:
        """Raise PlanError where a report of this survey told audiences apart by another variable.

        Audiences of one variable share nobody; those of two would have to be judged with each other.
        """
        told = {report.cut for report in self.earlier(survey).reports if self.is_public and report.cut is not None}
        problems = audiences_told_otherwise(plan, told)
        if problems:
            raise PlanError(*problems)

    def held_back(self, evidence: Evidence, data: str) -> Evidence:
        """Return the evidence of one wave with what is held back; `data` is the hash of its data."""
        if not self.is_public:
            return with_withheld(evidence, Held())
        survey = evidence.package.codebook.survey
        ledger = self.earlier(survey)
        known = self.withheld[len(self.held)] if self.withheld and len(self.held) < len(self.withheld) else None
        is_today, judged = not self.held, known
        if judged is None:
            judged = (withheld_in if is_today else withheld_in_followed)(evidence, ledger, data)
        self.held.append(judged)
        self.data.append(data)
        self.marks[survey] = ledger.marks
        return with_withheld(evidence if is_today else only_followed(evidence), judged)

    def printed(self, evidence: Evidence) -> tuple[Printed, ...]:
        """Return what is printed of this wave and of those before it: of these the figures that are followed."""
        if not self.is_public:
            return ()
        waves = list(reversed(evidence.waves))
        before = zip(waves[1:], self.data[1:], strict=True)
        told = [printed_in(evidence, self.data[0]), *(printed_of_followed(wave, data) for wave, data in before)]
        return tuple(Printed(wave.package.codebook.survey, one) for wave, one in zip(waves, told, strict=True))

    def judged(self, printed: Sequence[Printed]) -> Judged:
        """Return what the manifest says of disclosure control."""
        mark = printed[0].report.mark if printed else ""
        return Judged(tuple(self.held), mark, self.marks)


@dataclass(frozen=True)
class LedgerFiles:
    """The ledger of a survey as a file, and beside it those of earlier waves that are surveys of their own."""

    survey: str
    file: Path

    @classmethod
    def beside(cls, out: Path, survey: str, file: Path | None = None) -> LedgerFiles:
        """Return the file named, or else the usual one beside the folder of a report."""
        return cls(survey, file.resolve() if file else out.resolve().parent / ledger_name(survey))

    def place(self, survey: str) -> Path:
        return self.file if survey == self.survey else self.file.parent / ledger_name(survey)

    def read(self, survey: str) -> Ledger:
        """Return what was published of a survey; raise LedgerError where its file is broken."""
        return read_ledger(self.place(survey), survey)

    def add(self, printed: Sequence[Printed]) -> None:
        """Write what a report printed into the ledgers of its surveys."""
        for one in printed:
            self.keep(self.read(one.survey).with_report(one.report))

    def keep(self, ledger: Ledger) -> None:
        """Write a ledger to its file where that holds another."""
        place = self.place(ledger.survey)
        if ledger != self.read(ledger.survey):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(ledger.as_json(), "utf-8")

    def refuse_gaps(self) -> None:
        """Raise LedgerError where a report that lies beside the file is not in it."""
        ledger = self.read(self.survey)
        for manifest in sorted(self.file.parent.glob(f"*/{MANIFEST}")):
            told = json.loads(manifest.read_text("utf-8"))
            if told.get("survey") == self.survey and ledger.lacks([str(told.get("printed", ""))]):
                raise LedgerError(
                    f"{self.file.name} lacks the report in {manifest.parent.name}, which lies beside it. Put back the "
                    "file as it was, or take that folder away if it was never handed on."
                )
