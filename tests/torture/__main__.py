"""Run the campaigns that are named, or all of them, and print what each found as one table."""

import sys
from collections.abc import Callable

from tests.torture import disclosure, formats, instrument, killing, kiosk, pages, properties
from tests.torture.against_r import campaign
from tests.torture.finding import Finding, table
from tests.torture.simulation import fields

CAMPAIGNS: dict[str, Callable[[float], list[Finding]]] = {
    "properties": properties.run,
    "pages": pages.run,
    "instrument": instrument.run,
    "killing": killing.run,
    "kiosk": kiosk.run,
    "formats": formats.run,
    "simulation": fields.run,
    "disclosure": disclosure.run,
    "against-r": campaign.run,
}
MINUTES = 10.0


def main(arguments: list[str]) -> int:
    """Run campaigns for some minutes each (`--minutes M` before their names); return 1 when a promise is broken."""
    minutes, names = (float(arguments[1]), arguments[2:]) if arguments[:1] == ["--minutes"] else (MINUTES, arguments)
    unknown = [name for name in names if name not in CAMPAIGNS]
    if unknown:
        print(f"There is no campaign {unknown[0]!r}; there are: {', '.join(CAMPAIGNS)}.", file=sys.stderr)
        return 2
    found = [finding for name in names or CAMPAIGNS for finding in CAMPAIGNS[name](60 * minutes)]
    print(table(found))
    return 0 if all(finding.kept for finding in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
