"""Write a questionnaire as an XLSForm: a page is a group on one screen, a section the group around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import xlsxwriter

from surveyapp.formats.result import Ledger
from surveyapp.formats.written.account import lose_unsaid, said
from surveyapp.formats.written.xlsform.choices import FILTER_COLUMN, Lists
from surveyapp.formats.written.xlsform.names import names_of, section_name
from surveyapp.formats.written.xlsform.questions import FormWriter, Row
from surveyapp.formats.written.xlsform.repeated import chain_of
from surveyapp.formats.written.xlsform.repeats import asks_for_another, heading_of, woven
from surveyapp.formats.written.xlsform.wording import language_header, lose_languages, wording_cells
from surveyapp.formats.xlsform.cells import MOST_CHARACTERS
from surveyapp.questionnaire.schema import Page, Questionnaire

SAID = said(
    Questionnaire="format id languages title lists pages repeats",
    Page="id title show_if questions section ends_section notice repeat",
    Repeat="id over count again most inside show_if",
    Question="id text hint answer required show_if checks comment",
    Check="condition text severity",
    Choice="code text exclusive other other_id comment fixed show_if",
    Information="kind",
    Date="kind",
    Time="kind",
    DateTime="kind",
    Number="kind minimum maximum decimals step layout",
    OpenText="kind lines max_length pattern",
    One="kind choices layout shuffle",
    Several="kind choices at_least at_most shuffle",
    Ranking="kind choices shuffle",
    Consent="kind purpose",
    Calculated="kind cases otherwise",
    Case="when value",
    Grid="kind rows choices cell columns",
    GridColumn="code text answer",
    BestWorst="kind choices designs",
)
_REASONS = {
    "Question.sensitivity": "a form does not say how sensitive an answer is",
    "Question.missing": "a form has no answers beside the answer; write them as choices",
    "Questionnaire.assignments": "nothing is drawn by lot in a form",
    "Questionnaire.endings": "a form ends for nobody before its end",
    "Questionnaire.context": "nothing is set by a link",
    "Repeat.each_if": "a turn of a form cannot be left out of its repeat",
    "Repeat.label": "the turns of a form have their numbers for a name",
    "Page.gate": "a form stores everything at its end",
    "Number.unit": "a form has no unit beside a number; say it in the hint",
    "Number.soft_minimum": "a constraint cannot be overridden",
    "Number.soft_maximum": "a constraint cannot be overridden",
    "Ranking.top": "a form ranks all choices",
    "Ranking.at_least": "a form ranks all choices",
    "One.only_in": "choices drawn or chosen before cannot be carried forward in a form",
    "Several.only_in": "choices drawn or chosen before cannot be carried forward in a form",
    "Grid.per_screen": "a form shows the whole table",
}
_ALWAYS: dict[str, tuple[str, ...]] = {"survey": ("type", "name"), "choices": ("list_name", "name"), "settings": ()}
_FIRST = (
    "type", "list_name", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
    "calculation", "repeat_count", "choice_filter", "appearance", "parameters", FILTER_COLUMN,
)  # fmt: skip


def write_xlsform(questionnaire: Questionnaire, ledger: Ledger) -> bytes:
    """Return the workbook; everything that a form cannot say is listed."""
    names = names_of(questionnaire, ledger)
    lists = Lists(questionnaire, names, ledger)
    form = FormWriter(questionnaire, names, lists, ledger)
    lose_languages(questionnaire.languages, ledger)
    silent = asks_for_another(questionnaire)
    pages = ((page, list(_page(page, form))) for page in _under_sections(questionnaire) if page.id not in silent)
    survey = list(woven([(page, rows) for page, rows in pages if rows], form))
    if not survey:
        ledger.lose("pages", "the questionnaire asks nothing", "a form holds at least one question")
    form.within(())
    for name in questionnaire.lists:
        if name not in lists.written:
            lists.offer(name, name)
    lose_unsaid(questionnaire, SAID, _REASONS, ledger)
    return _workbook(
        {"survey": survey, "choices": lists.rows, "settings": [_settings(questionnaire, ledger)]},
        questionnaire.languages,
        ledger,
    )


def _under_sections(questionnaire: Questionnaire) -> Iterator[Page]:
    """Yield the pages, each with the section it stands under: groups of a form do not go on by themselves."""
    section = None
    for page in questionnaire.pages:
        section = page.section or (None if page.ends_section else section)
        yield page.model_copy(update={"section": section})


def _page(page: Page, form: FormWriter) -> Iterator[Row]:
    place = f"pages.{page.id}"
    if not page.questions:
        form.ledger.lose(place, "a page without questions", "a group of a form holds at least one")
        return
    chain = chain_of(form.questionnaire, page.repeat)
    bare = page.id not in form.names.pages
    heads = [head for name in chain if (head := heading_of(form.questionnaire, name))]
    outer = page.section is not None and page.title is not None and not heads
    outside: tuple[str | None, ...] = (*chain, None) if outer else chain
    inner = form.within(outside if bare else (*outside, None))
    written = [row for question in page.questions for row in inner.rows(question)]
    form = form.within(outside)
    if not written:
        form.ledger.lose(place, "a whole page", "none of its questions can be asked by a form")
        return
    if bare:
        if page.section != (heads[0] if len(heads) > 1 else None):
            form.ledger.lose(f"{place}.section", "its section", "a repeat is a section of its own")
        yield from written
        return
    if outer:
        group = {"type": "begin_group", "name": section_name(page, form.names)}
        yield group | form.said("label", page.section, f"{place}.section")
    elif page.section is not None and (not heads or page.section != heads[0] or page.title is None):
        form.ledger.lose(
            f"{place}.section", " / ".join(page.section.values()), "a group without heading has no section"
        )
    group = {"type": "begin_group", "name": form.names.pages[page.id], "appearance": "field-list"}
    group |= form.said("label", page.title, f"{place}.title")
    yield group | form.relevant(page.show_if, place, "the page")
    if page.notice is not None:
        name = form.names.another(f"{form.names.pages[page.id]}_notice")
        form.ledger.lose(f"{place}.notice", " / ".join(page.notice.values()), f"it is a note of its own there, {name}")
        yield {"type": "note", "name": name, **form.said("label", page.notice, f"{place}.notice")}
    yield from written
    yield {"type": "end_group"}
    if outer:
        yield {"type": "end_group"}


def _settings(questionnaire: Questionnaire, ledger: Ledger) -> Row:
    base = questionnaire.base_language
    for tag, wording in questionnaire.title.items():
        if tag != base:
            ledger.lose("title", wording, "a form has its title in one language")
    row = {"form_title": questionnaire.title.get(base, "") or questionnaire.id, "form_id": questionnaire.id}
    header = language_header(base)
    return row | ({"default_language": header} if header else {})


def _workbook(sheets: dict[str, list[Row]], languages: tuple[str, ...], ledger: Ledger) -> bytes:
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        columns = _columns([*rows, _least(name, languages)], languages)
        sheet.freeze_panes(1, 0)
        for at, header in enumerate(columns):
            sheet.set_column(at, at, 44 if "::" in header or header == "label" else 18)
            sheet.write_string(0, at, header, bold)
        for number, row in enumerate(rows, 1):
            for at, header in enumerate(columns):
                if header in row:
                    sheet.write_string(number, at, _cell(row[header], name, number, ledger), wrapped)
    workbook.close()
    return out.getvalue()


def _least(sheet: str, languages: tuple[str, ...]) -> Row:
    """Return the columns that a sheet always has: its languages are known even where nothing is worded."""
    worded = {} if sheet == "settings" else dict.fromkeys(languages, "-")
    labels = [header for tag in worded for header in wording_cells("label", {tag: "-"})]
    return dict.fromkeys((*_ALWAYS[sheet], *labels), "")


def _cell(text: str, sheet: str, number: int, ledger: Ledger) -> str:
    if len(text) > MOST_CHARACTERS:
        ledger.lose(f"{sheet}, row {number + 1}", text, f"a cell holds at most {MOST_CHARACTERS} characters")
    return text[:MOST_CHARACTERS]


def _columns(rows: Iterable[Row], languages: tuple[str, ...]) -> list[str]:
    headers = [language_header(tag) for tag in languages]
    found = {header for row in rows for header in row}

    def order(header: str) -> tuple[int, int, str]:
        kind, _, language = header.partition("::")
        at = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
        return at, headers.index(language) if language in headers else -1, header

    return sorted(found, key=order)
