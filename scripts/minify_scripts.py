"""Write the respondents' scripts small under `surveyapp/static/built/`, each with the hash of what it was made from.

`make scripts` runs it with its one dependency, tdewolff-minify. Whoever changes a script runs it again; until then the
application serves the script as it is written.
"""

import sys
from pathlib import Path

import minify

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from surveyapp.web.built import BUILT, mark_of, plain_script

BUNDLES = {
    "respondent.js": ("respondent", "unsent"),
    "opening.js": ("conditions", "opening", "respondent", "unsent"),
}


def main() -> None:
    """Write every bundle; `tests/respondent/test_weight.py` holds that they are those that are served."""
    BUILT.mkdir(exist_ok=True)
    for name, parts in BUNDLES.items():
        plain = plain_script([f"respondent/{part}.js" for part in parts])
        (BUILT / name).write_text(f"{mark_of(plain)}\n{minify.string('application/javascript', plain)}\n", "utf-8")


main()
