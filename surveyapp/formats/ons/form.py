"""Read a schema of the census runner: what it asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from typing import Any

from surveyapp.formats.expressions.combining import TRUE, Both, all_of, both_all, both_any
from surveyapp.formats.json_source import Part, lose_unread
from surveyapp.formats.languages import language_tag
from surveyapp.formats.ons.blocks import both_or_lost, page_of
from surveyapp.formats.ons.faults import refuse_faults
from surveyapp.formats.ons.faults.index import within
from surveyapp.formats.ons.ignored import REASONS, SILENT
from surveyapp.formats.ons.questions import Making
from surveyapp.formats.ons.rules import both_of
from surveyapp.formats.ons.schema import ROOM, Placed, placed_blocks, questions_of, scope_of
from surveyapp.formats.ons.wording import Wordings
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.routing import Routes
from surveyapp.questionnaire.conditions import Comparison, Condition, Constant, Membership, Name
from surveyapp.questionnaire.schema import Page, Questionnaire

MOST_BLOCKS = 3_000
MOST_OPTIONS = 20_000


def read_ons(document: dict[str, Any], name: str, ledger: Ledger) -> Questionnaire | None:
    """Return the questionnaire; None where its faults, which are listed, forbid it."""
    options = sum(len(part["options"]) for _, part in within(document, "") if isinstance(part.get("options"), list))
    if options > MOST_OPTIONS:
        raise Unreadable(f"The schema has {options} options; at most {MOST_OPTIONS} can be read.")
    if refuse_faults(document, ledger):
        return None
    root = Part(document, "")
    blocks = placed_blocks(root)
    if len(blocks) > MOST_BLOCKS:
        raise Unreadable(f"The schema has {len(blocks)} blocks; at most {MOST_BLOCKS} can be read.")
    language = language_tag(root.text("language") or "en") or "en"
    wordings = Wordings(language, scope_of(root, blocks), ledger)
    making = Making(wordings, wordings.scope)
    pages = _pages(blocks, making)
    if not pages:
        ledger.warn("nothing-left", "sections", "Nothing that this schema asks can be kept.")
    title = wordings.take(root.take("title"), "title", 0)
    parameters = tuple(one.text("name") for one in root.each("metadata") if one.peek("name"))
    taken = {question.id for page in pages for question in page.questions}
    lose_unread(root, ledger, REASONS, SILENT)
    return Questionnaire(
        id=(root.text("form_type") or name)[:80],
        languages=(language,),
        title=title or {language: name},
        context=tuple(dict.fromkeys(one for one in parameters if one not in taken)),
        pages=tuple(pages),
    )


def _pages(blocks: list[Placed], making: Making) -> list[Page]:
    routes = Routes()
    pages: list[Page] = []
    asked: set[str] = set()
    for placed in blocks:
        making.ledger.keep_time()
        base = _base(placed, making)
        routes.add_place(_names(placed), both_all(base), _jumps(placed, blocks, making))
        show_if = all_of([*(both.yes for both in base), _reached(placed, routes, making)])
        page = page_of(placed, show_if, making)
        if page is not None and (page := _asked_once(page, asked, making)) is not None:
            pages.append(page)
            asked.update(question.id for question in page.questions)
    return pages


def _asked_once(page: Page, asked: set[str], making: Making) -> Page | None:
    """Leave out what an earlier block asks already: two blocks may fill the same list."""
    for question in page.questions:
        if question.id in asked:
            making.ledger.lose(page.id, question.id, "it is asked by an earlier block already, and once")
    left = tuple(question for question in page.questions if question.id not in asked)
    return page.model_copy(update={"questions": left}) if left else None


def _names(placed: Placed) -> frozenset[str]:
    return frozenset(
        answer.text("id") for question in questions_of(placed.block)[:1] for answer in question.each("answers")
    )


def _base(placed: Placed, making: Making) -> list[Both]:
    """Return the conditions under which a block is shown, apart from jumps."""
    at = placed.number * ROOM
    section, group, block = placed.section, placed.group, placed.block
    found = [both_or_lost(section.part("enabled").take("when"), f"{section.place}.enabled", at, making, "the section")]
    for part in (group, block):
        place = f"{part.place}.skip_conditions"
        skipped = both_or_lost(_skip_rule(part), place, at, making, "the block")
        found.append(TRUE if skipped is TRUE else skipped.turned())
    if placed.collector is not None:
        found.append(_added(placed.collector, at, making))
    return [both for both in found if both is not TRUE]


def _skip_rule(part: Part) -> Any:
    return part.part("skip_conditions").take("when") if "skip_conditions" in part else None


def _added(collector: Part, at: int, making: Making) -> Both:
    """Return who adds a member to a list: whoever chooses what leads to adding."""
    found: list[Both] = []
    for question in questions_of(collector)[:1]:
        for answer in question.each("answers"):
            for option in answer.each("options"):
                if isinstance(action := option.peek("action"), dict) and "Add" in str(action.get("type")):
                    found.append(_chosen(answer, option.text("value")))
    why = "the members of a list are not asked one after another; what is asked of one is asked once"
    making.ledger.lose(collector.place, collector.text("for_list") or "list", why)
    return both_any(found) if found else TRUE


def _chosen(answer: Part, code: str) -> Both:
    name = Name(answer.text("id"))
    if answer.peek("type") == "Checkbox":
        yes: Condition = Membership(Constant(code), name)
        return Both(yes, Membership(Constant(code), name, negated=True))
    return Both(Comparison("==", name, Constant(code)), Comparison("!=", name, Constant(code)))


def _reached(placed: Placed, routes: Routes, making: Making) -> Condition:
    try:
        return making.scope.usable(routes.reached(placed.number).yes, placed.number * ROOM)
    except ValueError as error:
        making.ledger.lose(
            f"{placed.block.place}.routing", "the jumps before it", f"{error}; the block is always shown"
        )
        return TRUE.yes


def _jumps(placed: Placed, blocks: list[Placed], making: Making) -> list[tuple[int, Both]]:
    """Return where the rules of a block lead, in the order in which they are tried."""
    found: list[tuple[int, Both]] = []
    for rule in placed.block.each("routing_rules"):
        when = TRUE
        raw = rule.take("when")
        if raw is not None:
            try:
                when = both_of(raw, making.scope)
            except ValueError as error:
                making.ledger.lose(rule.place, str(raw), f"{error}; nobody takes this jump")
                rule.ignore_all()
                continue
        target = _target(rule, placed, blocks)
        if target <= placed.number:
            making.ledger.lose(rule.place, str(rule.value), "it leads back; the next block follows instead")
            when, target = both_all([when]), placed.number + 1
        found.append((target, when))
    return found


def _target(rule: Part, placed: Placed, blocks: list[Placed]) -> int:
    """Return the number of the block that a rule leads to; the end of the section is the first block behind it."""
    block, group = rule.text("block"), rule.text("group")
    rule.ignore("section")
    end = next((one.number for one in blocks[placed.number :] if one.section is not placed.section), len(blocks))
    for one in blocks:
        if one.section is placed.section and ((block and one.id == block) or (group and one.group.peek("id") == group)):
            return one.number
    return end
