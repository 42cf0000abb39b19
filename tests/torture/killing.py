"""Kill the server in the middle of its work, and compare what it acknowledged with what it kept.

Every other time all of it is killed and started again, otherwise one of its workers, which it replaces itself.

Respondents send a post that got no answer again, as browsers and the queue on a device do, until they hold a receipt.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, func, select

from surveyapp.database import make_engine, migrate, reading, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import answering, publishing
from surveyapp.store.models.response import Response
from tests.bench.collection.processes import family
from tests.ports import free_ports
from tests.reference_data import REPOSITORY
from tests.respondent.browsing import Read
from tests.torture.finding import Finding

SLUG, SECRET = "killed", "k" * 40
RESPONDENTS, PATIENCE = 6, 120.0
CODE = re.compile(r"<span>([0-9A-Z]{4}) ?</span>")


@dataclass
class Told:
    """What respondents were told: the words each wrote last, by the receipt code they hold."""

    words: dict[str, str] = field(default_factory=dict)
    kills: int = 0


def run(seconds: float) -> list[Finding]:
    """Kill the server over SQLite for some time; a round is never cut short."""
    with tempfile.TemporaryDirectory() as folder:
        end = time.monotonic() + seconds
        return [kill_again_and_again(f"sqlite:///{folder}/kept.sqlite3", lambda kills: time.monotonic() < end)]


def kill_again_and_again(url: str, going_on: Callable[[int], bool], seed: int = 1) -> Finding:
    """Kill and start as long as `going_on` says with the number of kills so far; return what was lost or doubled."""
    engine = make_engine(url)
    migrate(engine)
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, _questionnaire(), today=datetime.now(UTC).date())
    told, stopping, port, dice = Told(), Event(), free_ports(), random.Random(seed)
    threads = [Thread(target=_answer_on, args=(port, f"p{n}", told, stopping)) for n in range(RESPONDENTS)]
    server = start_server(url, port)
    for thread in threads:
        thread.start()
    try:
        _ask(port, "GET", f"/en/s/{SLUG}")
        while going_on(told.kills):
            time.sleep(dice.uniform(0.3, 2.0))
            told.kills += 1
            workers = family([server.pid]) - {server.pid}
            if told.kills % 2 and workers:
                os.kill(dice.choice(sorted(workers)), signal.SIGKILL)
                continue
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            server = start_server(url, port)
            _ask(port, "GET", f"/en/s/{SLUG}")
        time.sleep(1)
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    return _compared(engine, told)


def _compared(engine: Engine, told: Told) -> Finding:
    today = datetime.now(UTC).date()
    with reading(engine) as session:
        stored = session.scalar(select(func.count()).select_from(Response)) or 0
        lost = [code for code, words in told.words.items() if _kept(session, code, today) != words]
    engine.dispose()
    doubled = stored - len(told.words)
    return Finding(
        "a receipt that was shown is kept, once",
        f"{len(lost)} lost, {doubled} stored besides, in {told.kills} kills",
        len(told.words),
        kept=not lost and not doubled and bool(told.words),
    )


def _kept(session: Any, code: str, today: Any) -> str:
    return str(answering.view_receipt(session, code, SECRET, today).answers["LAST"]["v"])


def _answer_on(port: int, name: str, told: Told, stopping: Event) -> None:
    """Take one person after another through the survey; whoever has begun holds a receipt at the end."""
    number = 0
    while not stopping.is_set():
        number += 1
        words = f"{name} {number}"
        html = _ask(port, "GET", f"/en/s/{SLUG}")
        while not (read := _read(html)).outcome:
            given = {"CNS": "yes", "ONE": "1", "LAST": words}
            data = {**dict(read.fields), **{name: given[name] for name in read.controls if name in given}}
            html = _ask(port, "POST", f"/en/s/{SLUG}", {**data, "action": "next"})
        told.words["-".join(CODE.findall(html))] = words


def _read(html: str) -> Read:
    read = Read()
    read.feed(html)
    return read


def _ask(port: int, method: str, path: str, data: Mapping[str, str] | None = None) -> str:
    """Ask until there is an answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
            connection.request(method, path, urlencode(data) if data else None, headers)
            answer = connection.getresponse()
            html = answer.read().decode()
            if answer.status == 200:
                return html
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"no answer from port {port}")


def start_server(url: str, port: int, *, secret: str = SECRET) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "surveyapp.cli.main", "serve", "--side", "respondent", "--port", str(port)]
    command += ["--workers", "2"]
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": secret}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )


def _questionnaire() -> Questionnaire:
    kinds: dict[str, dict[str, Any]] = {
        "CNS": {"kind": "consent", "purpose": "analysis"},
        "ONE": {"kind": "one", "choices": [{"code": code, "text": {"en": code}} for code in "12"]},
        "LAST": {"kind": "text", "max_length": 100},
    }
    pages = [
        {
            "id": name.lower(),
            "gate": name == "CNS",
            "questions": [{"id": name, "text": {"en": name}, "answer": answer, "sensitivity": "basic"}],
        }
        for name, answer in kinds.items()
    ]
    whole = {"id": SLUG, "languages": ["en"], "title": {"en": "Killed"}, "pages": pages}
    return Questionnaire.model_validate(whole)
