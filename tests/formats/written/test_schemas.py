"""What is written keeps to content models: elements in order, attributes required and allowed, values of enumerations.

The models are written from the facts that DDI-Codebook 2.5 and Triple-S 2.0 publish of the elements that we write; an
element or attribute that is not in them fails, so nothing new is written without its model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings

from surveyapp.formats.reading import read
from surveyapp.formats.writing import write
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.schema import Questionnaire
from tests.formats.written.questionnaires import forms
from tests.reference_data import reference_folder

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAME = r"[A-Za-z_][\w.-]*"
TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
NUMBER = r"-?\d+(\.\d+)?"


@dataclass(frozen=True, slots=True)
class Model:
    """`children` is a pattern of their names, each followed by a space; that of an attribute is of its whole value."""

    children: str = ""
    required: Mapping[str, str] = field(default_factory=dict)
    allowed: Mapping[str, str] = field(default_factory=dict)


WORDED = Model(allowed={LANG: TAG})
DDI = {
    "codeBook": Model("stdyDscr (fileDscr )*(dataDscr )?", {"version": r"2\.5", LANG: TAG}),
    "stdyDscr": Model("citation (stdyInfo )?"),
    "citation": Model("titlStmt "),
    "titlStmt": Model("titl (subTitl )*(altTitl )*(parTitl )*(IDNo )*"),
    "stdyInfo": Model("(abstract )*"),
    "dataDscr": Model("(varGrp )*(var )*(notes )*"),
    "varGrp": Model("(labl )*(txt )*(concept )*(defntn )*(universe )*(notes )*", {"ID": NAME},
                    {"type": "section|multipleResp|grid|display|repetition|other", "var": rf"{NAME}( {NAME})*"}),
    "var": Model("(labl )*(security )?(qstn )*(valrng )*(invalrng )*(universe )*(txt )*(catgry )*(derivation )?"
                 "(varFormat )?(notes )*", {"ID": NAME, "name": r".+"}, {"intrvl": "contin|discrete"}),
    "qstn": Model("(preQTxt )*(qstnLit )*(postQTxt )*(ivuInstr )*"),
    "valrng": Model("(range |item )+"),
    "invalrng": Model("(range |item )+"),
    "range": Model(allowed={"UNITS": "INT|REAL", "min": NUMBER, "max": NUMBER}),
    "item": Model(required={"VALUE": r".+"}, allowed={"UNITS": "INT|REAL"}),
    "catgry": Model("(catValu )?(labl )*(txt )*", allowed={"missing": "[YN]"}),
    "varFormat": Model(required={"type": "numeric|character"}, allowed={"schema": "ISO|other|SPSS|SAS"}),
    "derivation": Model("(drvdesc )*(drvcmd )*"),
    "drvcmd": Model(allowed={"syntax": ".+"}),
    "universe": Model(allowed={"clusion": "[IE]", LANG: TAG}),
    "notes": Model(allowed={"type": ".+", LANG: TAG}),
    **dict.fromkeys(("titl", "parTitl", "abstract", "labl", "txt", "qstnLit", "ivuInstr"), WORDED),
    **dict.fromkeys(("IDNo", "security", "catValu"), Model()),
}  # fmt: skip
SSS = {
    "sss": Model("(date )?(time )?(origin )?(user )?survey ", {"version": r"2\.0"}, {"languages": rf"{TAG}( {TAG})*"}),
    "survey": Model("(name )?(version )?(title )?record "),
    "record": Model("(variable )*", {"ident": "[A-Z]"}, {"href": ".+", "format": "csv|fixed", "skip": r"\d+"}),
    "variable": Model("name label position (size |(spread )?values )?",
                      {"ident": r"[1-9]\d*", "type": "single|multiple|quantity|character|logical|date|time"},
                      {"format": "numeric|literal", "use": "serial|weight"}),
    "position": Model(required={"start": r"[1-9]\d*"}, allowed={"finish": r"[1-9]\d*"}),
    "spread": Model(required={"subfields": r"[1-9]\d*"}, allowed={"width": r"[1-9]\d*"}),
    "values": Model("(range )?(value )*"),
    "range": Model(required={"from": NUMBER, "to": NUMBER}),
    "value": Model("(text )*", {"code": ".+"}),
    "title": Model("(text )*"),
    "label": Model("(text )*"),
    "text": Model(required={LANG: TAG}),
    **dict.fromkeys(("name", "origin", "size"), Model()),
}  # fmt: skip
MODELS = {"ddi": DDI, "triples": SSS}
NEEDS = {"single": "values", "multiple": "values", "quantity": "values", "character": "size"}


def faults(root: Element, models: Mapping[str, Model]) -> list[str]:
    found: list[str] = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        model = models.get(name)
        if model is None:
            found.append(f"{name} is no element")
            continue
        children = "".join(f"{child.tag.rpartition('}')[2]} " for child in element)
        if re.fullmatch(model.children, children) is None:
            found.append(f"{name} holds {children!r}")
        found += [f"{name} has no {wanted}" for wanted in model.required if wanted not in element.attrib]
        for attribute, value in element.attrib.items():
            pattern = {**model.allowed, **model.required}.get(attribute)
            if pattern is None or re.fullmatch(pattern, value, re.DOTALL) is None:
                found.append(f"{name} has {attribute}={value!r}")
    return found


def of_triples(root: Element) -> list[str]:
    """Return what no content model says: what each type needs, codes once each, numbers in order."""
    variables = list(root.iter("variable"))
    found = [f"{one.get('ident')} needs {NEEDS[kind]}" for one in variables
             if (kind := one.get("type", "")) in NEEDS and one.find(NEEDS[kind]) is None]  # fmt: skip
    found += [f"{one.get('ident')} repeats a code" for one in variables
              if len({value.get("code") for value in one.iter("value")}) < len(list(one.iter("value")))]  # fmt: skip
    idents, names = [one.get("ident") for one in variables], [one.findtext("name") for one in variables]
    return found + [f"{what} repeat" for what, listed in (("idents", idents), ("names", names))
                    if len(set(listed)) < len(listed)]  # fmt: skip


def of_ddi(root: Element) -> list[str]:
    names = [element.attrib["ID"] for element in root.iter() if "ID" in element.attrib]
    known = set(names)
    pointed = {name for element in root.iter() for name in element.get("var", "").split()}
    return [*(["IDs repeat"] if len(known) < len(names) else []), *sorted(pointed - known)]


def every_fault(questionnaire: Questionnaire, target: str) -> list[str]:
    root = fromstring(write(questionnaire, target).content)
    return [*faults(root, MODELS[target]), *(of_ddi(root) if target == "ddi" else of_triples(root))]


@pytest.mark.parametrize("target", sorted(MODELS))
def test_the_bundled_instrument_keeps_to_the_models(target: str) -> None:
    assert every_fault(bundled(INTEREST_AND_NEEDS), target) == []


@pytest.mark.parametrize("target", sorted(MODELS))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(questionnaire=forms())
def test_any_questionnaire_keeps_to_the_models(questionnaire: Questionnaire, target: str) -> None:
    assert every_fault(questionnaire, target) == []


@pytest.mark.parametrize("folder", ["xlsform", "limesurvey", "ons", "qualtrics"])
def test_every_questionnaire_of_other_tools_keeps_to_the_models(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        questionnaire = read(path).questionnaire
        if questionnaire is not None:
            for target in MODELS:
                assert every_fault(questionnaire, target) == [], (path.name, target)


def test_a_document_that_breaks_a_model_is_noticed() -> None:
    wrong = fromstring("<sss version='2.0'><survey><record ident='1'><variable ident='1'/></record></survey></sss>")
    told = faults(wrong, SSS)
    assert "record has ident='1'" in told and "variable has no type" in told and "variable holds ''" in told
