"""Put the rows of a LimeSurvey file together: groups, questions, subquestions, answers, with wording by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveyapp.formats.limesurvey.document import Document, RawRow, Sections
from surveyapp.questionnaire.model import Text


@dataclass(frozen=True, slots=True)
class Coded:
    """An answer or a subquestion; `scale` 1 is the second scale, or the columns of an array of two dimensions."""

    code: str
    text: Text
    scale: str
    relevance: str


@dataclass(slots=True)
class Attributes:
    """Settings of a question; what is taken was read, the rest is listed."""

    values: Mapping[str, Text]
    taken: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        """Return a setting, whatever its language; empty where it is not set."""
        self.taken.add(name)
        return next((text.strip() for text in self.values.get(name, {}).values() if text.strip()), "")

    def is_on(self, name: str) -> bool:
        return self.take(name) in ("1", "Y")

    def take_wording(self, name: str) -> Text:
        """Return a setting that is worded, by LimeSurvey's language; without a language under the empty tag."""
        self.taken.add(name)
        return {language: text for language, text in self.values.get(name, {}).items() if text.strip()}

    def left(self) -> dict[str, str]:
        return {name: next(iter(text.values()), "") for name, text in self.values.items() if name not in self.taken}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of LimeSurvey; `kind` is its letter."""

    qid: str
    gid: str
    kind: str
    title: str
    text: Text
    help: Text
    mandatory: str
    other: bool
    relevance: str
    pattern: str
    answers: tuple[Coded, ...]
    subquestions: tuple[Coded, ...]
    attributes: Attributes
    defaults: tuple[str, ...]
    conditions: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    gid: str
    name: Text
    description: Text
    relevance: str
    randomisation: str
    questions: tuple[Asked, ...]


def groups_of(document: Document) -> list[Group]:
    """Return the groups in order, each with its questions in order; both layouts of wording are understood."""
    sections = document.sections
    names = _worded(sections.get("group_l10ns", []), sections.get("groups", []), "gid", "group_name")
    descriptions = _worded(sections.get("group_l10ns", []), sections.get("groups", []), "gid", "description")
    questions: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in _questions(document):
        questions[asked.gid].append(asked)
    rows = _firsts(sections.get("groups", []), "gid", "group_order")
    strays: dict[str, RawRow] = {gid: {} for gid in questions if gid not in rows}
    return [
        Group(
            gid,
            names[gid],
            descriptions[gid],
            row.get("grelevance", ""),
            row.get("randomization_group", ""),
            tuple(questions[gid]),
        )
        for gid, row in (rows | strays).items()
    ]


def _questions(document: Document) -> Iterable[Asked]:
    sections = document.sections
    rows, subrows = sections.get("questions", []), sections.get("subquestions", [])
    localised = sections.get("question_l10ns", [])
    texts, helps = (_worded(localised, [*rows, *subrows], "qid", column) for column in ("question", "help"))
    answers, attributes = _answers(document), _attributes(sections.get("question_attributes", []))
    children: defaultdict[str, list[Coded]] = defaultdict(list)
    for qid, row in _firsts(subrows, "qid", "question_order").items():
        coded = Coded(row.get("title", ""), texts[qid], row.get("scale_id", "") or "0", row.get("relevance", ""))
        children[row.get("parent_qid", "")].append(coded)
    defaults = _defaults(sections)
    conditions: defaultdict[str, list[RawRow]] = defaultdict(list)
    for row in sections.get("conditions", []):
        conditions[row.get("qid", "")].append(row)
    for qid, row in _firsts(rows, "qid", "question_order").items():
        yield Asked(
            qid=qid,
            gid=row.get("gid", ""),
            kind=row.get("type", ""),
            title=row.get("title", ""),
            text=texts[qid],
            help=helps[qid],
            mandatory=row.get("mandatory", ""),
            other=row.get("other", "") == "Y",
            relevance=row.get("relevance", ""),
            pattern=row.get("preg", ""),
            answers=tuple(answers[qid]),
            subquestions=tuple(children[qid]),
            attributes=Attributes(attributes[qid]),
            defaults=tuple(dict.fromkeys(defaults[qid])),
            conditions=tuple(conditions[qid]),
        )


def _defaults(sections: Sections) -> defaultdict[str, list[str]]:
    """Return the answers that are filled in beforehand by question; in newer files they stand apart, by language."""
    worded: defaultdict[str, list[str]] = defaultdict(list)
    for row in sections.get("defaultvalue_l10ns", []):
        worded[row.get("dvid", "")].append(row.get("defaultvalue", ""))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in sections.get("defaultvalues", []):
        said = [row["defaultvalue"]] if "defaultvalue" in row else worded[row.get("dvid", "")]
        found[row.get("qid", "")] += [value for value in said if value.strip()]
    return found


def _answers(document: Document) -> defaultdict[str, list[Coded]]:
    rows = document.sections.get("answers", [])
    localised = document.sections.get("answer_l10ns", [])
    keyed = [{**row, "aid": row.get("aid") or _key(row)} for row in rows]
    texts = _worded(localised, keyed, "aid", "answer")
    found: defaultdict[str, list[Coded]] = defaultdict(list)
    for aid, row in _firsts(keyed, "aid", "sortorder").items():
        found[row.get("qid", "")].append(Coded(row.get("code", ""), texts[aid], row.get("scale_id", "") or "0", ""))
    return found


def _key(row: RawRow) -> str:
    return "|".join((row.get("qid", ""), row.get("scale_id", "") or "0", row.get("code", "")))


def _attributes(rows: Iterable[RawRow]) -> defaultdict[str, dict[str, Text]]:
    found: defaultdict[str, dict[str, Text]] = defaultdict(dict)
    for row in rows:
        by_language = found[row.get("qid", "")].setdefault(row.get("attribute", ""), {})
        by_language[row.get("language", "")] = row.get("value", "")
    return found


def _worded(localised: Iterable[RawRow], plain: Iterable[RawRow], key: str, column: str) -> defaultdict[str, Text]:
    """Return wording by key and language: from the table of wordings, or from rows repeated for each language."""
    found: defaultdict[str, Text] = defaultdict(dict)
    for row in (*localised, *plain):
        if row.get("language") and column in row:
            found[row.get(key, "")].setdefault(row["language"], row[column])
    return found


def _firsts(rows: Iterable[RawRow], key: str, order: str) -> dict[str, RawRow]:
    """Return each row once (older files repeat it for each language), in the order asked."""
    firsts: dict[str, RawRow] = {}
    for row in rows:
        firsts.setdefault(row.get(key, ""), row)
    return dict(sorted(firsts.items(), key=lambda item: _number(item[1].get(order, ""))))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
