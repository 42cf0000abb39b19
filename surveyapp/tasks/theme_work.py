"""Propose themes of open answers in the background, by the documented method; a person decides what becomes of them."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from surveyapp.database import reading
from surveyapp.tasks.work import Result, Work


def propose_themes(work: Work) -> Result:
    """Return by open question of the usual plan the themes that its answers suggest."""
    from surveyapp.tasks.exporting import write_package
    from surveyapp.tasks.reporting import plan_with_themes

    with tempfile.TemporaryDirectory(prefix="surveyapp-themes-") as name, reading(work.engine) as session:
        work.progress(0.1, "export")
        write_package(session, work.job.arguments["survey"], Path(name))
        work.progress(0.5, "themes")
        return {
            "themes": {one.question: [asdict(theme) for theme in one.themes] for one in plan_with_themes(Path(name))}
        }
