"""Lay questions out on pages: a field-list is one page, so is a run of questions of the same group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.xlsform.questions import Form, build_question, group_conditions
from surveyapp.formats.xlsform.repeats import enter
from surveyapp.formats.xlsform.structure import Group, Item
from surveyapp.formats.xlsform.wording import piped
from surveyapp.questionnaire.schema import Page, Question


@dataclass(slots=True)
class _Draft:
    """`groups` are those around the whole page, outermost first."""

    id: str
    groups: tuple[Group, ...]
    first: int
    questions: list[Question] = field(default_factory=list)


def build_pages(items: Iterable[Item], form: Form) -> list[Page]:
    """Return the pages; headings of groups that no page bears are listed."""
    drafts: list[_Draft] = []
    headed: set[int] = set()
    groups: dict[int, Group] = {}
    for at, item in enumerate(items):
        around = _page_groups(item)
        enter(item.groups, form.scope)
        if not drafts or drafts[-1].groups != around:
            drafts.append(_Draft(_page_id(around, {draft.id for draft in drafts}, len(drafts) + 1), around, at))
        inner = item.groups[len(around) :]
        drafts[-1].questions.append(build_question(item, at, inner, form))
        groups.update({group.number: group for group in item.groups})
    pages = [_page(draft, headed, form) for draft in drafts]
    for number, group in groups.items():
        if group.label and number not in headed:
            form.ledger.lose(group.name, " / ".join(group.label.values()), "a page has one heading and one section")
    return list(_continued(pages))


def _continued(pages: Iterable[Page]) -> Iterator[Page]:
    """Say a section once, on its first page, and where it is over: behind its group a page stands under no heading."""
    section = None
    for page in pages:
        if page.section is None:
            yield page.model_copy(update={"ends_section": section is not None})
        elif page.section == section:
            yield page.model_copy(update={"section": None})
        else:
            yield page
        section = page.section


def _page_groups(item: Item) -> tuple[Group, ...]:
    first = _behind_repeats(item.groups)
    for depth, group in enumerate(item.groups[first:], first):
        if group.together:
            return item.groups[: depth + 1]
    return item.groups


def _behind_repeats(groups: tuple[Group, ...]) -> int:
    """Return how many of the groups stand around the questions of the innermost repeat, itself among them."""
    return max((depth + 1 for depth, group in enumerate(groups) if group.kind == "repeat"), default=0)


def _page_id(groups: tuple[Group, ...], taken: set[str], number: int) -> str:
    wanted = groups[-1].name[:70] if groups else f"page-{number}"
    candidates = (wanted if again == 1 else f"{wanted}-{again}" for again in range(1, 100_000))
    return next(candidate for candidate in candidates if candidate not in taken)


def _page(draft: _Draft, headed: set[int], form: Form) -> Page:
    labelled = [group for group in draft.groups if group.label]
    section = labelled[0] if len(labelled) > 1 else None
    enter(draft.groups, form.scope)
    headed.update(group.number for group in (labelled[-1:] + ([section] if section else [])))
    return Page(
        id=draft.id,
        title=_heading(labelled[-1], draft.first, form) if labelled else None,
        section=_heading(section, draft.first, form) if section else None,
        show_if=all_of(group_conditions(draft.groups, _behind_repeats(draft.groups), draft.first, form)),
        repeat=form.scope.here[-1] if form.scope.here else None,
        questions=tuple(draft.questions),
    )


def _heading(group: Group, at: int, form: Form) -> dict[str, str]:
    return piped(group.label, form.scope, at, f"{group.name}.label", form.ledger)
