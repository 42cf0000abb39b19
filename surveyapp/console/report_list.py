"""Say of every report what its reader wants to know: when, how far, and what there is to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from surveyapp.console.item_names import reason_name
from surveyapp.console.language import current_language, day, ngettext, number
from surveyapp.console.language import gettext as _
from surveyapp.console.report_standing import Standing, changed_name
from surveyapp.services.jobs import JobState
from surveyapp.services.reports.waves import EarlierWave
from surveyapp.web.i18n import own_name


@dataclass(frozen=True, slots=True)
class Link:
    """A link by what it is called; `file` is the name of the file it leads to."""

    name: str
    address: str
    file: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document in several formats: `reading` opens it here, None where nothing can; `name` may be empty."""

    name: str
    reading: Link | None
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The documents of a report in one language, or those that have none."""

    name: str
    language: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class ListedReport:
    """`progress` is from 0 to 1; `step` says in words how far it is, `changed` what is another by now."""

    id: str
    name: str
    address: str
    state: str
    working: bool
    failed: bool
    progress: float
    step: str
    standing: str
    changed: tuple[str, ...]
    files: tuple[Files, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for with a report and how far it is; `lines` say what came of it, `good` whether it is well."""

    id: str
    working: bool
    progress: float
    step: str
    when: str
    good: bool
    lines: tuple[str, ...]


def listed(job: JobState, slug: str, standing: Standing) -> ListedReport:
    """Describe a report in the language of the request."""
    return ListedReport(
        id=job.id,
        name=_("Report of {moment}").format(moment=moment(job.created)),
        address=url_for("reports.show", slug=slug, job=job.id),
        state=standing.state,
        working=job.is_open,
        failed=job.state == "failed",
        progress=job.progress,
        step=step_of(job),
        standing=standing.name,
        changed=tuple(changed_name(one) for one in standing.changed),
        files=tuple(_by_language(job, slug)),
    )


def asked(job: JobState) -> Asked:
    """Describe a check or a publication in the language of the request."""
    result: Mapping[str, Any] = job.result or {}
    good = bool(result.get("holds") or result.get("published"))
    return Asked(job.id, job.is_open, job.progress, step_of(job), moment(job.created), good, tuple(_lines(result)))


@dataclass(frozen=True, slots=True)
class ListedWave:
    name: str
    label: str


def waves_listed(wave: EarlierWave) -> ListedWave:
    """Describe an earlier wave that a report can be compared with."""
    n = ngettext("{n} response", "{n} responses", wave.n).format(n=number(wave.n))
    when = day(wave.day[:10]) if wave.day else ""
    if wave.source.kind == "upload":
        of = _("Data package of {survey}, until {day}").format(survey=wave.survey, day=when)
    elif wave.same:
        of = _("Report of this survey, {day}").format(day=when)
    else:
        of = _("Report of {survey}, {day}").format(survey=wave.survey, day=when)
    return ListedWave(wave.source.name, f"{of}, {n}")


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    if "holds" in result:
        yield _("The report holds: it comes out the same.") if result["holds"] else _("The report does not hold.")
        differing = [name for name, found in result["files"].items() if "differs" in found]
        if differing:
            yield _("These files differ: {files}.").format(files=", ".join(differing))
        if result["gone"]:
            told = ngettext("{n} response was withdrawn since.", "{n} responses were withdrawn since.", result["gone"])
            yield told.format(n=number(result["gone"])) + " " + _("Only the stored figures could be checked.")
        if result["reason"] and not result["gone"]:
            yield reason_name("data", [])
    for code, what in result.get("reasons", []):
        yield reason_name(code, what)


def _by_language(job: JobState, slug: str) -> Iterator[Files]:
    """Put files together by the language in their name: the reader's first, those without one last."""
    of: dict[str, list[str]] = {}
    for name in job.artefacts:
        parts = name.split(".")
        of.setdefault(parts[1] if len(parts) == 3 else "", []).append(name)
    for language in sorted(of, key=lambda tag: (not tag, tag != current_language(), tag)):
        name = own_name(language) if language else _("For programs and checks")
        yield Files(name, language, tuple(_documents(job.id, slug, of[language], language)))


def _documents(job: str, slug: str, names: Sequence[str], language: str) -> Iterator[Document]:
    """Put the files of one document together: the brief first, which is read first, then the report."""
    if not language:
        yield Document("", None, tuple(Link(name, _address(job, slug, name), name) for name in names))
        return
    for kind, called in (("brief", _("Brief of one page")), ("report", _("Report"))):
        found = [name for name in names if name.startswith(f"{kind}.")]
        page = f"{kind}.{language}.html"
        reading = Link(called, url_for("reports.read", slug=slug, job=job, name=page), page) if page in found else None
        if found:
            yield Document(called, reading, tuple(_format(job, slug, name) for name in found))


def step_of(job: JobState) -> str:
    """Say where a report stands."""
    match job.state:
        case "queued":
            return _("Waiting for the worker")
        case "running":
            return step_name(job.step)
        case "done":
            return _("Finished")
        case "cancelled":
            return _("Cancelled")
        case _:
            return _("It could not be done. Start it again; if it fails again, tell an administrator.")


def step_name(step: str) -> str:
    """Return what a step of the analysis is called: a word, then perhaps the audience it is about."""
    word, _space, audience = step.partition(" ")
    names = {
        "": _("Beginning"),
        "export": _("Gathering the answers"),
        "reading": _("Reading the data"),
        "interest": _("Interests"),
        "needs": _("Information needs"),
        "reach": _("Platforms and sources"),
        "trust": _("Trust and image"),
        "segments": _("Comparing groups"),
        "packing": _("Packing"),
        "themes": _("Looking for themes"),
        "disclosure": _("Disclosure control"),
        "writing": _("Writing"),
    }
    audiences = {"V": _("overseas Vietnamese"), "F": _("foreigners")}
    named = names.get(word, word)
    return f"{named}: {audiences[audience]}" if audience in audiences else named


def moment(seconds: float) -> str:
    """Write a moment, given in seconds since 1970, in the language of the request."""
    local = datetime.fromtimestamp(seconds).astimezone()
    return f"{day(local.date().isoformat())}, {local:%H:%M}"


def _format(job: str, slug: str, name: str) -> Link:
    """Link to a file such as `report.vi.pdf` by what opens it."""
    names = {
        "html": _("One page for browsers"),
        "pdf": "PDF",
        "docx": "Word",
        "pptx": _("Slides"),
        "xlsx": _("Workbook"),
    }
    return Link(names.get(name.rpartition(".")[2], name), _address(job, slug, name), name)


def _address(job: str, slug: str, name: str) -> str:
    return url_for("reports.download", slug=slug, job=job, name=name)
