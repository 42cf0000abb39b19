"""Lay a runner schema out as its blocks in order, and know what every answer in it is called and holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single, Symbol, Ticked
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.lists import Members, Triple, lists_of, main_question
from surveyapp.formats.ons.rules import FIRST, LIST, METADATA, PROGRESS

ROOM = 1_000
"""How many answers a block may have: the answers of block `n` have the places from `n * ROOM` on."""

NUMBERS = ("Number", "Currency", "Percentage", "Unit", "YearDate")
CHOICES = ("Radio", "Dropdown", "Checkbox", "Relationship")
COLLECTORS = ("ListCollector", "PrimaryPersonListCollector", "ListCollectorContent")
SUB_BLOCKS = ("add_block", "add_or_edit_block")
_LOST = {"Relationship": "a question about every pair of people has no place here"}
SUMMARIES = ("CalculatedSummary", "GrandCalculatedSummary")


@dataclass(frozen=True, slots=True)
class Placed:
    """One block with where it stands; what is asked of each member of a list follows the block that adds members.

    `members` is the list inside whose repeat it stands; `collector` the block inside which it stands; `listed` where
    only its answers for each member of the list are meant.
    """

    number: int
    section: Part
    group: Part
    block: Part
    members: Members | None = None
    collector: Part | None = None
    listed: bool = False

    @property
    def kind(self) -> str:
        return self.block.text("type")

    @property
    def id(self) -> str:
        return self.block.text("id")

    @property
    def collects(self) -> bool:
        """Tell whether this is the block that asks for another member."""
        return self.members is not None and self.block is self.members.collector

    @property
    def stands_alone(self) -> bool:
        """Tell whether this is a block of its section, which jumps may lead to and from."""
        return self.collector is None and not self.listed

    @property
    def refills(self) -> bool:
        """Tell whether this block adds to a list that an earlier one fills."""
        return self.kind == "ListCollector" and self.members is None


@dataclass(slots=True)
class Layout:
    """Every block that asks or shows something, in the order asked here, and the lists of the schema."""

    lists: Mapping[str, Members]
    blocks: list[Placed] = field(default_factory=list)

    def add(
        self, triple: Triple, members: Members | None, collector: Part | None = None, *, listed: bool = False
    ) -> None:
        self.blocks.append(Placed(len(self.blocks), *triple, members, collector, listed))

    def ends(self, members: Members) -> int:
        """Return the number of the last block of a list."""
        return max(placed.number for placed in self.blocks if placed.members is members)


def layout_of(root: Part) -> Layout:
    """Lay out every block; what is asked of the members of a list stands together, behind its collector."""
    triples = [
        (section, group, block)
        for section in root.each("sections")
        for group in section.each("groups")
        for block in group.each("blocks")
    ]
    layout = Layout(lists_of(triples))
    for section, group, block in triples:
        members = layout.lists.get(block.text("for_list"))
        if repeated_over(section, layout.lists) is not None:
            continue
        if members is not None and block is members.collector:
            _lay_out_list(members, (section, group, block), triples, layout)
            continue
        layout.add((section, group, block), None)
        if members is None:
            for inner in _inside(block):
                layout.add((section, group, inner), None, block)
    return layout


def repeated_over(section: Part, lists: Mapping[str, Members]) -> Members | None:
    """Return the list for each of whose members a section is asked."""
    name = section.part("repeat").peek("for_list")
    return lists.get(name) if isinstance(name, str) else None


def listed_over(block: Part) -> str:
    """Return the list for each of whose members a block has answers of its own."""
    values = main_question(block).part("dynamic_answers").peek("values")
    return str(values.get("identifier")) if isinstance(values, dict) and values.get("source") == "list" else ""


def _lay_out_list(members: Members, triple: Triple, triples: Sequence[Triple], layout: Layout) -> None:
    section, group, block = triple
    layout.add(triple, members)
    for inner in _inside(block):
        layout.add((section, group, inner), members, block)
    for one in triples:
        if listed_over(one[2]) == members.name:
            layout.add(one, members, listed=True)
    for one in triples:
        if repeated_over(one[0], layout.lists) is members:
            layout.add(one, members)


def _inside(block: Part) -> Iterator[Part]:
    if block.peek("type") in COLLECTORS:
        yield from (block.part(name) for name in SUB_BLOCKS if name in block)
        yield from block.each("repeating_blocks")


def questions_of(block: Part) -> list[Part]:
    """Return the question of a block, or all its variants."""
    if "question" in block:
        return [block.part("question")]
    return [variant.part("question") for variant in block.each("question_variants") if "question" in variant]


def scope_of(root: Part, layout: Layout) -> Scope:
    """Return what every answer, total, list and launch parameter of a schema is called in its rules."""
    scope = Scope()
    for parameter in root.each("metadata"):
        name = parameter.text("name")
        scope.add(f"{METADATA}{name}", Single(name), -1)
    for members in layout.lists.values():
        _add_list(members, layout, scope)
    for placed in layout.blocks:
        known = set(scope.places)
        _add_block(placed, scope)
        _add_progress(placed, scope)
        if placed.members is not None:
            _keep_inside(placed.members, scope.places.keys() - known, layout, scope)
    return scope


def _add_list(members: Members, layout: Layout, scope: Scope) -> None:
    """Know a list as the number of its members, and inside its repeat as which of them is asked."""
    end = layout.ends(members) * ROOM + ROOM - 1
    start = next(placed.number for placed in layout.blocks if placed.members is members) * ROOM
    scope.add(f"{LIST}{members.name}", Single(members.count, "number"), end)
    scope.add(f"{FIRST}{members.name}", Single(members.repeat, "number"), start - 1)
    scope.around[members.repeat] = (members.repeat,)


def _keep_inside(members: Members, names: AbstractSet[str], layout: Layout, scope: Scope) -> None:
    """Know that these names are answered once for each member, and by the first one also under a name of its own."""
    end = layout.ends(members) * ROOM + ROOM - 1
    for name in names:
        scope.around[name] = (members.repeat,)
        scope.add(first_of(name), Single(first_of(name)), end)


def first_of(name: str) -> str:
    """Return the name of what the first member answered."""
    return f"{name}@1"


def _add_block(placed: Placed, scope: Scope) -> None:
    place = placed.number * ROOM
    if placed.block.peek("type") in SUMMARIES:
        scope.add(placed.id, Single(placed.id, "number"), place)
    listed = main_question(placed.block).part("dynamic_answers")
    if placed.refills:
        for answer in main_question(placed.block).each("answers"):
            scope.gone.setdefault(answer.text("id"), "which is not asked again")
        return
    if placed.listed:
        for answer in listed.each("answers"):
            place = _add(answer, place, scope)
        return
    for question in questions_of(placed.block):
        for answer in question.each("answers"):
            place = _add(answer, place, scope)
        _join_exclusive(question, scope)
    for answer in listed.each("answers"):
        scope.gone.setdefault(answer.text("id"), "which is asked again and again")


def _add_progress(placed: Placed, scope: Scope) -> None:
    """Know a block, and the section that begins with it, by an answer that is asked wherever they are."""
    names = [answer.text("id") for question in questions_of(placed.block) for answer in question.each("answers")]
    asked = next((scope.symbols[name] for name in names if isinstance(scope.symbols.get(name), Single | Many)), None)
    if asked is None or placed.members is not None:
        return
    scope.add(f"{PROGRESS}block {placed.id}", asked, scope.places[asked.name])
    section = f"{PROGRESS}section {placed.section.text('id')}"
    if section in scope.gone or section in scope.symbols or not placed.stands_alone:
        return
    if "skip_conditions" in placed.block or "skip_conditions" in placed.group:
        scope.gone[section] = "whose first block is not always asked"
    else:
        scope.add(section, asked, scope.places[asked.name])


def why_lost(answer: Part, scope: Scope) -> str | None:
    """Return why an answer cannot be kept, None where it can."""
    kind = answer.peek("type")
    if kind in CHOICES and not answer.each("options") and carried_from(answer, scope) is None:
        return "none of its options can be offered, as they are computed"
    return _LOST.get(str(kind))


def carried_from(answer: Part, scope: Scope) -> Many | None:
    """Return the earlier answer whose choices are the options of this one."""
    source = answer.part("dynamic_options").peek("values")
    name = source.get("identifier") if isinstance(source, dict) and source.get("source") == "answers" else None
    symbol = scope.symbols.get(name) if isinstance(name, str) else None
    return symbol if isinstance(symbol, Many) else None


def joins(question: Part) -> tuple[Part, Part] | None:
    """Return the two answers of a question of which the second holds the exclusive choices of the first."""
    answers = question.each("answers")
    if question.peek("type") != "MutuallyExclusive" or len(answers) != 2:
        return None
    first, last = answers
    fits = first.peek("type") == "Checkbox" and last.peek("type") in ("Checkbox", "Radio")
    return (first, last) if fits else None


def _join_exclusive(question: Part, scope: Scope) -> None:
    if (both := joins(question)) is None:
        return
    first, last = both
    name, codes = first.text("id"), tuple(option.text("value") for option in last.each("options"))
    if last.text("id") in scope.symbols and codes:
        one = Ticked(name, codes[0], mark=codes[0])
        scope.symbols[last.text("id")] = one if len(codes) == 1 else Many(name, codes)


def _add(answer: Part, place: int, scope: Scope) -> int:
    """Add an answer and the answers beside its options; return the place after them."""
    name = answer.text("id")
    if why_lost(answer, scope) is None:
        scope.add(name, symbol_of(answer, scope), place)
    else:
        scope.gone.setdefault(name, "which is not kept")
    for option in answer.each("options"):
        detail = option.part("detail_answer")
        if detail.peek("id"):
            place += 1
            scope.add(detail.text("id"), symbol_of(detail, scope), place)
    return place + 1


def symbol_of(answer: Part, scope: Scope) -> Symbol:
    """Return what conditions see of an answer."""
    name, kind = answer.text("id"), answer.peek("type")
    if kind == "Checkbox":
        source = carried_from(answer, scope)
        own = tuple(option.text("value") for option in answer.each("options"))
        return Many(name, (*own, *(source.codes if source else ())))
    if kind in ("TextField", "TextArea"):
        return Single(name, "text")
    own = () if "dynamic_options" in answer else tuple(option.text("value") for option in answer.each("options"))
    return Single(name, "number" if kind in NUMBERS else "code", own)
