"""Write a questionnaire for another tool, and list everything that its format cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveyapp.formats.native import write_native
from surveyapp.formats.result import Ledger, Lost
from surveyapp.formats.written.ddi import write_ddi
from surveyapp.formats.written.printed.document import write_printed
from surveyapp.formats.written.triples import write_triples
from surveyapp.formats.written.xlsform.writer import write_xlsform
from surveyapp.questionnaire.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class Target:
    """A format that can be written: `write` gets the questionnaire, a language (empty: all) and the ledger."""

    what: str
    suffix: str
    write: Callable[[Questionnaire, str, Ledger], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    content: bytes
    lost: tuple[Lost, ...]


TARGETS: Mapping[str, Target] = {
    "native": Target("native JSON", ".json", lambda questionnaire, _, __: write_native(questionnaire).encode()),
    "xlsform": Target(
        "XLSForm workbook", ".xlsx", lambda questionnaire, _, ledger: write_xlsform(questionnaire, ledger)
    ),
    "ddi": Target("DDI-Codebook 2.5", ".xml", lambda questionnaire, _, ledger: write_ddi(questionnaire, ledger)),
    "triples": Target("Triple-S 2.0", ".xml", lambda questionnaire, _, ledger: write_triples(questionnaire, ledger)),
    "html": Target("questionnaire for paper", ".html", write_printed),
}


def write(questionnaire: Questionnaire, target: str, language: str = "") -> Written:
    """Return the file, and what of the questionnaire it does not say; KeyError for a target nobody knows.

    Raise ValueError, with a sentence, where the questionnaire does not speak the language asked for.
    """
    if language and language not in questionnaire.languages:
        spoken = ", ".join(questionnaire.languages)
        raise ValueError(f"The questionnaire does not speak {language!r}, only {spoken}.")
    ledger = Ledger()
    content = TARGETS[target].write(questionnaire, language, ledger)
    return Written(content, tuple(ledger.lost))
