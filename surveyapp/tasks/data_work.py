"""Hand out the data of a survey in the background; what was made is forgotten after a day."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from surveyapp.database import reading
from surveyapp.services import fielded
from surveyapp.services.failures import UnknownSurvey
from surveyapp.services.reports import freshness
from surveyapp.tasks.work import Result, Work


def hand_out(work: Work) -> Result:
    """Write the data package of a survey as asked for, and keep it as one file."""
    from surveyapp.tasks.data_package import export_data

    asked = work.job.arguments
    with tempfile.TemporaryDirectory(prefix="surveyapp-data-") as name, reading(work.engine) as session:
        survey = fielded.find_survey(session, asked["survey"])
        if survey is None:
            raise UnknownSurvey
        state = freshness.state_of(session, survey)
        work.progress(0.1, "export")
        n, _files = export_data(
            session,
            survey.slug,
            Path(name),
            form=asked["format"],
            language=asked["language"] or None,
            leave_out=tuple(asked["leave_out"]),
        )
        work.progress(0.9, "packing")
        packed = f"{survey.slug}-{asked['format']}.zip"
        work.keep(packed, _packed(Path(name)))
    return {"file": packed, "n": n, "state": state}


def _packed(folder: Path) -> bytes:
    """Return the files of a folder in one archive, by name."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return packed.getvalue()
