"""Name roles for the reader."""

from surveyapp.console.language import gettext as _


def role_name(role: str) -> str:
    """Return what a role is called in the language of the request."""
    names = {
        "researcher": _("Researcher"),
        "field-officer": _("Field officer"),
        "translator": _("Translator"),
        "auditor": _("Auditor"),
        "administrator": _("Administrator"),
    }
    return names.get(role, role)
