"""Name what a report must disclose of itself, and why it may not be published yet, for the reader."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.console.language import gettext as _
from surveyapp.console.report_standing import changed_name


def item_name(item: str) -> str:
    """Return what an item is called in the language of the request."""
    names = {
        "purpose": _("Purpose"),
        "sponsor": _("Sponsor"),
        "conducted_by": _("Conducted by"),
        "funding": _("Other sources of funding"),
        "subcontractors": _("Subcontractors"),
        "strategy": _("How answers were collected"),
        "instrument": _("Instrument"),
        "translation": _("Translations"),
        "pretest": _("Pretest"),
        "population": _("Population"),
        "sample": _("How people came into the sample"),
        "incentives": _("Rewards for taking part"),
        "consent": _("Consent and protection of respondents"),
        "modes": _("Modes"),
        "dates": _("Dates"),
        "sizes": _("Sizes"),
        "precision": _("Precision"),
        "outcomes": _("Outcomes"),
        "weighting": _("Weighting"),
        "differences": _("Differences"),
        "processing": _("Processing"),
        "machine_help": _("Use of artificial intelligence, and people’s part in it"),
        "quality": _("Quality of answers"),
        "printed": _("What is printed"),
        "limits": _("Limits"),
        "recomputing": _("Recomputing"),
        "contact": _("Contact"),
        "responsible": _("Responsible for this report"),
    }
    return names.get(item, item)


def item_hint(item: str) -> str:
    """Say what a person would write for an item that only a person can state; empty for the others."""
    hints = {
        "purpose": _("What the survey was made for, and who will use it."),
        "sponsor": _("Who asked for the survey and pays for it."),
        "conducted_by": _("Which office or firm collected and analysed the answers."),
        "funding": _("Anybody else who gave money or help."),
        "subcontractors": _("Who else collected, translated or analysed, and what."),
        "pretest": _("On whom the questionnaire was tried before, and what was changed; “None.” where it was not."),
        "incentives": _("What people got for taking part; “None.” where nothing."),
        "machine_help": _(
            "For what artificial intelligence was used (translating, sampling, coding, analysing, writing) and who "
            "checked it; “None.” where for nothing."
        ),
        "consent": _("How people agreed, and how what they said is protected."),
        "contact": _("Where a reader can ask about the survey."),
        "responsible": _("The person who answers for this report, and their post."),
    }
    return hints.get(item, "")


def reason_name(code: str, what: Sequence[str]) -> str:
    """Say in the language of the request why a report may not be published."""
    names = {
        "no-manifest": _("Its manifest cannot be used: {0}"),
        "missing": _("Not stated yet: {item}."),
        "file-gone": _("The file {0} is not there any more."),
        "file-changed": _("The file {0} is not as it was written."),
        "published": _("{0} has published it already ({1})."),
        "internal": _("It is internal: it prints groups that are too small for the public."),
        "data": _("The answers are not those that it was written from. Write it again."),
        "gone": _("Since it was written {0} of its respondents withdrew. Write it again, so that it leaves them out."),
        "withheld": _("With what was published before, {0} of its figures would tell of a few people. Write it again."),
        "ledger": _(
            "Of what was published before, {0} reports that it was judged with are missing. Put them back from a "
            "backup first."
        ),
        "items": _("What its manifest says of “{item}” is not what follows from the answers and the statements."),
        "differs": _("“{0}” comes out differently when it is made again."),
        "version": _("It was written with version {0} of the program, this is version {1}. Write it again."),
        "role": _("Whoever asked for it may not publish reports any more."),
        "inputs": _("Changed since it was written: {changed}. Write it again."),
    }
    item = item_name(what[1] if code == "missing" and len(what) > 1 else what[0] if what else "")
    changed = ", ".join(changed_name(one) for one in what)
    return names.get(code, code).format(*what, item=item, changed=changed)
