"""Read a LimeSurvey survey: what it asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Symbol
from surveyapp.formats.limesurvey import kinds
from surveyapp.formats.limesurvey.choices import Making, relevance
from surveyapp.formats.limesurvey.document import Document, read_document
from surveyapp.formats.limesurvey.known import add_attributes, texts_of_survey
from surveyapp.formats.limesurvey.questions import build_questions
from surveyapp.formats.limesurvey.spoken import Added, Spoken
from surveyapp.formats.limesurvey.survey import Asked, Group, groups_of
from surveyapp.formats.limesurvey.wording import Wordings, language_tags
from surveyapp.formats.orders import without_impossible_orders
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.questionnaire.schema import Order, Page, Question, Questionnaire

MOST_QUESTIONS = 3_000
MOST_CHOICES = 20_000
_READ = (
    "languages", "surveys", "surveys_languagesettings", "groups", "group_l10ns", "questions", "subquestions",
    "question_l10ns", "question_attributes", "answers", "answer_l10ns", "conditions", "defaultvalues",
    "defaultvalue_l10ns", "themes", "themes_inherited", "question_themes",
)  # fmt: skip
_CODED = (*kinds.SINGLE_CHOICE, *kinds.GRIDS)


def read_limesurvey(data: bytes, name: str, ledger: Ledger) -> Questionnaire:
    """Return the questionnaire; raise Unreadable where the file is no survey."""
    document = read_document(data)
    _refuse_too_much(document)
    groups = groups_of(document)
    kept = _kept(groups, ledger)
    wordings, making = _making(document, groups, kept, ledger)
    context = add_attributes(document, making.scope)
    pages = [page for group in groups if (page := _page(group, kept, making))]
    if not pages:
        ledger.warn("nothing-left", "survey", "Nothing that this survey asks can be kept.")
    _lose_sections(document, ledger)
    settings = {row.get("surveyls_language", ""): row for row in document.sections.get("surveys_languagesettings", [])}
    worded = {
        column: wordings.take(
            {language: row.get(f"surveyls_{column}", "") for language, row in settings.items()}, f"survey.{column}", at
        )
        for column, at in (("title", 0), ("description", 0), ("welcometext", 0), ("endtext", len(kept) + 1))
    }
    survey = next(iter(document.sections.get("surveys", [])), {})
    intro = {
        tag: text
        for tag in wordings.languages
        if (
            text := "\n\n".join(
                worded[column][tag] for column in ("description", "welcometext") if tag in worded[column]
            )
        )
    }
    made = Questionnaire(
        id=survey.get("sid") or name,
        languages=wordings.languages,
        title=worded["title"] or {wordings.base: name},
        intro=intro or None,
        context=context,
        orders=_orders(groups, pages),
        pages=tuple(pages),
        complete_text=worded["endtext"] or None,
    )
    return without_impossible_orders(made, ledger)


def _refuse_too_much(document: Document) -> None:
    base = (*document.languages[:1], "")
    counted = {
        name: sum(row.get("language", "") in base for row in document.sections.get(name, []))
        for name in ("questions", "subquestions", "answers")
    }
    choices = counted["subquestions"] + counted["answers"]
    if counted["questions"] > MOST_QUESTIONS or choices > MOST_CHOICES:
        raise Unreadable(
            f"The survey has {counted['questions']} questions with {choices} answers and subquestions; at most "
            f"{MOST_QUESTIONS} and {MOST_CHOICES} can be read."
        )


def _kept(groups: Sequence[Group], ledger: Ledger) -> dict[str, int]:
    """Return qid -> place of the questions that can be kept; the others are listed."""
    kept: dict[str, int] = {}
    titles: set[str] = set()
    for group in groups:
        for asked in group.questions:
            why = kinds.why_lost(asked)
            if not asked.title or asked.title in titles:
                why = "its code is missing or stands twice"
            titles.add(asked.title)
            if why is None:
                kept[asked.qid] = len(kept)
            else:
                text = next(iter(asked.text.values()), "")
                ledger.lose(asked.title or f"question {asked.qid}", f"question of type {asked.kind}: {text}", why)
    return kept


def _making(
    document: Document, groups: Sequence[Group], kept: Mapping[str, int], ledger: Ledger
) -> tuple[Wordings, Making]:
    survey = next(iter(document.sections.get("surveys", [])), {})
    scope, sources, owners = Scope(), dict[str, Asked](), dict[str, Asked]()
    if survey.get("assessments") == "Y":
        scope.unread = frozenset(("value", "valueNAOK"))
    parts: dict[str, Sequence[Symbol]] = {}
    for group in groups:
        for asked in group.questions:
            number = f"{survey.get('sid', '')}X{asked.gid}X{asked.qid}"
            if asked.qid not in kept:
                scope.gone.update(dict.fromkeys((asked.title, number), "which is not kept"))
                continue
            if asked.kind == "X":
                scope.gone.update(dict.fromkeys((asked.title, number), "which has no answer"))
                continue
            sources[asked.title] = asked
            owners |= {asked.title: asked, number: asked}
            parts[asked.title] = kinds.parts_of(asked)
            for name, symbol in kinds.names_of(asked):
                scope.add(name, symbol, kept[asked.qid])
                numbered = f"{number}{name.removeprefix(asked.title).removeprefix('_')}"
                scope.add(numbered, symbol, kept[asked.qid])
                owners |= {name: asked, numbered: asked}
    coded = frozenset(asked.title for asked in sources.values() if asked.kind in _CODED)
    spoken = Spoken(scope, ledger, coded, parts, Added())
    wordings = Wordings(language_tags(document.languages, ledger), spoken, owners, texts_of_survey(document))
    return wordings, Making(wordings, scope, sources, parts)


def _page(group: Group, kept: Mapping[str, int], making: Making) -> Page | None:
    asked = [one for one in group.questions if one.qid in kept]
    place = f"groups.{group.gid}"
    if not asked:
        making.ledger.lose(place, " / ".join(group.name.values()), "no question of this group is kept")
        return None
    at = kept[asked[0].qid]
    questions: list[Question] = []
    drawn: dict[str, list[str]] = {}
    for one in asked:
        if name := one.attributes.take("random_group"):
            drawn.setdefault(name, []).append(one.title)
        questions += build_questions(one, kept[one.qid], making)
    shuffle, questions = _in_random_order(questions, drawn, place, making)
    return Page(
        id=f"g{group.gid}",
        title=making.wordings.take(group.name, f"{place}.name", at) or None,
        notice=making.wordings.take(group.description, f"{place}.description", at) or None,
        show_if=relevance(group.relevance, place, "the page", at, making),
        shuffle=shuffle,
        questions=tuple(questions),
    )


def _in_random_order(
    questions: list[Question], drawn: Mapping[str, list[str]], place: str, making: Making
) -> tuple[bool, list[Question]]:
    """Return whether the questions of one random group change places, the others keeping theirs."""
    groups = {name: titles for name, titles in drawn.items() if len(titles) > 1}
    if not groups:
        return False, questions
    if len(groups) > 1 or any(question.id in making.ledger.added for question in questions):
        why = "questions of a page change places as one group, without what is computed between them"
        making.ledger.lose(place, f"random groups {', '.join(groups)}", why)
        return False, questions
    (titles,) = groups.values()
    return True, [one if one.id in titles else one.model_copy(update={"fixed": True}) for one in questions]


def _orders(groups: Sequence[Group], pages: Sequence[Page]) -> tuple[Order, ...]:
    """Return the random orders of pages: those of one randomisation group change places."""
    there = {page.id for page in pages}
    drawn: dict[str, list[str]] = {}
    for group in groups:
        if group.randomisation and f"g{group.gid}" in there:
            drawn.setdefault(group.randomisation, []).append(f"g{group.gid}")
    return tuple(
        Order(id=f"random-{name}"[:80], blocks=tuple((page,) for page in names))
        for name, names in drawn.items()
        if len(names) > 1
    )


def _lose_quotas(document: Document, ledger: Ledger) -> None:
    for row in document.sections.get("quota", []):
        limit = f"{row.get('name', '')}: at most {row.get('qlimit', '?')}"
        why = "quotas belong to the operator of a survey, not to its questions"
        ledger.lose(f"quota.{row.get('id') or row.get('name', '')}", limit, why)


def _lose_sections(document: Document, ledger: Ledger) -> None:
    known = {row.get("qid", "") for row in document.sections.get("questions", [])}
    for name, column in (("subquestions", "parent_qid"), ("answers", "qid")):
        for row in document.sections.get(name, []):
            if row.get(column, "") not in known:
                ledger.lose(name, row.get("title") or row.get("code", ""), "it belongs to no question of the file")
    _lose_quotas(document, ledger)
    for name, rows in document.sections.items():
        if name not in _READ and not name.startswith("quota"):
            ledger.lose(name, f"{len(rows)} rows", "this part of a LimeSurvey file is not read")
    survey = next(iter(document.sections.get("surveys", [])), {})
    shown = {"S": "one question a page", "A": "everything on one page"}.get(survey.get("format", ""))
    if shown:
        ledger.lose("survey.format", shown, "a group is a page")
    ledger.lose(
        "survey",
        "e-mail texts, dates, access, tokens, themes and other settings of the survey",
        "they say how LimeSurvey runs it, not what it asks",
    )
    for row in document.sections.get("surveys_languagesettings", []):
        if row.get("surveyls_url"):
            ledger.lose("survey.url", row["surveyls_url"], "nobody is sent elsewhere at the end")
        if row.get("surveyls_policy_notice"):
            ledger.lose("survey.policy_notice", row["surveyls_policy_notice"], "consent is asked by a page of its own")
