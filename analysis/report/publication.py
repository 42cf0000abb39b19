"""Judge whether a report may be published: by making it again, never by what its manifest says of itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.disclosure.ledger import Ledger, Published
from analysis.plan_reading import PlanError
from analysis.report.keeping import Ledgers, Printed
from analysis.report.manifest import code_version, hash_of, hashes_of
from analysis.report.publication_file import FILE, Publication, PublicationError, published_in
from analysis.report.verifying import ManifestError, check_wave, made_again, manifest_from, missing_in, responses_in
from analysis.report.words import Words
from surveyapp.stated.register import RegisterError
from surveyapp.stated.statements import StatementsError

SENTENCES = {
    "no-manifest": "{0}",
    "missing": "Not stated: {0} ({1}; {2}).",
    "file-gone": "The file {0} is not there any more.",
    "file-changed": "The file {0} is not as it was written.",
    "published": "{0} published a report here on {1}; it stays as it is.",
    "internal": "The report is internal: it prints groups that are too small for the public.",
    "data": "The data are not those that this report was written from ({0} responses then). Write it again.",
    "gone": "Since it was written {0} of its respondents withdrew. Write it again, so that it leaves them out.",
    "ledger": "The ledger lacks {0} of the reports that were judged with this one. Put the ledger back as it was.",
    "withheld": "With what was published before, {0} of its figures would tell of a few people. Write it again.",
    "items": "What the manifest says of {0} is not what follows from the data and the statements.",
    "differs": "{0} comes out differently when the report is made again.",
    "version": "It was written with version {0} of the program, this is version {1}. Write it again.",
}


@dataclass(frozen=True)
class Reason:
    """One thing against publishing: a key of SENTENCES, and what is put into it."""

    code: str
    what: tuple[str, ...] = ()

    def __str__(self) -> str:
        return SENTENCES[self.code].format(*self.what)


@dataclass(frozen=True)
class Judgement:
    """What stands against publishing a report, and what it would print; a report without reasons may be published.

    `of_waves` is what it would print of earlier waves, which may be other surveys.
    """

    manifest_hash: str
    reasons: tuple[Reason, ...]
    printed: Published | None = None
    of_waves: tuple[Printed, ...] = ()


def judge(
    manifest: Path,
    package: Path,
    *,
    words: Callable[[str], Words],
    earlier: Ledgers = Ledger,
    previous: Sequence[Path] = (),
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Judgement:
    """Make the report of a manifest again from its data and list every reason against publishing it.

    Its files must be as written, its data those of the package, its bytes what its plan, statements and measures give,
    its mandatory items stated, and nothing of a few people may follow from it and what was published `earlier` of a
    survey. Of what it was judged with when it was written nothing may be lacking there.
    """
    try:
        told = manifest_from(manifest)
        check_wave(told, previous)
        frozen = hash_of(manifest.read_bytes())
        reasons = [*_beside(manifest.parent, told), *([] if _is_public(told) else [Reason("internal")])]
        if hashes_of(package) != told["hashes"]:
            gone = int(told["responses"]) - responses_in(package)
            changed = Reason("gone", (str(gone),)) if gone > 0 else Reason("data", (str(told["responses"]),))
            return Judgement(frozen, (*reasons, *_missing(told.get("items", [])), changed))
        lacking = missing_in(earlier, told["earlier"])
        reasons += [Reason("ledger", (str(lacking),))] if lacking else []
        reports, made, printed = made_again(
            told, package, words=words, earlier=earlier, previous=previous, progress=progress
        )
    except (ManifestError, PlanError, StatementsError, RegisterError) as error:
        return Judgement("", (Reason("no-manifest", (str(error),)),))
    again: dict[str, Any] = json.loads(made.as_json())
    reasons += [*_missing(again["items"]), *_disagreements(told, again, reports)]
    return Judgement(frozen, tuple(reasons), printed[0].report if printed else None, printed[1:])


def publish(judgement: Judgement, folder: Path, *, by: str, role: str, on: date) -> Publication:
    """Write publication.json into the folder of a report that was judged; raise PublicationError with every reason."""
    told = Publication(judgement.manifest_hash, by.strip(), role.strip(), on)
    reasons = [str(reason) for reason in judgement.reasons]
    reasons += [] if told.by and told.role else ["Name the person who publishes, and their role."]
    if reasons:
        raise PublicationError("\n".join(reasons))
    (folder / FILE).write_text(told.as_json(), "utf-8")
    return told


def _beside(folder: Path, told: Mapping[str, Any]) -> Iterator[Reason]:
    """Hold the files beside the manifest against the hashes in it."""
    for name, wanted in told["reports"].items():
        if not (folder / name).exists():
            yield Reason("file-gone", (name,))
        elif hash_of((folder / name).read_bytes()) != wanted:
            yield Reason("file-changed", (name,))
    before = published_in(folder)
    if before is not None:
        yield Reason("published", (str(before["by"]), str(before["on"])))


def _is_public(told: Mapping[str, Any]) -> bool:
    return isinstance(told["plan"], dict) and told["plan"].get("view") == "public"


def _missing(items: Any) -> list[Reason]:
    return [
        Reason("missing", (item["title"], item["id"], ", ".join(item["asked_by"])))
        for item in items
        if item["mandatory"] and item["filled_by"] is None
    ]


def _disagreements(told: Mapping[str, Any], again: Mapping[str, Any], reports: Mapping[str, bytes]) -> Iterator[Reason]:
    """Say where the report that was made again is another, the reason that explains most first."""
    if told["code_version"] != code_version():
        yield Reason("version", (str(told["code_version"]), code_version()))
    more = _withheld(again) - _withheld(told)
    if more:
        yield Reason("withheld", (str(len(more)),))
        return
    by_id = {item["id"]: item for item in again["items"]}
    stated = {item.get("id"): item for item in told.get("items", [])}
    for name in sorted({*by_id, *map(str, stated)}):
        if by_id.get(name) != stated.get(name):
            yield Reason("items", (name,))
    for name in ("figures", "weights", "plan", "statements", "measures", "figures_hash"):
        if told.get(name) != again[name]:
            yield Reason("differs", (name,))
    for name, content in reports.items():
        if told["reports"].get(name) != hash_of(content):
            yield Reason("differs", (name,))
    for name in sorted(set(told["reports"]) - set(reports)):
        yield Reason("differs", (name,))


def _withheld(told: Mapping[str, Any]) -> set[str]:
    """Return what a report holds back or rounds, wave by wave."""
    return {
        f"{at} {name}"
        for at, held in enumerate(told["held"])
        for name in (*held["names"], *held["out"], *held["steps"], *(f"{audience}." for audience in held["moved"]))
    }
