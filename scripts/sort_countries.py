"""Write in which order the readers of each language look countries up: `python scripts/sort_countries.py` (needs node).

Run it again where a name in `countries.json` or in Babel's CLDR has changed; a test holds the file to
a browser's collation, but for Khmer and Lao, whose order Chromium does not carry.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from surveyapp import instruments
from surveyapp.instruments.countries import country_names

FOLDER = Path(instruments.__file__).parent / "interest_and_needs_2026"
SORT = """
const named = JSON.parse(require("fs").readFileSync(0, "utf8"));
const sorted = Object.entries(named).map(([language, names]) => {
  const { compare } = new Intl.Collator(language);
  return [language, Object.keys(names).sort((a, b) => compare(names[a], names[b])).join(" ")];
});
process.stdout.write(JSON.stringify(Object.fromEntries(sorted), null, 1));
"""


def main() -> None:
    languages = [language for language in instruments.bundled().languages if not instruments.is_overlay(language)]
    named = {language: dict(country_names(FOLDER, language)) for language in languages}
    command = ["node", "-e", SORT]
    run = subprocess.run(command, input=json.dumps(named), capture_output=True, text=True, check=True)  # noqa: S603
    (FOLDER / "order_of_countries.json").write_text(run.stdout + "\n", "utf-8")


if __name__ == "__main__":
    main()
