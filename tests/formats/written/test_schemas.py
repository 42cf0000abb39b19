"""What is written keeps to content models: elements in order, attributes required and allowed, values of enumerations.

Where `PUBLISHED_SCHEMAS` names a folder that holds `codebook.xsd` with what it imports, or `sss_v20.dtd`, the same
documents are held to the published schemas too; they are not part of the repository.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from lxml import etree

from surveyapp.formats.reading import read
from surveyapp.formats.writing import write
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.schema import Questionnaire
from tests.formats.written.content_models import DDI, EVERYWHERE, SSS, ddi_faults, faults, triples_faults
from tests.formats.written.questionnaires import forms
from tests.reference_data import reference_folder
from tests.tasks.packages import questionnaires

FAULTS: Mapping[str, Callable[[Element], list[str]]] = {"ddi": ddi_faults, "triples": triples_faults}
SCHEMAS = {"ddi": "codebook.xsd", "triples": "sss_v20.dtd"}


def every_fault(questionnaire: Questionnaire, target: str) -> list[str]:
    return FAULTS[target](fromstring(write(questionnaire, target).content))


@pytest.fixture(params=sorted(SCHEMAS))
def published(request: pytest.FixtureRequest) -> tuple[str, etree.XMLSchema | etree.DTD]:
    """Return a target with its published schema; nothing is fetched, and what is not there is skipped."""
    target = str(request.param)
    path = Path(os.environ.get("PUBLISHED_SCHEMAS", ".")) / SCHEMAS[target]
    if "PUBLISHED_SCHEMAS" not in os.environ or not path.exists():
        pytest.skip(f"no {SCHEMAS[target]}; set PUBLISHED_SCHEMAS to a folder that holds it")
    if target == "triples":
        return target, etree.DTD(str(path))
    return target, etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def everybody() -> list[Questionnaire]:
    """Return the bundled instrument and every questionnaire of other tools that can be read."""
    folders = (reference_folder("questionnaires", name) for name in ("xlsform", "limesurvey", "ons", "qualtrics"))
    found = (read(path).questionnaire for folder in folders for path in sorted(folder.iterdir()))
    return [bundled(INTEREST_AND_NEEDS), *(one for one in found if one is not None)]


@pytest.mark.parametrize("target", sorted(FAULTS))
def test_the_bundled_instrument_keeps_to_the_models(target: str) -> None:
    assert every_fault(bundled(INTEREST_AND_NEEDS), target) == []


@pytest.mark.parametrize("target", sorted(FAULTS))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(questionnaire=forms() | questionnaires())
def test_any_questionnaire_keeps_to_the_models(questionnaire: Questionnaire, target: str) -> None:
    assert every_fault(questionnaire, target) == []


def test_every_questionnaire_of_other_tools_keeps_to_the_models() -> None:
    for questionnaire in everybody():
        for target in FAULTS:
            assert every_fault(questionnaire, target) == [], (questionnaire.id, target)


def test_every_questionnaire_keeps_to_the_published_schema(
    published: tuple[str, etree.XMLSchema | etree.DTD],
) -> None:
    target, schema = published
    for questionnaire in everybody():
        document = etree.fromstring(write(questionnaire, target).content, etree.XMLParser(load_dtd=False))
        assert schema.validate(document), (questionnaire.id, schema.error_log.last_error)


def test_a_document_that_breaks_a_model_is_noticed() -> None:
    wrong = fromstring("<sss version='2.0'><survey><record ident='1'><variable ident='1'/></record></survey></sss>")
    told = faults(wrong, SSS, {})
    assert "record has ident='1'" in told and "variable has no type" in told and "variable holds ''" in told


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("<variable ident='1' type='multiple' format='literal'><name>q</name></variable>", "q is multiple and literal"),
        ("<variable ident='1' type='character'><name>q</name></variable>", "q needs size"),
        ("<variable ident='1' type='character'><name>1</name><position start='2'/></variable>", "1 is not field 1"),
        ("<variable ident='1' type='character'><name>a b</name></variable>", "'a b' is no name"),
        ("<variable ident='1' type='multiple'><name>q</name><values><value code='x'/></values></variable>",
         "q has the code 'x'"),
        ("<variable ident='1' type='quantity'><name>q</name><values><range from='2' to='1'/></values></variable>",
         "q has no value between its limits"),
    ],
)  # fmt: skip
def test_a_variable_that_is_not_of_its_type_is_noticed(variable: str, told: str) -> None:
    record = f"<sss version='2.0'><survey><record ident='A'>{variable}</record></survey></sss>"
    assert told in triples_faults(fromstring(record))


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<varGrp type='multiple'/>", "varGrp has type='multiple'"),
        ("<varGrp var='V1'/>", "nothing has the ID V1"),
        ("<var name='a' ID='V'/><var name='b' ID='V'/>", "ID V stands twice"),
        ("<var name='a'><universe/><labl/></var>", "var holds 'universe labl '"),
        ("<var/>", "var has no name"),
        ("<var name='a'><derivation><drvcmd/><drvcmd/></derivation></var>", "derivation holds 'drvcmd drvcmd '"),
        ("<var name='a'>text</var>", "var holds text"),
    ],
)
def test_a_codebook_that_breaks_its_model_is_noticed(inside: str, told: str) -> None:
    root = fromstring(f"<codeBook xmlns='ddi:codebook:2_5'><dataDscr>{inside}</dataDscr></codeBook>")
    assert told in ddi_faults(root)
    assert set(DDI) >= {"var", "varGrp"} and EVERYWHERE
