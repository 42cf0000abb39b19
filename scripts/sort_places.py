"""Write in which order tiles stand in each language of a report: `python scripts/sort_places.py` (needs node).

Run it again where a name in Babel's CLDR has changed, or a report can be written in another language.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from babel import Locale

import analysis.report

FILE = Path(analysis.report.__file__).parent / "places.json"
LANGUAGES = ("en", "vi", "zh-Hans", "ar")
SORT = """
const named = JSON.parse(require("fs").readFileSync(0, "utf8"));
const sorted = Object.entries(named).map(([language, names]) => {
  const { compare } = new Intl.Collator(language);
  return [language, Object.keys(names).sort((a, b) => compare(names[a], names[b])).join(" ")];
});
process.stdout.write(JSON.stringify(Object.fromEntries(sorted)));
"""


def orders(places: dict[str, Any]) -> dict[str, str]:
    """Return the codes of every region by language, in the order of that language's names."""
    codes = [code for parts in places["regions"].values() for some in parts.values() for code in some.split()]
    named = {}
    for language in LANGUAGES:
        territories = Locale.parse(language, sep="-").territories
        named[language] = {code: territories[code] for code in codes}
    run = subprocess.run(["node", "-e", SORT], input=json.dumps(named), capture_output=True, text=True, check=True)  # noqa: S603, S607
    found: dict[str, str] = json.loads(run.stdout)
    return found


def main() -> None:
    places = json.loads(FILE.read_text("utf-8"))
    FILE.write_text(json.dumps(places | {"orders": orders(places)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
