"""Name sample sources, channels and languages for the reader; a word that is not known stays as it was written."""

from surveyapp.catalogues import locale_of
from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _


def source_name(source: str) -> str:
    """Return what a sample source is called."""
    names = {
        "web": _("Open web"),
        "qr": _("QR poster"),
        "kiosk": _("Kiosk"),
        "mission": _("Missions abroad"),
        "referral": _("Referral"),
        "simulated-frame": _("Simulated frame"),
    }
    return names.get(source, source)


def language_name(language: str) -> str:
    """Return what a language is called in the language of the request."""
    name = locale_of(language).get_display_name(current_language()) or language
    return name[:1].upper() + name[1:]
