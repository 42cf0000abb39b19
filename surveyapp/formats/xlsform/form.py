"""Read an XLSForm: what a workbook asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from collections.abc import Iterable

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single, Symbol
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.languages import UNKNOWN, language_tag
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.xlsform.choices import Lists, lose_unused, plain_choices, read_lists
from surveyapp.formats.xlsform.loops import spread_loops
from surveyapp.formats.xlsform.pages import build_pages
from surveyapp.formats.xlsform.questions import Codes, Form, codes_of, symbol_of
from surveyapp.formats.xlsform.repeats import build_repeats, name_repeats
from surveyapp.formats.xlsform.structure import Item, is_yes, read_structure
from surveyapp.formats.xlsform.tables import Row, Table, languages_of, lose_doubles, read_table
from surveyapp.formats.xlsform.types import row_type
from surveyapp.formats.xlsform.wording import Wordings, references
from surveyapp.formats.xlsform.workbook import Rows, read_sheets
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.schema import Page, Questionnaire

MOST_ROWS = 5_000
_READ = ("survey", "choices", "settings")
_OLD_SHEETS = {"choices and columns": "choices", "columns": "choices"}


def read_xlsform(data: bytes, name: str, ledger: Ledger) -> Questionnaire | None:
    """Return the questionnaire, None where the form is refused; raise Unreadable where it is no form at all."""
    named = {sheet.strip().lower(): rows for sheet, rows in read_sheets(data).items()}
    sheets = {_OLD_SHEETS.get(sheet, sheet) if "choices" not in named else sheet: rows for sheet, rows in named.items()}
    if "survey" not in sheets and len(sheets) == 1:
        sheets = {"survey": next(iter(sheets.values()))}
    if "survey" not in sheets:
        raise Unreadable("The workbook has no sheet called `survey`, so it is no XLSForm.")
    for sheet in sorted(sheets.keys() - set(_READ)):
        if any(cell for row in sheets[sheet] for cell in row):
            ledger.lose(f"sheet {sheet}", "a whole sheet", "only survey, choices and settings are read")
    survey, choices, settings = (_table(sheet, sheets, ledger) for sheet in _READ)
    if not any(column.kind == "type" for column in survey.columns):
        raise Unreadable("The sheet `survey` has no column `type`, so it is no XLSForm.")
    if len(survey.rows) > MOST_ROWS:
        raise Unreadable(f"The form has {len(survey.rows)} rows; at most {MOST_ROWS} can be read.")
    setting = settings.rows[0] if settings.rows else Row(0, {})
    languages = _languages(survey, choices, setting)
    for sheet, table in (("survey", survey), ("choices", choices)):
        lose_doubles(sheet, table, languages[0], ledger)
    wordings = Wordings(languages[0], languages, ledger)
    doubles = is_yes(setting.take("allow_choice_duplicates"))
    lists = read_lists(choices, wordings, ledger, doubles=doubles, filtered=_always_filtered(survey))
    survey, looped = spread_loops(survey, choices, languages[0])
    items = read_structure(survey, lists, languages[0], ledger)
    _refuse_strangers(items, survey, ledger)
    if ledger.refused:
        return None
    codes = codes_of(lists)
    form = Form(lists, codes, _scope(items, lists, codes), wordings, ledger, used_lists=set(looped))
    return _questionnaire(name, setting, choices, items, form)


def _table(sheet: str, sheets: dict[str, Rows], ledger: Ledger) -> Table:
    return read_table(sheet, sheets.get(sheet, []), ledger)


def _languages(survey: Table, choices: Table, setting: Row) -> tuple[str, ...]:
    """Return the tags, base first: the declared default, else the one no header names, else the first one named."""
    named = languages_of(survey, choices)
    default = language_tag(setting.take("default_language"))
    unnamed = any(
        text and column.kind == "label" and column.language is None
        for row in survey.rows
        for column, text in row.cells.items()
    )
    if default and default != UNKNOWN and (default in named or unnamed or not named):
        base = default
    elif unnamed or not named:
        base = UNKNOWN
    else:
        base = named[0]
    return tuple(dict.fromkeys([base, *named]))


def _always_filtered(survey: Table) -> frozenset[str]:
    """Return the lists that every question narrows by a filter of its own."""
    offered = [(row_type(row.cell("type")).choices, row.has("choice_filter")) for row in survey.rows]
    return frozenset(name for name, _ in offered) - {name for name, filtered in offered if not filtered}


def _refuse_strangers(items: list[Item], survey: Table, ledger: Ledger) -> None:
    """Refuse labels that show the answer to a question that is nowhere in the form."""
    known = {row.cells[column] for row in survey.rows for column in row.cells if column.kind == "name"}
    known |= {f"{item.name}_other" for item in items if item.type.or_other}
    for item in items:
        for column, text in item.row.cells.items():
            for stranger in sorted(references({"": text}) - known):
                if not stranger.startswith("last-saved#"):
                    place = f"{item.id}.{column.kind}"
                    ledger.refuse("unknown-name", place, f"There is no question {stranger!r}, as {text!r} has it.")


def _questionnaire(name: str, setting: Row, choices: Table, items: list[Item], form: Form) -> Questionnaire:
    lists, scope, wordings, ledger = form.lists, form.scope, form.wordings, form.ledger
    title = setting.take("form_title")
    form_id = setting.take("form_id")
    for column, text in setting.left():
        if column.kind not in ("default_language", "allow_choice_duplicates"):
            ledger.lose(f"settings.{column.header}", text, "it says how the form is sent or stored, not what it asks")
    kept = [item for item in items if item.type.family != "lost"]
    name_repeats(kept, scope)
    pages = build_pages(kept, form)
    pages, repeats = build_repeats(kept, pages, form)
    if not pages:
        ledger.warn("nothing-left", "survey", "Nothing that this form asks can be kept.")
    lose_unused(choices, lists, form.used_lists, " ".join(form.filters), ledger)
    return Questionnaire(
        id=(form_id or name or "form")[:80],
        languages=wordings.languages,
        title={wordings.base: title or form_id or name},
        lists={name: plain_choices(lists[name]) for name in _shared(pages, lists)},
        repeats=tuple(repeats),
        pages=tuple(pages),
    )


def _scope(items: Iterable[Item], lists: Lists, codes: Codes) -> Scope:
    scope = Scope(tables={name: tuple(row.cells for row in rows) for name, rows in lists.items()})
    at = 0
    for item in items:
        if item.type.family == "lost":
            scope.gone[item.name] = "which is not kept"
            continue
        if item.type.family == "note":
            scope.gone[item.name] = "which is a note and has no answer"
        else:
            scope.add(item.name, _symbol(item, codes, scope), at)
            if item.type.choices in lists:
                scope.offered[item.id] = item.type.choices
        scope.places.setdefault(item.id, at)
        if item.type.or_other:
            scope.add(f"{item.name}_other", Single(f"{item.id}_other"), at)
        at += 1
    return scope


def _symbol(item: Item, codes: Codes, scope: Scope) -> Symbol:
    """Return what conditions see of an answer, and whether a calculation is true or false."""
    found = symbol_of(item, codes)
    if item.type.family != "calculate":
        return found
    try:
        is_truth = Translator(XPath(scope)).is_truth(parse_xpath(item.row.cell("calculation")))
    except Untranslatable:
        is_truth = False
    return Single(item.id, "truth") if is_truth else found


def _shared(pages: Iterable[Page], lists: Lists) -> list[str]:
    used = {
        source
        for page in pages
        for question in page.questions
        if isinstance(source := getattr(question.answer, "choices", None), str)
    }
    return [name for name in lists if name in used]
