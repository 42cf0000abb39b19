"""Hold documents to content models: which elements stand in which, in which order, and what their attributes may say.

The models are written from what DDI-Codebook 2.5 and Triple-S 2.0 publish of the elements that we write, and only of
those: an element or attribute that is not in them is a fault, so nothing new is written without its model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
NAME = r"[A-Za-z_][\w.-]*"
NAMES = rf"{NAME}( {NAME})*"
TAG = r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"
ANY = r"(?s:.*)"
EVERYWHERE = {"ID": NAME, LANG: TAG}


@dataclass(frozen=True, slots=True)
class Model:
    """`children` is a pattern of their names, each followed by a space; that of an attribute is of its whole value."""

    children: str = ""
    required: Mapping[str, str] = field(default_factory=dict)
    allowed: Mapping[str, str] = field(default_factory=dict)
    text: bool = False


def sequence(*parts: str) -> str:
    """Return the pattern of elements that follow each other: `name`, `name?` or `name*`."""
    made = (re.fullmatch(r"(\w+)([?*+]?)", part) for part in parts)
    return "".join(f"({found[1]} ){found[2]}" for found in made if found)


WORDS = Model(text=True)
LABEL = Model(text=True, allowed={"level": ANY, "vendor": ANY, "country": ANY, "sdatrefs": NAMES})
NOTES = Model(text=True, allowed={"type": ANY, "subject": ANY, "level": ANY, "resp": ANY})
RANGES = f"(item |range )+{sequence('key?', 'notes*')}"
UNITS = {"UNITS": "INT|REAL"}
YES_NO = "Y|N"
VARIABLE = sequence(
    "location*", "labl*", "imputation?", "security?", "embargo?", "respUnit?", "anlysUnit?", "qstn*", "valrng*",
    "invalrng*", "undocCod*", "universe*", "TotlResp?", "sumStat*", "txt*", "stdCatgry*", "catgryGrp*", "catgry*",
    "codInstr*", "verStmt*", "concept*", "derivation?", "varFormat?", "geoMap*", "catLevel*", "notes*",
)  # fmt: skip
CITATION = sequence("titlStmt", "rspStmt?", "prodStmt?", "distStmt?", "serStmt*", "verStmt*", "biblCit?", "holdings*")
STUDY = sequence(
    "citation+", "studyAuthorization*", "stdyInfo*", "studyDevelopment*", "method*", "dataAccs*", "othrStdyMat*",
    "notes*",
)  # fmt: skip
GROUPS = (
    "section|multipleResp|grid|display|repetition|subject|version|iteration|analysis|pragmatic|record|file|randomized"
    "|other"
)
DDI = {
    "codeBook": Model(
        sequence("docDscr*", "stdyDscr+", "fileDscr*", "dataDscr*", "otherMat*"),
        allowed={"version": r"2\.5", "codeBookAgency": NAME, SCHEMA_LOCATION: r"ddi:codebook:2_5 \S+codebook\.xsd"},
    ),
    "stdyDscr": Model(STUDY, allowed={"access": NAMES}),
    "citation": Model(CITATION + sequence("notes*"), allowed={"MARCURI": ANY}),
    "titlStmt": Model(sequence("titl", "subTitl*", "altTitl*", "parTitl*", "IDNo*")),
    "titl": WORDS,
    "parTitl": WORDS,
    "IDNo": Model(text=True, allowed={"agency": ANY, "level": "study|file|project"}),
    "stdyInfo": Model(
        sequence(
            "studyBudget*", "subject*", "abstract*", "sumDscr*", "qualityStatement?", "notes*", "exPostEvaluation*"
        )
    ),
    "abstract": Model(text=True, allowed={"date": ANY, "contentType": "abstract|purpose|mixed"}),
    "fileDscr": Model(sequence("fileTxt*", "locMap?", "notes*"), allowed={"URI": ANY}),
    "fileTxt": Model(
        sequence(
            "fileName?", "fileCitation?", "fileCont?", "fileStrc?", "dimensns?", "fileType?", "format?", "filePlac?",
            "dataChck*", "ProcStat?", "dataMsng?", "software*", "verStmt?",
        )
    ),
    "dimensns": Model(sequence("caseQnty*", "varQnty*", "logRecL*", "recPrCas*", "recNumTot*")),
    "fileName": WORDS,
    "caseQnty": WORDS,
    "varQnty": WORDS,
    "fileType": Model(text=True, allowed={"charset": ANY}),
    "format": WORDS,
    "dataDscr": Model(sequence("varGrp*", "nCubeGrp*", "var*", "nCube*", "notes*")),
    "varGrp": Model(
        sequence("labl*", "txt*", "concept*", "defntn?", "universe?", "notes*"),
        allowed={"type": GROUPS, "var": NAMES, "varGrp": NAMES, "name": ANY},
    ),
    "var": Model(
        VARIABLE,
        {"name": ".+"},
        {"intrvl": "contin|discrete", "representationType": "text|numeric|code|datetime|other", "dcml": r"\d+",
         "wgt": "wgt|not-wgt", "files": NAMES},
    ),
    "labl": LABEL,
    "txt": Model(text=True, allowed={"level": ANY, "sdatrefs": NAMES}),
    "security": Model(text=True, allowed={"date": ANY}),
    "qstn": Model("(preQTxt |qstnLit |postQTxt |forward |backward |ivuInstr )*", text=True),
    "qstnLit": Model(text=True, allowed={"sdatrefs": NAMES}),
    "ivuInstr": WORDS,
    "valrng": Model(RANGES),
    "invalrng": Model(RANGES),
    "range": Model(allowed={**UNITS, "min": ANY, "max": ANY, "minExclusive": ANY, "maxExclusive": ANY}),
    "item": Model(required={"VALUE": ".+"}, allowed=UNITS),
    "universe": Model(text=True, allowed={"level": ANY, "clusion": "I|E"}),
    "catgry": Model(
        sequence("catValu?", "labl*", "txt*", "catStat*", "mrow?"), allowed={"missing": YES_NO, "missType": ANY}
    ),
    "catValu": WORDS,
    "catStat": Model(text=True, allowed={"type": "freq|percent|crosstab|other", "wgtd": "wgtd|not-wgtd"}),
    "derivation": Model(sequence("drvdesc?", "drvcmd?"), allowed={"var": NAMES}),
    "drvcmd": Model(text=True, allowed={"syntax": ANY}),
    "varFormat": Model(
        text=True,
        allowed={"type": "character|numeric", "formatname": ANY, "schema": "SAS|SPSS|IBM|ANSI|ISO|XML-Data|other",
                 "category": "date|time|currency|other"},
    ),
    "notes": NOTES,
}  # fmt: skip

FIGURES = r"[1-9]\d*"
NUMBER = r"-?\d+(\.\d+)?"
SPECIAL_TEXTS = Model(sequence("text*"), text=True)
SSS = {
    "sss": Model(
        sequence("date?", "time?", "origin?", "user?", "survey"),
        {"version": r"2\.0"},
        {"languages": rf"{TAG}( {TAG})*", "modes": "(interview|analysis)( (interview|analysis))*"},
    ),
    "survey": Model(sequence("name?", "version?", "title?", "record")),
    "record": Model(sequence("variable*"), {"ident": "[A-Z]"}, {"href": ".+", "format": "csv|fixed", "skip": r"\d+"}),
    "variable": Model(
        sequence("name", "label", "position", "filter?") + "(size |(spread )?values )?",
        {"ident": FIGURES, "type": "single|multiple|quantity|character|logical|date|time"},
        {"format": "numeric|literal", "use": "serial|weight"},
    ),
    "position": Model(required={"start": FIGURES}, allowed={"finish": FIGURES}),
    "values": Model(sequence("range?", "value*")),
    "range": Model(required={"from": NUMBER, "to": NUMBER}),
    "value": Model(sequence("text*"), {"code": ".+"}, {"score": NUMBER}, text=True),
    "title": SPECIAL_TEXTS,
    "label": SPECIAL_TEXTS,
    "text": Model(allowed={LANG: TAG, "mode": "interview|analysis"}, text=True),
    "name": WORDS,
    "origin": WORDS,
    "size": WORDS,
}
NEEDS = {"single": "values", "multiple": "values", "quantity": "values", "character": "size"}


def faults(root: Element, models: Mapping[str, Model], everywhere: Mapping[str, str]) -> list[str]:
    """Return what breaks a model, of every element of a document."""
    return [fault for element in root.iter() for fault in _of_element(element, models, everywhere)]


def ddi_faults(root: Element) -> list[str]:
    """Return what breaks the models of a codebook, with identifiers given twice and references to none."""
    names = [element.attrib["ID"] for element in root.iter() if "ID" in element.attrib]
    known = set(names)
    pointed = {name for one in root.iter() for key in ("var", "files") for name in one.get(key, "").split()}
    outside = [one.tag for one in root.iter() if not one.tag.startswith("{ddi:codebook:2_5}")]
    repeated = sorted({name for name in names if names.count(name) > 1})
    return [
        *faults(root, DDI, EVERYWHERE),
        *(f"{tag} is outside the namespace" for tag in outside),
        *(f"ID {name} stands twice" for name in repeated),
        *(f"nothing has the ID {name}" for name in sorted(pointed - known)),
    ]


def triples_faults(root: Element) -> list[str]:
    """Return what breaks the models of a definition of CSV data, and what no content model says of its variables."""
    variables = list(root.iter("variable"))
    spoken = set((root.get("languages") or "").split())
    said = {text.get(LANG, "") for text in root.iter("text")}
    idents, names = [one.get("ident") for one in variables], [one.findtext("name", "").casefold() for one in variables]
    return [
        *faults(root, SSS, {}),
        *(f"the language {tag} is not announced" for tag in sorted(said - spoken)),
        *(
            f"{what} repeat"
            for what, listed in (("idents", idents), ("names", names))
            if len(set(listed)) < len(listed)
        ),
        *(fault for place, one in enumerate(variables, start=1) for fault in _of_variable(one, place)),
    ]


def _of_variable(variable: Element, place: int) -> Iterator[str]:
    """Hold a variable of CSV data to its type: a field each, codes that are numbers unless they are called literal."""
    kind, position, name = variable.get("type", ""), variable.find("position"), variable.findtext("name", "")
    if kind in NEEDS and variable.find(NEEDS[kind]) is None:
        yield f"{name} needs {NEEDS[kind]}"
    if position is None or position.attrib != {"start": str(place)}:
        yield f"{name} is not field {place}"
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]{0,63}", name) is None:
        yield f"{name!r} is no name"
    codes = [value.get("code", "") for value in variable.iter("value")]
    if len(set(codes)) < len(codes):
        yield f"{name} repeats a code"
    literal = variable.get("format") == "literal"
    if literal and kind != "single":
        yield f"{name} is {kind} and literal"
    pattern = {"single": ANY if literal else r"\d+", "multiple": FIGURES, "quantity": NUMBER}.get(kind, "")
    yield from (f"{name} has the code {code!r}" for code in codes if re.fullmatch(pattern, code) is None)
    limits = variable.find("values/range")
    if limits is not None and float(limits.get("from", "0")) > float(limits.get("to", "0")):
        yield f"{name} has no value between its limits"


def _of_element(element: Element, models: Mapping[str, Model], everywhere: Mapping[str, str]) -> Iterator[str]:
    name = element.tag.rpartition("}")[2]
    model = models.get(name)
    if model is None:
        yield f"{name} is no element"
        return
    children = "".join(f"{child.tag.rpartition('}')[2]} " for child in element)
    if re.fullmatch(model.children, children) is None:
        yield f"{name} holds {children!r}"
    if not model.text and "".join((element.text or "", *(child.tail or "" for child in element))).strip():
        yield f"{name} holds text"
    yield from (f"{name} has no {wanted}" for wanted in model.required if wanted not in element.attrib)
    known = {**everywhere, **model.allowed, **model.required}
    for attribute, value in element.attrib.items():
        if attribute not in known or re.fullmatch(known[attribute], value) is None:
            yield f"{name} has {attribute}={value!r}"
