"""Read a schema of the census runner: what it asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from typing import Any

from surveyapp.formats.expressions.combining import TRUE, Both, all_of, both_all, both_any
from surveyapp.formats.json_source import Part, lose_unread
from surveyapp.formats.languages import language_tag
from surveyapp.formats.ons.blocks import counting, page_of
from surveyapp.formats.ons.faults import refuse_faults
from surveyapp.formats.ons.faults.index import within
from surveyapp.formats.ons.ignored import REASONS, SILENT
from surveyapp.formats.ons.lists import MOST_MEMBERS, Members, adds_by
from surveyapp.formats.ons.questions import Making
from surveyapp.formats.ons.rules import both_of
from surveyapp.formats.ons.schema import ROOM, Layout, Placed, layout_of, questions_of, scope_of
from surveyapp.formats.ons.values import Values
from surveyapp.formats.ons.variants import both_or_lost
from surveyapp.formats.ons.wording import Wordings
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.routing import Routes
from surveyapp.questionnaire.conditions import Condition
from surveyapp.questionnaire.schema import Page, Questionnaire, Repeat

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
    layout = layout_of(root)
    if len(layout.blocks) > MOST_BLOCKS:
        raise Unreadable(f"The schema has {len(layout.blocks)} blocks; at most {MOST_BLOCKS} can be read.")
    language = language_tag(root.text("language") or "en") or "en"
    scope = scope_of(root, layout)
    wordings = Wordings(language, scope, ledger, Values(scope, ledger))
    making = Making(wordings, wordings.scope, frozenset(placed.block.place for placed in layout.blocks))
    pages, repeats = _pages(layout, making)
    if not pages:
        ledger.warn("nothing-left", "sections", "Nothing that this schema asks can be kept.")
    title = wordings.take(root.take("title"), "title", 0)
    parameters = tuple(one.text("name") for one in root.each("metadata") if one.peek("name"))
    taken = {question.id for page in pages for question in page.questions} | {one.id for one in repeats}
    lose_unread(root, ledger, REASONS, SILENT)
    return Questionnaire(
        id=(root.text("form_type") or name)[:80],
        languages=(language,),
        title=title or {language: name},
        context=tuple(dict.fromkeys(one for one in parameters if one not in taken)),
        repeats=tuple(repeats),
        pages=tuple(pages),
    )


def _pages(layout: Layout, making: Making) -> tuple[list[Page], list[Repeat]]:
    """Return the pages in order, and the repeats that some of them stand in."""
    pages: list[Page] = []
    repeats: list[Repeat] = []
    asked: set[str] = set()
    routes: dict[int, Routes] = {}
    for placed in layout.blocks:
        making.ledger.keep_time()
        inside = () if placed.members is None else (placed.members.repeat,)
        making.scope.path = () if placed.collects else inside
        show_if = _shown(placed, routes.setdefault(id(placed.section), Routes()), layout, making)
        making.scope.path = inside
        if placed.collects and placed.members is not None:
            repeats.append(_repeat(placed.members, show_if))
            show_if = placed.members.at_first().no
        making.wordings.values.begin(placed.id)
        page = page_of(placed, show_if, making)
        if page is not None and (page := _asked_once(page, asked, making)) is not None:
            around = inside[-1] if inside else None
            if (before := making.wordings.values.page(around)) is not None:
                pages.append(before)
            pages.append(page.model_copy(update={"repeat": around}))
            asked.update(question.id for question in page.questions)
        if placed.members is not None and layout.ends(placed.members) == placed.number:
            making.ledger.add(placed.members.count)
            pages.append(counting(placed.members))
    return pages, repeats


def _repeat(members: Members, show_if: Condition) -> Repeat:
    return Repeat(id=members.repeat, again=members.adds().yes, most=MOST_MEMBERS, show_if=show_if)


def _shown(placed: Placed, routes: Routes, layout: Layout, making: Making) -> Condition:
    """Return who is shown a block; `routes` are those of its section, which no jump leaves."""
    base = _base(placed, making)
    here = len(routes.own) if placed.stands_alone else len(routes.own) - 1
    if placed.stands_alone:
        own = [one for one in layout.blocks if one.section is placed.section and one.stands_alone]
        routes.add_place(_names(placed), both_all(base), _jumps(placed, own, making))
    inside = placed.members is not None and not placed.stands_alone
    reached = [] if inside else [_reached(placed, routes, here, making)]
    return all_of([*(both.yes for both in base), *reached])


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
    found = [] if placed.members is None or placed.collects else [placed.members.adds()]
    if placed.members is not None and not placed.stands_alone:
        return found
    enabled = section.part("enabled").take("when")
    found.append(both_or_lost(enabled, f"{section.place}.enabled", at, making, "the section"))
    for part in (group, block):
        place = f"{part.place}.skip_conditions"
        skipped = both_or_lost(_skip_rule(part), place, at, making, "the block")
        found.append(TRUE if skipped is TRUE else skipped.turned())
    if placed.collector is not None and (adds := adds_by(placed.collector)) != both_any([]):
        found.append(adds)
    return [both for both in found if both is not TRUE]


def _skip_rule(part: Part) -> Any:
    return part.part("skip_conditions").take("when") if "skip_conditions" in part else None


def _reached(placed: Placed, routes: Routes, here: int, making: Making) -> Condition:
    try:
        return making.scope.usable_elsewhere(routes.reached(here).yes, placed.number * ROOM)
    except ValueError as error:
        making.ledger.lose(
            f"{placed.block.place}.routing", "the jumps before it", f"{error}; the block is always shown"
        )
        return TRUE.yes


def _jumps(placed: Placed, own: list[Placed], making: Making) -> list[tuple[int, Both]]:
    """Return where the rules of a block lead, as places in its section, in the order in which they are tried."""
    here = own.index(placed)
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
        target = _target(rule, own)
        if target <= here:
            making.ledger.lose(rule.place, str(rule.value), "it leads back; the next block follows instead")
            when, target = both_all([when]), here + 1
        found.append((target, when))
    return found


def _target(rule: Part, own: list[Placed]) -> int:
    """Return the place in the section of the block that a rule leads to; else that behind its last."""
    block, group = rule.text("block"), rule.text("group")
    rule.ignore("section")
    for here, one in enumerate(own):
        if (block and one.id == block) or (group and one.group.peek("id") == group):
            return here
    return len(own)
