"""Let people answer where there is no network: keys that open kiosks, records they send, counts they keep."""

from surveyapp.services.kiosks.keys import Kiosk, close_kiosk, find_kiosk, key_of, open_kiosk
from surveyapp.services.kiosks.records import NOT_BEFORE, Held, Taken, TooManyRefused, id_of_content, refuse, store
from surveyapp.services.kiosks.refused import KEPT_DAYS, due, erase, expire, settle, try_soon
from surveyapp.services.kiosks.sealing import Sealed, UnreadableRecord, public_key, unseal
from surveyapp.services.kiosks.stations import ImpossibleCounts, PointKiosk, Queue, count, kiosks_of

__all__ = [
    "KEPT_DAYS",
    "NOT_BEFORE",
    "Held",
    "ImpossibleCounts",
    "Kiosk",
    "PointKiosk",
    "Queue",
    "Sealed",
    "Taken",
    "TooManyRefused",
    "UnreadableRecord",
    "close_kiosk",
    "count",
    "due",
    "erase",
    "expire",
    "find_kiosk",
    "id_of_content",
    "key_of",
    "kiosks_of",
    "open_kiosk",
    "public_key",
    "refuse",
    "settle",
    "store",
    "try_soon",
    "unseal",
]
