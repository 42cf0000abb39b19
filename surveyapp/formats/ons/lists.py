"""Know the lists of a runner schema: who fills them, and the repeat that asks their members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import Both, both_all, both_any
from surveyapp.formats.expressions.symbols import Ticked
from surveyapp.formats.expressions.truth import equality, ticked
from surveyapp.formats.json_source import Part
from surveyapp.questionnaire.conditions import Comparison, Constant, Name

MOST_MEMBERS = 30
"""How often a list asks for another member at the most; the runner knows no bound."""

_REDIRECT = "RedirectToListAddBlock"
Triple = tuple[Part, Part, Part]
"""A section, a group and a block, each inside the one before."""


@dataclass(frozen=True, slots=True)
class Members:
    """A list, its collector, and the answers before it (`direct`) that lead straight to its first member.

    The instances of `repeat` are the runner's turns: is there another one, and if so, who. The last finds nobody.
    """

    name: str
    repeat: str
    collector: Part
    direct: tuple[tuple[Part, str], ...] = field(default=())

    @property
    def count(self) -> str:
        """Return the name of the number of members."""
        return f"{self.repeat}_members"

    def at_first(self) -> Both:
        """Return where an instance asks for its member at once."""
        if not self.direct:
            return both_any([])
        turn = Name(self.repeat)
        first = Both(Comparison("==", turn, Constant(1)), Comparison("!=", turn, Constant(1)))
        return both_all([first, both_any([_chosen(answer, code) for answer, code in self.direct])])

    def adds(self) -> Both:
        """Return where an instance has a member."""
        return both_any([*([self.at_first()] if self.direct else []), adds_by(self.collector)])


def lists_of(triples: Sequence[Triple]) -> dict[str, Members]:
    """Return the lists that a collector with a block to add fills, by name; the first collector of each counts."""
    found: dict[str, Members] = {}
    before: list[Part] = []
    for _, _, block in triples:
        name = block.peek("for_list")
        collects = block.peek("type") == "ListCollector" and "add_block" in block and _redirecting(block)
        if collects and isinstance(name, str) and name not in found:
            direct = [pair for one in before for pair in _redirecting(one) if _leads_to(one, pair, name)]
            found[name] = Members(name, _plain(name), block, tuple(direct))
        before.append(block)
    return found


def adds_by(block: Part) -> Both:
    """Return where the answers of a block lead to adding a member; nowhere if none does."""
    return both_any([_chosen(answer, code) for answer, code in _redirecting(block)])


def main_question(block: Part) -> Part:
    """Return the question of a block, or the first of its variants."""
    if "question" in block:
        return block.part("question")
    return next((one.part("question") for one in block.each("question_variants")), block.part("question"))


def _redirecting(block: Part) -> list[tuple[Part, str]]:
    """Return the answers and codes of a block that lead to adding a member."""
    return [
        (answer, option.text("value"))
        for answer in main_question(block).each("answers")
        for option in answer.each("options")
        if isinstance(action := option.peek("action"), dict) and action.get("type") == _REDIRECT
    ]


def _leads_to(block: Part, pair: tuple[Part, str], name: str) -> bool:
    """Tell whether a choice of an earlier block adds to a list."""
    if block.peek("type") == "ListCollector":
        return False
    answer, code = pair
    for option in answer.each("options"):
        parameters = (option.peek("action") or {}).get("params") if option.text("value") == code else None
        if isinstance(parameters, dict) and isinstance(listed := parameters.get("list_name"), str):
            return listed == name
    return bool(block.peek("for_list") == name)


def _chosen(answer: Part, code: str) -> Both:
    name = answer.text("id")
    return ticked(Ticked(name, code)) if answer.peek("type") == "Checkbox" else equality(Name(name), Constant(code))


def _plain(name: str) -> str:
    """Return a name that a table can bear."""
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    return plain if re.match(r"[A-Za-z]", plain) else f"list_{plain}"
