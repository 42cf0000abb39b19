"""Answer asks for banner tables: every cell, base and pair by name, letters, and what is shown in which order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.estimation.estimates import DeffNeedsPopulationError
from analysis.files.reading import as_text
from analysis.request.banner_layout import banner_questions, table_questions
from analysis.request.banner_shapes import BannerAsk, Place
from analysis.request.context import Context, Result, plain, population_refusal, written_deff
from analysis.request.lettering import rule_of, written_mark, written_pair
from analysis.tables.banner.computing import compute
from analysis.tables.banner.result import (
    TOTAL,
    WHY_UNKNOWN,
    Banner,
    BannerCell,
    CellKey,
    Compared,
    QuestionHead,
    QuestionTable,
    Wish,
)
from analysis.tables.banner.view import View, columns_shown, rows_shown
from analysis.tables.crosstab import Precision


def banner_for(ask: BannerAsk, context: Context) -> Banner:
    """Compute the banner table of an ask; raise RefusedError where none may be given."""
    context.check_deff(ask)
    domain = context.domain(ask.where)
    wish = Wish(
        precision=Precision(ask.confidence, ask.interval, context.df(ask, domain, "domain"), ask.deff),
        rule=rule_of(ask.letters),
        df=context.df(ask, domain, "design"),
        share_of=tuple(ask.share_of),
        test=ask.test,
        audience=context.disclosure,
        basis=context.basis,
        letters=ask.letters is not None,
        pairs=ask.pairs,
    )
    try:
        return compute(context.design, table_questions(ask, context), banner_questions(ask, context), wish)
    except DeffNeedsPopulationError as error:
        raise population_refusal() from error


def answer_banner(ask: BannerAsk, context: Context) -> Result:
    """Answer an ask for a banner table; raise RefusedError where none may be given."""
    banner = banner_for(ask, context)
    result = Result(ask.id, banner=banner)
    result.cells = [_cell(table, key, cell, banner) for table in banner.tables for key, cell in _cells(table)]
    result.test = [one for table in banner.tables for one in _tests(table, banner)]
    result.pairs = [pair for table in banner.tables for pair in _pairs(table, banner)]
    result.letters = [mark for table in banner.tables for mark in _marks(table, banner)]
    view = view_of(ask, banner)
    result.table = {
        "columns": [_column(banner, i) for i in range(len(banner.columns))],
        "questions": [_question(table) for table in banner.tables],
        "bases": [base for table in banner.tables for base in _bases(table, banner)],
        "shown": {
            "columns": [_name_of_column(banner, i) for i in columns_shown(banner, view)],
            "questions": [
                {"of": table.name, "rows": [table.rows[row].name for row in rows_shown(banner, table, view)]}
                for table in banner.tables
            ],
        },
    }
    for code, text in notices_of(banner):
        result.warn(code, text)
    return result


def view_of(ask: BannerAsk, banner: Banner) -> View:
    """Return how an ask wants its table shown; categories that are not there hide nothing."""
    wanted = ask.view
    order = TOTAL if wanted.order == "total" else None
    if isinstance(wanted.order, dict):
        order = next(iter(_positions(wanted.order, banner)), None)
    hidden = [position for place in wanted.hide_columns for position in _positions(place, banner)]
    rows = [
        (table.name, row.name)
        for place in wanted.hide_rows
        for table in banner.tables
        for row in table.rows
        if table.name in place and as_text(row.name) == as_text(place[table.name])
    ]
    last = {as_text(name) for name in wanted.last}
    names = tuple(row.name for table in banner.tables for row in table.rows if as_text(row.name) in last)
    return View(order, wanted.descending, names, tuple(rows), frozenset(hidden))


def notices_of(banner: Banner) -> list[tuple[str, str]]:
    """List what must be said of a banner table as a whole: codes with their sentences."""
    found = []
    if banner.weights_only:
        found.append(("weights-only", "The design has neither strata nor clusters: weights only, clustering ignored."))
    if banner.wish.letters and banner.wish.basis == "D":
        found.append(("no-letters", "Evidence basis D describes the respondents only: no letters."))
    unknown = {cell.unknown for table in banner.tables for cell in (table.cells or {}).values()}
    return found + [(code, text) for code, text in WHY_UNKNOWN.items() if code in unknown]


def _cells(table: QuestionTable) -> list[tuple[CellKey, BannerCell]]:
    return list((table.cells or {}).items())


def _cell(table: QuestionTable, key: CellKey, cell: BannerCell, banner: Banner) -> dict[str, Any]:
    share_of, row, column = key
    figure = cell.estimate
    return {
        "of": table.name,
        "row": table.rows[row].name,
        "kind": table.rows[row].kind,
        **_name_of_column(banner, column),
        "n": cell.n,
        "weighted_n": cell.weighted_n,
        "share_of": share_of,
        "estimate": figure.value,
        "se": figure.se,
        "df": figure.df,
        "low": figure.low,
        "high": figure.high,
        "base_n": figure.base_n,
        "deff": written_deff(figure),
        "effective_n": figure.effective_n,
        "suppressed": cell.suppressed,
        "complement_fails": cell.complement_fails,
        "review": cell.review,
        "unknown": cell.unknown,
    }


def _tests(table: QuestionTable, banner: Banner) -> Iterator[dict[str, Any]]:
    for head, compared in zip(banner.questions, table.compared, strict=False):
        found = compared.test
        written: dict[str, Any] = {"of": table.name, "banner": head.name, "no_test": compared.no_test}
        if found is not None:
            written |= {"statistic": found.statistic, "ndf": found.ndf, "ddf": found.ddf, "p": found.p}
            written |= {} if found.adjusted is None else {"statistic_adjusted": found.adjusted}
        yield written


def _pairs(table: QuestionTable, banner: Banner) -> Iterator[dict[str, Any]]:
    for head, compared in _compared(table, banner):
        names = _names(banner, head)
        for pair in compared.pairs.each(banner.wish.rule) if compared.pairs is not None else ():
            written = written_pair(pair, banner.wish.rule, table.rows[pair.row].name, names)
            yield {"of": table.name, "banner": head.name, **written}


def _marks(table: QuestionTable, banner: Banner) -> Iterator[dict[str, Any]]:
    for head, compared in _compared(table, banner):
        names = _names(banner, head)
        for mark in compared.marks:
            row, column = table.rows[mark.row].name, names[mark.column]
            written = written_mark(mark, banner.wish.rule, row, column, head.first - 1)
            yield {"of": table.name, "banner": head.name, **written}


def _compared(table: QuestionTable, banner: Banner) -> Iterator[tuple[QuestionHead, Compared]]:
    yield from zip(banner.questions, table.compared, strict=False)


def _bases(table: QuestionTable, banner: Banner) -> Iterator[dict[str, Any]]:
    for column, base in enumerate(table.bases):
        written = {
            "of": table.name,
            **_name_of_column(banner, column),
            "n": base.n,
            "weighted_n": base.weighted_n,
            "effective_n": base.effective_n,
            "deff_weights": base.deff_weights if base.n else None,
        }
        if table.responses:
            written |= {"responses": base.responses, "weighted_responses": base.weighted_responses}
        yield written


def _question(table: QuestionTable) -> dict[str, Any]:
    refused = None if table.refused is None else {"code": table.refused.code, "text": table.refused.text}
    rows = [{"row": row.name, "label": row.label, "kind": row.kind} for row in table.rows]
    return {"of": table.name, "label": table.label, "base": table.base_label, "rows": rows, "refused": refused}


def _column(banner: Banner, position: int) -> dict[str, Any]:
    column = banner.columns[position]
    question = "" if column.question is None else banner.questions[column.question].label
    named = _name_of_column(banner, position)
    return {**named, "letter": column.letter, "label": column.label, "banner_label": question}


def _name_of_column(banner: Banner, position: int) -> dict[str, Any]:
    column = banner.columns[position]
    question = None if column.question is None else banner.questions[column.question].name
    return {"banner": question, "column": plain(column.name)}


def _names(banner: Banner, head: QuestionHead) -> list[Any]:
    return [banner.columns[head.first + i].name for i in range(head.size)]


def _positions(place: Place, banner: Banner) -> list[int]:
    return [
        i
        for i, column in enumerate(banner.columns)
        if column.question is not None
        and banner.questions[column.question].name in place
        and _same(column.name, place[banner.questions[column.question].name])
    ]


def _same(name: Any, wanted: Any) -> bool:
    if isinstance(name, dict) or isinstance(wanted, dict):
        return bool(name == wanted)
    return bool(as_text(name) == as_text(wanted))
