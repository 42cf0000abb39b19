"""Take people through the tiny survey for ever, and print each thing acknowledged after it is durable.

Run as a process of its own: `python -m tests.store.saver URL`. Somebody will kill it.
"""

from __future__ import annotations

import sys
from threading import Thread

from surveyapp.database import make_engine, writing
from tests.services.fieldwork import begin, fielded, finish, save

WRITERS = 4


def answer_for_ever(url: str) -> None:
    """Acknowledge `saved DRAFT AGE` and `finished DRAFT CODE`, one line each."""
    engine = make_engine(url)
    with writing(engine) as session:
        survey = fielded(session)
    age = 18
    while True:
        with writing(engine) as session:
            draft = begin(session, survey)
        for _ in range(3):
            age = 18 + (age + 1) % 80
            with writing(engine) as session:
                draft = save(session, draft, {"AGE": age})
            _acknowledge(f"saved {draft.draft_id} {age}")
        with writing(engine) as session:
            receipt = finish(session, survey, draft.draft_id)
        _acknowledge(f"finished {draft.draft_id} {receipt.code}")


def _acknowledge(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for _ in range(WRITERS):
        Thread(target=answer_for_ever, args=(sys.argv[1],), daemon=False).start()
