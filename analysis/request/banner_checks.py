"""Check what an ask for a banner table names against the data: columns, conditions, categories and what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.files.reading import as_text
from analysis.request.banner_shapes import BannerAsk, ColumnsShape, Place, QuestionShape, VariablesShape
from analysis.request.checks import column_in, column_problems, condition_problems, no_category, problems_in_variable
from analysis.request.problems import Problem
from analysis.request.table import Column, Table
from analysis.request.where import condition_column

TICKED = ("0", "1", "false", "true")


def problems_in_banner(ask: BannerAsk, place: str, table: Table) -> list[Problem]:
    """List every name in an ask for a banner table that the data does not know."""
    problems: list[Problem] = []
    for i, question in enumerate(ask.questions):
        problems += _problems_in_variables(question, f"{place}.questions[{i}]", table)
        problems += _problems_in_question(question, f"{place}.questions[{i}]", table)
    for i, columns in enumerate(ask.columns):
        problems += _problems_in_variables(columns, f"{place}.columns[{i}]", table)
        problems += _problems_in_columns(columns, f"{place}.columns[{i}]", table)
    problems += _problems_in_view(ask, f"{place}.view", table)
    return problems


def _problems_in_variables(shape: VariablesShape, place: str, table: Table) -> list[Problem]:
    if shape.multi is not None:
        problems = [
            problem
            for i, name in enumerate(shape.multi)
            for problem in problems_in_variable(name, f"{place}.multi[{i}]", table)
        ]
        problems = problems or list(_uncounted(shape, shape.multi, place, table))
        return problems + _unnamed(shape, shape.multi, place)
    if shape.of is None:
        return []
    problems = problems_in_variable(shape.of, f"{place}.of", table)
    variable = _variable(shape.of, table) if not problems else None
    for i, net in enumerate(shape.nets if variable is not None else ()):
        for category in net.categories:
            if variable is not None and variable.code_of(category) is None:
                problems.append(no_category(variable, category, f"{place}.nets[{i}].categories"))
    return problems


def _problems_in_question(shape: QuestionShape, place: str, table: Table) -> list[Problem]:
    problems = [] if shape.where is None else condition_problems(shape.where, f"{place}.where", table)[1]
    variable = None if shape.of is None else _variable(shape.of, table)
    for name in shape.scores or ():
        if variable is not None and variable.code_of(name) is None:
            problems.append(no_category(variable, name, f"{place}.scores"))
    return problems


def _problems_in_columns(shape: ColumnsShape, place: str, table: Table) -> list[Problem]:
    problems = column_problems(shape.cross or (), f"{place}.cross", table)
    for i, domain in enumerate(shape.domains or ()):
        problems += condition_problems(domain.where, f"{place}.domains[{i}].where", table)[1]
    labels = [domain.label for domain in shape.domains or ()]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        problems.append(Problem("bad-value", f"{place}.domains", f"Two domains are called {label!r}."))
    return problems


def _uncounted(shape: VariablesShape, names: Sequence[str], place: str, table: Table) -> Iterator[Problem]:
    """Find sets of which cannot be told what a tick is."""
    variables = [variable for name in names if (variable := _variable(name, table)) is not None]
    if shape.counted is not None:
        if all(variable.code_of(shape.counted) is None for variable in variables):
            text = f"None of these columns holds {shape.counted!r}."
            yield Problem("unknown-category", f"{place}.counted", text)
        return
    for variable in variables:
        others = [str(as_text(category)) for category in variable.categories if as_text(category) not in TICKED]
        if others:
            text = f"{variable.name} holds {', '.join(others[:3])}; say in `counted` which value is a tick."
            yield Problem("bad-value", f"{place}.counted", text)
            return


def _unnamed(shape: VariablesShape, names: Sequence[str], place: str) -> list[Problem]:
    return [
        Problem(
            "unknown-category", f"{place}.nets[{i}].categories", f"{category!r} is not among the columns of `multi`."
        )
        for i, net in enumerate(shape.nets)
        for category in net.categories
        if category not in names
    ]


def _problems_in_view(ask: BannerAsk, place: str, table: Table) -> list[Problem]:
    columns = {shape.known_as: shape for shape in ask.columns}
    questions = {shape.known_as: shape for shape in ask.questions}
    places: list[tuple[str, Place, dict[str, Any]]] = [
        (f"{place}.hide_rows[{i}]", one, questions) for i, one in enumerate(ask.view.hide_rows)
    ]
    places += [(f"{place}.hide_columns[{i}]", one, columns) for i, one in enumerate(ask.view.hide_columns)]
    if isinstance(ask.view.order, dict):
        places.append((f"{place}.order", ask.view.order, columns))
    problems = []
    for where, one, known in places:
        for name, category in one.items():
            if name not in known:
                text = f"This table has no question called {name!r}."
                problems.append(Problem("unknown-category", where, text))
            elif not _has(known[name], category, table):
                problems.append(Problem("unknown-category", where, f"{name} has no category {category!r}."))
    return problems


def _has(shape: QuestionShape | ColumnsShape, category: Any, table: Table) -> bool:
    if isinstance(shape, ColumnsShape) and shape.cross is not None:
        return isinstance(category, dict) and set(category) == set(shape.cross)
    if isinstance(category, dict):
        return False
    named = [net.label for net in shape.nets] + list(shape.multi or ())
    if isinstance(shape, ColumnsShape):
        named += [domain.label for domain in shape.domains or ()]
    else:
        named += ["mean"] + [f"{kind} {n}" for kind, n in (("Top", shape.top), ("Bottom", shape.bottom)) if n]
    variable = None if shape.of is None else _variable(shape.of, table)
    return as_text(category) in named or (
        shape.of is not None and (variable is None or variable.code_of(category) is not None)
    )


def _variable(name: str, table: Table) -> Column | None:
    """Return a column or a condition by its name, None where it is neither."""
    column = column_in(name, table)
    if column is not None:
        return column
    condition, problems = condition_problems(name, "", table)
    return None if condition is None or problems else condition_column(name, condition, table)
