"""Write a data package of a questionnaire from elsewhere, answered by people who walk it at random."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.records import record_of
from surveyapp.questionnaire.rehearsal.inventing import Inventor
from surveyapp.questionnaire.rehearsal.rehearsing import _Found
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk
from surveyapp.tasks.packaging import DESIGN_COLUMNS, FRAME_COLUMNS, codebook_of, design_of


def write_answers(folder: Path, questionnaire: Questionnaire, respondents: int, seed: int = 1) -> Path:
    """Write data.csv, codebook.json and design.json: nobody's probability is known."""
    chance = random.Random(seed)
    found = _Found(questionnaire, Inventor(chance, questionnaire), chance)
    rows = []
    for at in range(respondents):
        found.way = type(found.way)()
        walked = walk(questionnaire, {}, seed=str(at), context=found._context(), respond=found.respond)
        link = {"response": f"r{at}", "language": questionnaire.languages[0], "day": "2026-11-05", "version": "1"}
        point = {"sample_source": "web", "channel": "link", "mode": "web", "collection_point": "p"}
        rows.append({**record_of(walked), **link, **point, "design_weight": "1", "basis": "D"})
    folder.mkdir(parents=True, exist_ok=True)
    columns = [*FRAME_COLUMNS, *(variable.name for variable in variables_of(questionnaire)), *DESIGN_COLUMNS]
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    points = [{"sample_source": "web", "mode": "web", "design": {}}]
    design = design_of(questionnaire, points, [row["day"] for row in rows], {}, [1] * bool(rows))
    (folder / "codebook.json").write_text(json.dumps(codebook_of("imported", questionnaire, simulated=True)), "utf-8")
    (folder / "design.json").write_text(json.dumps(design), "utf-8")
    return folder
