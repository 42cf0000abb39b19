"""Run a worker whose one task never ends: `python -m tests.worker.slow_worker URL`; it is there to be killed."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from surveyapp.settings import Settings
from surveyapp.tasks.work import Work
from surveyapp.worker import run


def never_ending(work: Work) -> Mapping[str, Any]:
    for _ in range(600):
        work.progress(0.5, "In the middle")
        time.sleep(0.1)
    return {}


def brief(work: Work) -> Mapping[str, Any]:
    work.progress(0.5, "In the middle")
    time.sleep(1.5)
    return {"brief": True}


if __name__ == "__main__":
    settings = Settings(database_url=sys.argv[1], secret_key="k" * 40, instance=Path())
    run(settings, tasks={"report": never_ending, "brief": brief})
