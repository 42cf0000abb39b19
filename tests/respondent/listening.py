"""Answer a page by the accessibility tree alone: find each control by its role and name in its question, and press it.

The tree is what a screen reader is given. What is to be answered is known in the words that stand on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from tests.respondent.walking import Given

WORDS: Final = """([name, value]) => {
  const said = (e) => (e?.innerText ?? e?.textContent ?? "").trim();
  const hidden = (e) => [...e.childNodes].map((n) => n.textContent).join("");
  const all = [...document.getElementsByName(name)], e = all.find((one) => one.value === value) ?? all[0];
  const field = e.closest("fieldset"), group = said(field.querySelector("legend"));
  const ranked = e.closest("[data-ranking]");
  if (ranked) return {role: "button", group, words: [[...e.options].find((o) => o.value === value).text], type: ""};
  const row = e.closest("tr")?.querySelector("th[scope=row]"), pressed = ["radio", "checkbox"].includes(e.type);
  if (e.closest(".bw") && e.type === "radio") {
    const at = [...e.closest("tr").children].indexOf(e.closest("td"));
    return {role: "radio", group, words: [said(e.closest("table").rows[0].cells[at]), said(row)], type: ""};
  }
  const label = e.closest("label") ?? document.querySelector(`label[for="${CSS.escape(e.id || name)}"]`);
  const chosen = e.options ? [...e.options].find((o) => o.value === value).text : value;
  if (pressed) {
    const mine = row && !e.closest(".cells") ? [said(row.querySelector("span")), hidden(label).trim()] : [said(label)];
    return {role: e.type, group, words: mine, type: ""};
  }
  const role = e.options ? "combobox" : "textbox";
  return {role, group, words: label ? [hidden(label).trim()] : [group], type: chosen};
}"""
NAMED: Final = ("radio", "checkbox", "button", "combobox", "textbox", "spinbutton", "link", "slider", "option")


@dataclass(frozen=True)
class Heard:
    """One node of the tree, the names of the groups around it, and what it stands in."""

    role: str
    name: str
    around: tuple[str, ...]
    within: tuple[int, ...]
    dom: int
    focusable: bool

    @property
    def said(self) -> str:
        """What is heard of it: its name, and what it stands in as it is entered."""
        return " ".join((*self.around, self.name))


@dataclass(frozen=True)
class Tree:
    nodes: Sequence[Mapping[str, Any]]

    @cached_property
    def heard(self) -> list[Heard]:
        by_id = {node["nodeId"]: node for node in self.nodes}
        return [_heard(node, by_id) for node in self.nodes if not node.get("ignored")]

    def one(self, role: str, name: str, group: str = "") -> Heard:
        """Return the one control of that role and name in that question."""
        found = [
            node
            for node in self.heard
            if node.role == role and node.name == _plain(name) and (not group or _plain(group) in node.around)
        ]
        assert len(found) == 1, f"{len(found)} of role {role} are called {name!r} in {group!r}: {self.names(role)}"
        return found[0]

    def names(self, role: str) -> list[str]:
        return [node.name for node in self.heard if node.role == role]

    def nameless(self) -> Iterator[str]:
        """Yield what can be operated and has no name."""
        controls = (node for node in self.heard if node.focusable and node.role in NAMED)
        yield from (f"a {node.role} without a name" for node in controls if not node.name)

    def rowless(self) -> Iterator[str]:
        """Yield the controls of tables that say nothing of the row they stand in, by name or by what is around."""
        for row in (node for node in self.heard if node.role == "row"):
            inside = [node for node in self.heard if row.dom in node.within]
            heads = [node.name for node in inside if node.role == "rowheader" and node.name]
            controls = [node for node in inside if node.role in NAMED and node.role != "option"]
            yield from (f"{one.role} {one.name!r}: no row" for one in controls if not any(h in one.said for h in heads))


def hear(page: Any, tools: Any) -> Tree:
    """Return the tree of the page that is open."""
    return Tree(tools.send("Accessibility.getFullAXTree")["nodes"])


def unheard(page: Any) -> list[str]:
    """Return what a screen reader could not tell of the page that is open."""
    tools = page.context.new_cdp_session(page)
    tools.send("Accessibility.enable")
    tree = hear(page, tools)
    tools.detach()
    return [*tree.nameless(), *tree.rowless()]


def by_tree(page: Any, given: Given, *, go_on: Sequence[str]) -> None:
    """Answer and go on; `go_on` are the names that the button which does so may have."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("Accessibility.enable")
    wanted = [page.evaluate(WORDS, [name, value]) for name, value in given]
    assert unheard(page) == []
    for one in wanted:
        control = hear(page, tools).one(one["role"], " ".join(one["words"]), one["group"])
        tools.send("DOM.focus", {"backendNodeId": control.dom})
        _operate(page, control, one["type"])
    tree = hear(page, tools)
    button = next(node for node in tree.heard if node.role == "button" and node.name in go_on)
    tools.send("DOM.focus", {"backendNodeId": button.dom})
    page.keyboard.press("Enter")
    tools.detach()


def _operate(page: Any, control: Heard, typed: str) -> None:
    match control.role:
        case "radio" | "checkbox":
            page.keyboard.press("Space")
        case "button":
            page.keyboard.press("Enter")
        case "combobox":
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
        case _:
            page.keyboard.type(typed)


def _heard(node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Heard:
    around, within, above = [], [], by_id.get(node.get("parentId", ""))
    while above is not None:
        if above.get("role", {}).get("value") == "group":
            around.append(_name(above))
        within.append(above.get("backendDOMNodeId", 0))
        above = by_id.get(above.get("parentId", ""))
    can = {held["name"]: held["value"].get("value") for held in node.get("properties", ())}
    role = node.get("role", {}).get("value", "")
    return Heard(
        role, _name(node), tuple(around), tuple(within), node.get("backendDOMNodeId", 0), bool(can.get("focusable"))
    )


def _name(node: Mapping[str, Any]) -> str:
    return _plain(node.get("name", {}).get("value", ""))


def _plain(text: str) -> str:
    return " ".join(text.split())
