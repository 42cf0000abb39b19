"""Mail scanners and previews follow links: no GET changes anything, whatever its query says."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, MetaData

from tests.respondent.browsing import go_to
from tests.respondent.page_kinds import receipt_code
from tests.respondent.survey import SLUG


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = {table.name: connection.execute(table.select()).all() for table in tables.sorted_tables}
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}


def test_no_get_of_any_route_changes_anything(app: Flask, client: FlaskClient, engine: Engine) -> None:
    path = f"/en/s/{SLUG}"
    code = receipt_code(go_to(client, "complete", path=path))
    go_to(client, "SCALE", path=path)
    before = contents(engine)
    known = {"language": "en", "slug": SLUG, "question": "ONE", "digest": "x", "point": "x", "size": 192}
    asked = 0
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            with app.test_request_context():
                values = {name: known[name] for name in rule.arguments}
                address = app.url_map.bind("").build(rule.endpoint, values)
            for action in ("erase", "withdraw", "correct", "next", "later", "view"):
                client.get(address, query_string={"code": code, "action": action, "AGE": "old", "lang": "vi"})
                client.head(address, query_string={"code": code, "action": action})
                asked += 2
    assert asked > 100
    assert contents(engine) == before
