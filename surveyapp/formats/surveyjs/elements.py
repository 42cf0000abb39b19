"""Lay a SurveyJS survey out as its pages and their elements, and know what each answer is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Kind, Many, Single, Symbol
from surveyapp.formats.json_source import Part
from surveyapp.formats.result import Ledger, Unreadable

MOST_QUESTIONS = 3_000
ROOM = 10
_NEVER = re.compile(r"[\s`{}@\x00-\x1f\x7f]+")
_MOMENTS = ("date", "datetime", "datetime-local", "month", "time", "week")
_CONTAINERS = ("elements", "questions", "templateElements")
DYNAMIC = ("paneldynamic", "matrixdynamic")
SEVERAL = ("checkbox", "tagbox")
ONE = ("radiogroup", "dropdown", "buttongroup")
_LOST = {
    "image": "pictures are not shown",
    "file": "files are not collected",
    "signaturepad": "files are not collected",
}
_KINDS = (
    *SEVERAL, *ONE, *DYNAMIC, "text", "comment", "rating", "boolean", "ranking", "sortablelist", "imagepicker",
    "matrix", "matrixdropdown", "multipletext", "html", "expression", "panel", "slider", "nouislider", "image", "file",
    "signaturepad", "flowpanel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One question with the panels around it, outermost first; `place` orders it among the names."""

    part: Part
    id: str
    place: int
    around: tuple[Part, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.part)


@dataclass(slots=True)
class LaidPage:
    """A page with its elements in order; `dynamic` holds the elements asked again and again, by the id of their own."""

    part: Part
    elements: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """Every page and name of a survey; `panel` is the name and id of the dynamic panel that is being laid out."""

    ledger: Ledger
    scope: Scope = field(default_factory=Scope)
    pages: list[LaidPage] = field(default_factory=list)
    inside: dict[str, list[Element]] = field(default_factory=dict)
    panel: tuple[str, str] | None = None
    place: int = 0
    taken: set[str] = field(default_factory=set)

    def lay(self, root: Part) -> None:
        found = root.each("pages")
        loose = [key for key in ("elements", "questions") if key in root]
        for part in [*found, *([root] if loose else [])]:
            page = LaidPage(part)
            page.elements = list(self._elements(part, ()))
            self.pages.append(page)

    def _elements(self, part: Part, around: tuple[Part, ...]) -> Iterator[Element]:
        for key in _CONTAINERS:
            for child in part.each(key):
                if child.peek("type") in ("panel", "flowpanel"):
                    inner = (*around, child)
                    if "title" in child or "description" in child:
                        yield self._added(child, around)
                    yield from self._elements(child, inner)
                    continue
                if (element := self._known(child, around)) is not None:
                    yield element

    def _known(self, part: Part, around: tuple[Part, ...]) -> Element | None:
        kind = kind_of(part)
        why = _LOST.get(kind) or (None if kind in _KINDS else f"nobody knows SurveyJS' question type {kind[:40]!r}")
        if part.text("name") in self.taken and self.panel is None:
            why = "it shares its name, and so its answer, with an earlier question"
        if why is None:
            return self._added(part, around)
        self.ledger.lose(part.place, f"{kind}: {part.text('name')}", why)
        self.scope.gone.setdefault(part.text("name"), "which is not kept")
        part.ignore_all()
        return None

    def _added(self, part: Part, around: tuple[Part, ...]) -> Element:
        self.place += ROOM
        if self.place > MOST_QUESTIONS * ROOM:
            raise Unreadable(f"The survey has more than {MOST_QUESTIONS} questions, the most that can be read.")
        name = part.text("name") or f"question{self.place // ROOM}"
        found = self._id(name)
        self.taken |= {found} if self.panel else {found, name}
        if found != name:
            why = "a name holds no space or @, and stands once" if self.panel else "a name holds no space or @"
            self.ledger.lose(part.place, name, f"its name is {found} here: {why}")
        element = Element(part, found, self.place, around)
        self._name(element, name)
        if kind_of(part) in DYNAMIC:
            self._lay_inside(element, name)
        return element

    def _id(self, name: str) -> str:
        """Return the name of a question here; one in a dynamic panel gives way to the questions around the panel."""
        found = plain_name(name)
        if self.panel is None or found not in self.taken:
            return found
        wanted = plain_name(f"{self.panel[1]}_{name}")
        again = (wanted, *(f"{wanted[:74]}_{number}" for number in range(2, 10_000)))
        return next(candidate for candidate in again if candidate not in self.taken)

    def _lay_inside(self, element: Element, name: str) -> None:
        """Know what a dynamic panel or matrix asks in each of its turns."""
        if self.panel is not None:
            return
        repeat = repeat_name(element.id)
        self.scope.repeated[name] = repeat
        self.scope.places.setdefault(repeat, element.place - 1)
        if element.kind == "paneldynamic":
            self.panel = (name, element.id)
            self.inside[element.id] = list(self._elements(element.part, ()))
            self.panel = None
            return
        for column in element.part.each("columns"):
            own = plain_name(f"{element.id}_{column.text('name')}")
            kind = column.text("cellType") or element.part.text("cellType")
            numeric = kind == "rating" or column.peek("inputType") in ("number", "range")
            symbol = Many(own) if kind in SEVERAL else Single(own, "number" if numeric else "code")
            self.scope.add(f"{name}.{column.text('name')}", symbol, element.place)
            self.scope.around[own] = (repeat,)

    def _name(self, element: Element, name: str) -> None:
        part, found, kind, place = element.part, element.id, element.kind, element.place

        def add(called: str, symbol: Symbol, at: int) -> None:
            """Know a name; in a dynamic panel by the name of the panel, before it."""
            self.scope.add(f"{self.panel[0]}.{called}" if self.panel else called, symbol, at)
            if self.panel is not None:
                self.scope.around[symbol.name] = (repeat_name(self.panel[1]),)

        if kind in ("panel", "flowpanel", "html", *DYNAMIC):
            self.scope.gone.setdefault(name, "which has no answer of its own")
        elif kind in SEVERAL or kind in ("ranking", "sortablelist") or is_multiple(part):
            add(name, Many(found, tuple(code for code, _ in coded(part, "choices"))), place)
        elif kind == "matrix" and not is_multiple(part):
            for code, _ in coded(part, "rows"):
                add(f"{name}.{code}", Single(f"{found}.{code}"), place)
        elif kind == "multipletext":
            for item in part.each("items"):
                add(f"{name}.{item.text('name')}", Single(f"{found}.{item.text('name')}"), place)
        elif kind == "matrixdropdown":
            for code, _ in coded(part, "rows"):
                for column in part.each("columns"):
                    own = f"{code}.{column.text('name')}"
                    add(f"{name}.{own}", Single(f"{found}.{own}"), place)
        else:
            add(name, Single(found, _kind_of_value(part), tuple(code for code, _ in coded(part, "choices"))), place)
        add(f"{name}-Comment", Single(f"{found}-Comment"), place)
        if (shared := part.text("valueName")) and (symbol := self.scope.symbols.get(name)) is not None:
            add(shared, symbol, place)


def is_numeric(part: Part) -> bool:
    """Tell whether what is answered is a number."""
    kind, mask = kind_of(part), part.peek("maskType") in ("numeric", "currency")
    number = part.peek("inputType") in ("number", "range") or mask
    return kind in ("rating", "expression", "slider", "nouislider") or (kind == "text" and number)


def _kind_of_value(part: Part) -> Kind:
    if is_numeric(part):
        return "number"
    if kind_of(part) not in ("text", "comment"):
        return "code"
    return "code" if part.peek("inputType") in _MOMENTS else "text"


def plain_name(name: str) -> str:
    """Return a name without the signs that no name holds here."""
    return _NEVER.sub("_", name)[:80] or "_"


def repeat_name(name: str) -> str:
    """Return the name of a repeat, which is also that of a table."""
    return f"{re.sub(r'[^A-Za-z0-9_]', '_', name).lstrip('_0123456789') or 'list'}_panel"[:60]


def kind_of(part: Part) -> str:
    return part.text("type") or "text"


def is_multiple(part: Part) -> bool:
    return part.peek("multiSelect") is True or part.peek("isMultiSelect") is True


def coded(part: Part, key: str) -> list[tuple[str, object]]:
    """Return code and item of a list of choices, rows or columns: scalars, or objects with a value.

    A string `code|text` holds both.
    """
    listed = part.peek(key)
    found: list[tuple[str, object]] = []
    for item in listed if isinstance(listed, list) else ():
        code = item.get("value", item.get("name")) if isinstance(item, dict) else item
        if isinstance(code, bool):
            code = "true" if code else "false"
        if isinstance(item, str) and "|" in item:
            code = item.partition("|")[0]
        if isinstance(code, str | int | float):
            found.append((_as_text(code), item))
    return found


def _as_text(code: str | float) -> str:
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)
