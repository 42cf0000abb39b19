"""Lay the flow of a Qualtrics survey out: which blocks come in which order, under which branches, drawn how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import comb
from typing import Any

from surveyapp.formats.json_source import Part
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.schema import Assignment, Block, Pool

MOST_DRAWS = 200
_NOTHING_TO_ASK = {
    "WebService": "nothing is fetched from elsewhere",
    "Authenticator": "how somebody comes in is said by the collection point",
    "TableOfContents": "pages have one order",
    "Quota": "quotas belong to the operator of a survey, not to its questions",
    "Conjoint": "a conjoint design is not drawn",
    "SupplementalData": "nothing is fetched from elsewhere",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One condition of the flow, as written, and its place."""

    logic: Any
    place: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of the flow: `block`, `field` (with the name and value set) or `end`; `draws` are (draw, code)."""

    kind: str
    part: Part
    branches: tuple[Branch, ...] = ()
    draws: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shuffle:
    """The alternatives of a randomizer, each with the ids of its blocks."""

    id: str
    alternatives: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Flow:
    steps: list[Step] = field(default_factory=list)
    draws: list[Assignment] = field(default_factory=list)
    shuffles: list[Shuffle] = field(default_factory=list)


def flow_of(root: Part, blocks: Mapping[str, Part], ledger: Ledger) -> Flow:
    """Return the flow, laid out; without one, all blocks in the order of the file."""
    flow = Flow()
    if "Flow" not in root:
        flow.steps = [Step("block", block) for block in blocks.values() if block.peek("Type") != "Trash"]
        return flow
    _Layout(flow, blocks, ledger).lay(root, Step("", root))
    return flow


@dataclass(slots=True)
class _Layout:
    flow: Flow
    blocks: Mapping[str, Part]
    ledger: Ledger

    def lay(self, part: Part, under: Step) -> list[str]:
        """Lay out what stands in a part of the flow; return the ids of its blocks."""
        return [name for element in part.each("Flow") for name in self._element(element, under)]

    def _element(self, element: Part, under: Step) -> list[str]:
        kind = element.text("Type")
        if kind in ("Block", "Standard", "Default"):
            return self._block(element, under)
        if kind == "Branch":
            branch = Branch(element.take("BranchLogic"), f"flow.{element.text('FlowID')}")
            return self.lay(element, replace(under, branches=(*under.branches, branch)))
        if kind in ("Group", "Root"):
            return self.lay(element, under)
        if kind == "BlockRandomizer":
            return self._randomizer(element, under)
        if kind == "EmbeddedData":
            for one in element.each("EmbeddedData"):
                self.flow.steps.append(replace(under, kind="field", part=one))
            return []
        if kind == "EndSurvey":
            self.flow.steps.append(replace(under, kind="end", part=element))
            return []
        place = f"flow.{element.text('FlowID')}"
        self.ledger.lose(place, kind or "?", _NOTHING_TO_ASK.get(kind, "nothing here knows this part of a flow"))
        inner = self.lay(element, under)
        element.ignore_all()
        return inner

    def _block(self, element: Part, under: Step) -> list[str]:
        name = element.text("ID")
        block = self.blocks.get(name)
        if block is None:
            self.ledger.lose(f"flow.{element.text('FlowID')}", name, "there is no such block in the file")
            return []
        self.flow.steps.append(replace(under, kind="block", part=block))
        return [name]

    def _randomizer(self, element: Part, under: Step) -> list[str]:
        name = element.text("FlowID") or element.place
        alternatives = element.each("Flow")
        wanted = element.number("SubSet")
        element.ignore("EvenPresentation")
        drawn = int(wanted) if wanted is not None and 0 < wanted < len(alternatives) else len(alternatives)
        codes = [one.text("FlowID") or str(at) for at, one in enumerate(alternatives, 1)]
        if drawn < len(alternatives) and not self._draw(name, codes, drawn):
            drawn = len(alternatives)
        found: list[tuple[str, ...]] = []
        for code, one in zip(codes, alternatives, strict=True):
            draws = under.draws if drawn == len(alternatives) else (*under.draws, (name, code))
            found.append(tuple(self._element(one, replace(under, draws=draws))))
        if drawn > 1:
            self.flow.shuffles.append(Shuffle(name, tuple(found)))
        return [block for blocks in found for block in blocks]

    def _draw(self, name: str, codes: list[str], drawn: int) -> bool:
        if comb(len(codes), drawn) > MOST_DRAWS:
            why = "there are too many ways to draw them; all are shown"
            self.ledger.lose(f"flow.{name}", f"{drawn} of {len(codes)} drawn by lot", why)
            return False
        blocks = tuple(Block(codes=chosen) for chosen in combinations(codes, drawn))
        self.flow.draws.append(Assignment(id=name, pools=(Pool(blocks=blocks),)))
        return True
