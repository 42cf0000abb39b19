"""What collects answers loads nothing of what analyses, reads forms or serves staff, and still says all it must."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from surveyapp.database import make_engine, migrate, writing
from surveyapp.demonstration.fieldwork import field_survey
from surveyapp.instruments import bundled

HOUSE = Path(__file__).resolve().parents[2]
ELSEWHERE = (
    *("alembic", "analysis", "argon2", "cryptography", "docx", "flask_migrate", "flask_security", "lxml", "numpy"),
    *("openpyxl", "pandas", "pptx", "psycopg", "pyarrow", "pyreadstat", "scipy", "segno", "typst", "xlsxwriter"),
    *(
        "surveyapp.console",
        "surveyapp.demonstration",
        "surveyapp.formats.reading",
        "surveyapp.formats.written",
        "surveyapp.identity",
        "surveyapp.tasks",
    ),
)
COLLECT = """
import json, re, sys
from pathlib import Path
from werkzeug.test import EnvironBuilder, run_wsgi_app
from surveyapp.cli.serve import make_application
from surveyapp.settings import Settings

url, address = sys.argv[1:]
app = make_application("respondent", Settings(database_url=url, secret_key="s" * 40, instance=Path(".")))

def ask(**given):
    body, status, headers = run_wsgi_app(app, EnvironBuilder(address, **given).get_environ())
    return status[:3], b"".join(body).decode()

status, first = ask()
place = re.search('name="place" value="([^"]+)"', first)[1]
later, second = ask(method="POST", data={"place": place, "action": "next", "SCR1": "5"})
print(json.dumps([status, later, "SCR2" in second, sorted(sys.modules)]))
"""
SPARED = """
import json, sys
from datetime import date, datetime, time, timedelta
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.lists import format_list
from babel.units import format_unit
from surveyapp.catalogues import languages_of, locale_of, spare
from surveyapp.respondent.saying import DOMAIN
from surveyapp.web.i18n import direction, number, own_name

UNITS = ("minute", "hour", "day", "week", "month", "year")

def said(language):
    locale, day = locale_of(language), date(2026, 11, 28)
    dates = [format_date(day, "long", locale=locale), format_skeleton("yMMMM", day, locale=locale)]
    times = [format_time(time(9, 5), "short", locale=locale), str(get_datetime_format("long", locale=locale))]
    lengths = [format_unit(n, f"duration-{unit}", locale=locale) for unit in UNITS for n in (1, 2)]
    lists = format_list(["a", "b", "c"], locale=locale)
    return [*dates, *times, *lengths, lists, number(1234.5, language), own_name(language), direction(language)]

languages = [*languages_of(DOMAIN), "vi-US", "pt-BR"]
before = [said(language) for language in languages]
for language in languages[:-1]:
    spare(language)
print(json.dumps([before, [said(language) for language in languages]]))
"""


def run(script: str, *given: str, folder: Path) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", script, *given], capture_output=True, cwd=folder, env=_environment(), check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[object] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(HOUSE), "PATH": ""}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('lean') / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    with writing(engine) as session:
        field_survey(session, bundled(), [], secret="s" * 40, today=datetime.now(UTC).date())
    engine.dispose()
    return url


def test_a_process_that_collects_loads_only_what_collecting_takes(url: str, tmp_path: Path) -> None:
    shown, sent, moved, loaded = run(COLLECT, url, "/vi/s/interest-and-needs-2026", folder=tmp_path)
    assert (shown, sent, moved) == ("200", "200", True)
    assert isinstance(loaded, list)
    assert [name for name in loaded if any(f"{name}.".startswith(f"{one}.") for one in ELSEWHERE)] == []


def test_what_is_said_to_respondents_is_the_same_when_locales_are_spared(tmp_path: Path) -> None:
    before, after = run(SPARED, folder=tmp_path)
    assert before == after
