"""Keep a flood from the door without turning a person away: by response, then by link, by network last.

Whoever posts pages faster than anybody can answer is asked to send the last one again. Where many begin at once through
one link or from one network, whoever comes then waits a few seconds once and is let in, whatever else arrives: an
embassy or a campus is one address. That it was so is a sign in the data; nobody is refused and nothing is deleted.

All of it lies in the memory of one process. A network is known only by a keyed hash under a salt of the day.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from typing import Final

from flask import Request

from surveyapp.web.allowance import Allowance

POSTS: Final = (400.0, 2.0)
"""Pages that one interview may post at once, and more each second."""
THROUGH_LINK: Final = (600.0, 20.0)
FROM_NETWORK: Final = (300.0, 2.0)
"""Interviews that may begin at once, and more each second, before others wait."""
WAIT: Final = 5
"""Seconds that somebody waits, once."""
_PREFIX: Final = {4: 24, 6: 48}


@dataclass(slots=True)
class Pacing:
    """`salt` makes the keys of a day's networks; it is drawn again each day and kept nowhere."""

    posts: Allowance = field(default_factory=lambda: Allowance(*POSTS))
    through_link: Allowance = field(default_factory=lambda: Allowance(*THROUGH_LINK))
    from_network: Allowance = field(default_factory=lambda: Allowance(*FROM_NETWORK))
    new_salt: Callable[[], bytes] = lambda: secrets.token_bytes(32)
    salt: tuple[date | None, bytes] = (None, b"")

    def may_post(self, draft_id: str) -> bool:
        """Tell whether an interview posts no faster than somebody could answer."""
        return self.posts.take(draft_id)

    def is_crowded(self, link: str | None, address: str | None, today: date) -> bool:
        """Tell whether too many have just begun through a link, or else from the network of an address.

        The survey's own address, which everybody shares, is no link. Only addresses of the public internet are
        counted: any other is that of a proxy in front, or of this machine.
        """
        if link is not None and not self.through_link.take(link):
            return True
        network = None if address is None else self._network(address, today)
        return network is not None and not self.from_network.take(network)

    def _network(self, address: str, today: date) -> str | None:
        try:
            found = ip_address(address)
        except ValueError:
            return None
        found = getattr(found, "ipv4_mapped", None) or found
        if not found.is_global:
            return None
        if self.salt[0] != today:
            self.salt = (today, self.new_salt())
            self.from_network.held.clear()
        prefix = int(found) >> (found.max_prefixlen - _PREFIX[found.version])
        return hmac.digest(self.salt[1], f"{found.version}/{prefix}".encode(), "sha256").hex()


def address_of(request: Request, proxies: int) -> str | None:
    """Return who asks, as the last of the trusted proxies saw it; None where they do not say."""
    if not proxies:
        return request.remote_addr
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return told[-proxies] if len(told) >= proxies else None
