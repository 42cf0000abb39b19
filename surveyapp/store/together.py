"""Change several tables in one statement: all is done or nothing, in one way to the database and back.

PostgreSQL has statements that do so. On SQLite a view that holds nothing has a trigger: what is inserted into it is
taken apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Select, String, Table, cast, delete, func, insert, literal_column, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import CTE

from surveyapp.store.drafts import DRAFT, RECEIPT
from surveyapp.store.prepared import Prepared, is_sqlite
from surveyapp.store.responses import CONSENT, RESPONSE
from surveyapp.store.tallies import TEXTS, Steps, as_parameter, counting

Row = Mapping[str, Any]
Given = Callable[[str, Any], Any]
_RESPONDED = tuple(column.name for column in RESPONSE.columns if column.name != "survey_id")
_CONSENTED = ("purpose", "text_hash", "language")
_OVERTAKEN = "overtaken"


def save_and_count(session: Session, draft: Row, counted: Steps) -> bool:
    """Change a draft that is still as before, and count steps if it was; return false where somebody was first.

    `draft` gives survey, draft, before, after, new_doc and new_posts.
    """
    return _done(session, _SAVE, {**draft, **counted.given()})


def finish_and_count(
    session: Session,
    *,
    draft_id: str,
    revision: int,
    response: Row,
    code_hmac: str,
    consents: Sequence[Row],
    counted: Steps,
) -> bool:
    """Put a response with its receipt and consents in the place of a draft that is still at `revision`, and count.

    Return false, with nothing changed, where it is not.
    """
    given = {"survey": response["survey_id"], "draft": draft_id, "before": revision, "code_hmac": code_hmac}
    given |= {f"response_{name}": response[name] for name in _RESPONDED}
    given |= {f"consent_{name}": [consent[name] for consent in consents] for name in _CONSENTED}
    return _done(session, _FINISH, {**given, **counted.given()})


def _done(session: Session, statement: Prepared, given: Row) -> bool:
    try:
        return statement.first(session, given) is not None or is_sqlite(session)
    except IntegrityError as error:
        if str(error.orig) != _OVERTAKEN:
            raise
        return False


def _this_draft(given: Given) -> tuple[Any, ...]:
    asked = (("survey_id", "survey"), ("id", "draft"), ("revision", "before"))
    return tuple(DRAFT.c[name] == given(parameter, DRAFT.c[name].type) for name, parameter in asked)


def _updating(given: Given) -> Any:
    changes = (("revision", "after"), ("doc", "new_doc"), ("posts", "new_posts"))
    values = {name: given(parameter, DRAFT.c[name].type) for name, parameter in changes}
    return DRAFT.update().where(*_this_draft(given)).values(values)


def _inserts(
    given: Given, consents: Select[Any], after: Callable[[Select[Any]], Select[Any]], insert: Any
) -> list[Any]:
    """Insert the response, its receipt and its consents; `after` makes rows depend on what was done before."""
    survey, response = given("survey", RESPONSE.c.survey_id.type), given("response_id", RESPONSE.c.id.type)
    values = [given(f"response_{name}", RESPONSE.c[name].type) for name in _RESPONDED]
    code = given("code_hmac", RECEIPT.c.code_hmac.type)
    return [
        insert(RESPONSE).from_select(["survey_id", *_RESPONDED], after(select(survey, *values))),
        insert(RECEIPT).from_select(["survey_id", "code_hmac", "response_id"], after(select(survey, code, response))),
        insert(CONSENT).from_select(["survey_id", "response_id", *_CONSENTED], consents),
    ]


def _counted(after: CTE, *ctes: CTE) -> Any:
    """Count on PostgreSQL, and select what was changed before: no row where nothing was."""
    counted = counting(as_parameter, "postgresql", after=after).cte("counted")
    return select(after.c.id).add_cte(*ctes, counted)


def _saving() -> Any:
    return _counted(_updating(as_parameter).returning(DRAFT.c.id).cte("saved"))


def _finishing() -> Any:
    taken = delete(DRAFT).where(*_this_draft(as_parameter)).returning(DRAFT.c.id).cte("taken")
    arrays = (as_parameter(f"consent_{name}", TEXTS) for name in _CONSENTED)
    each = func.unnest(*arrays).table_valued(*_CONSENTED, name="given").render_derived()
    belongs = (as_parameter("survey", RESPONSE.c.survey_id.type), as_parameter("response_id", RESPONSE.c.id.type))
    consents = select(*belongs, *each.c).select_from(taken.join(each, true()))
    changes = _inserts(as_parameter, consents, lambda rows: rows.select_from(taken), postgresql.insert)
    return _counted(taken, *(change.cte(str(change.table.name)) for change in changes))


def _new(name: str, _type: Any) -> Any:
    """Give a trigger a value of the row that was inserted."""
    return literal_column(f"NEW.{name}")


def _taken_apart(view: Table, change: Any, *more: Any) -> tuple[str, str]:
    """Return the SQL of a view of nothing, and of the trigger that changes a draft and does more if it was as before.

    Both belong to the connection and not to the file, so they need no migration.
    """
    columns = ", ".join(f'NULL AS "{column.name}"' for column in view.columns)
    only_if = f"SELECT RAISE(ABORT, '{_OVERTAKEN}') WHERE changes() = 0"
    done = [str(each.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})) for each in more]
    steps = "; ".join([str(change.compile(dialect=sqlite.dialect())), only_if, *done])
    return (
        f"CREATE TEMP VIEW {view.name} AS SELECT {columns}",
        f"CREATE TEMP TRIGGER take_{view.name}_apart INSTEAD OF INSERT ON {view.name} BEGIN {steps}; END",
    )


def _view(name: str, statement: Any) -> Table:
    """Return a view whose columns are the parameters of a statement."""
    binds = {bind.key: bind.type for bind in statement.compile().binds.values() if bind.required}
    return Table(name, MetaData(), *(Column(key, type_) for key, type_ in binds.items()))


_POSTGRESQL = {"saving": _saving(), "finishing": _finishing()}
_VIEWS = {name: _view(name, statement) for name, statement in _POSTGRESQL.items()}
_SAVE, _FINISH = (
    Prepared(writes=True, postgresql=_POSTGRESQL[name], sqlite=insert(_VIEWS[name])) for name in _POSTGRESQL
)


def _consents_told() -> Select[Any]:
    """Select the consents that stand in the inserted row as three lists."""
    first, *others = _CONSENTED
    each = func.json_each(_new(f"consent_{first}", None)).table_valued("key", "value")
    nth = literal_column("'$['", String).concat(cast(each.c.key, String)).concat(literal_column("']'"))
    told = [func.json_extract(_new(f"consent_{name}", None), nth) for name in others]
    return select(_new("survey", None), _new("response_id", None), each.c.value, *told).select_from(each)


FOR_SQLITE = (
    *_taken_apart(_VIEWS["saving"], _updating(_new), counting(_new, "sqlite")),
    *_taken_apart(
        _VIEWS["finishing"],
        delete(DRAFT).where(*_this_draft(_new)),
        *_inserts(_new, _consents_told(), lambda rows: rows, sqlite.insert),
        counting(_new, "sqlite"),
    ),
)
"""What a new connection to SQLite is told once."""
