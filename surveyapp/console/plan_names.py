"""Call the parts of a plan by names in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.console.language import gettext as _


def part_names() -> Mapping[str, str]:
    """Return what the parts of a plan are called in the language of the request."""
    return {**_question_names(), **_scale_names(), **_weight_names(), **_row_names()}


def _question_names() -> Mapping[str, str]:
    return {
        "interest": _("Topics of interest: the question"),
        "best_worst": _("Best–worst choices: the question"),
        "reach": _("Platforms and sources used: the question"),
        "languages": _("Preferred languages: the question"),
        "forms": _("Preferred forms: the question"),
        "audiences": _("Audiences: their codes, apart by spaces"),
        "sources": _("Sources: their codes"),
        "platforms": _("Platforms: their codes"),
        "personal": _("People one knows: their codes"),
        "choices": _("Further questions with choices"),
        "numbers": _("Questions answered by a number"),
        "quality.grids": _("Grids that show who answered without looking"),
        "seeking.last": _("When people last looked for information: the question"),
        "seeking.found": _("Whether they found it: the question"),
        "seeking.met": _("Codes of having found all of it"),
        "seeking.barriers": _("What stood in the way: the question"),
        "consent_to_quote": _("Consent to being quoted: the variable"),
        "audience": _("Variable that tells the audiences apart"),
        "open_ends": _("Open questions"),
        "quality.pace": _("Column with the pace of answering"),
        "quality.device": _("Column with the device"),
        "waves.since": _("Compared with"),
        "waves.composition": _("Segments by which a change is parted (none: all that may be compared)"),
        "waves.model": _("How a forecast thinks of the figure"),
        "waves.ahead": _("Waves ahead (1 to 4)"),
        "view": _("Who may see the reports"),
        "seed": _("Seed of what is drawn by lot"),
    }


def _scale_names() -> Mapping[str, str]:
    return {
        "importance": _("Importance of information"),
        "ease": _("Ease of finding it"),
        "trust": _("Trust in sources"),
        "image": _("Image of Viet Nam"),
        "dimensions": _("Dimensions of the image"),
        "official": _("Quality of official information"),
        "question": _("Question"),
        "top": _("Codes of the high end"),
        "bottom": _("Codes of the low end"),
        "aside": _("Codes beside the scale"),
        "unknown": _("Codes of not knowing"),
        "level": _("Level of intervals"),
        "alpha": _("Alpha of tests"),
        "smallest_difference": _("Smallest difference told (0 to 1)"),
        "min_n": _("Fewest people for a figure"),
        "low_base": _("Low base below"),
        "public_n": _("Fewest people in public"),
        "reach_target": _("Reach aimed at (0 to 1)"),
        "adjustment_ratio": _("Largest adjustment over the smallest, before it is told"),
        "weight_deff": _("Design effect of the weights, before it is told"),
    }


def _weight_names() -> Mapping[str, str]:
    return {
        "weights": _("Weights"),
        "weighted": _("Audience that the margins describe"),
        "totals": _("Totals, one a line: country, sex (woman or man), people"),
        "population": _("Whom the totals count"),
        "age_scope": _("Ages they count"),
        "date": _("Day they are of (year-month-day)"),
        "source": _("Where they are published"),
        "source_url": _("Its address"),
        "margins.variable": _("Variable of whom the margins describe"),
        "margins.codes": _("Its codes"),
        "margins.country": _("Variable of the country"),
        "margins.sex": _("Variable of the sex"),
        "margins.women": _("Codes of women"),
        "margins.men": _("Codes of men"),
    }


def _row_names() -> Mapping[str, str]:
    return {
        "ratings": _("Further scales: ratings, satisfaction, agreement"),
        "drivers": _("Drivers: what goes together with an outcome"),
        "kinds": _("Kinds of people, discovered from their answers"),
        "maps": _("Maps: which answers go together"),
        "id": _("Name"),
        "outcome": _("Outcome: a variable"),
        "predictors": _("Questions set against it"),
        "drivers.unknown": _("Codes of not knowing, of the outcome and the questions"),
        "categories": _("Questions taken by their codes"),
        "kinds.numbers": _("Questions taken as numbers (none: latent classes)"),
        "most": _("Most kinds tried (2 to 12)"),
        "resamples": _("Resamples for their stability (10 or more)"),
        "questions": _("Questions that shape the map"),
        "added": _("Questions placed without shaping it"),
    }


def since_names() -> Mapping[str, str]:
    """Return what this wave can be compared with."""
    return {"last": _("the last wave"), "year": _("the wave of a year ago"), "first": _("the first wave")}


def model_names() -> Mapping[str, str]:
    """Return how a forecast may think of a figure."""
    return {"level": _("A level that wanders"), "drift": _("A level with a steady drift")}


def view_names() -> Mapping[str, tuple[str, str]]:
    """Return who may see a report, each with what that means for what is printed."""
    return {
        "public": (
            _("Everybody"),
            _("Groups from ten people on, numbers rounded; what would tell of a few people is withheld.")
            + " "
            + _("It can be published."),
        ),
        "internal": (
            _("Only those who may see the answers"),
            _("Groups from five people on, and nothing is withheld.")
            + " "
            + _("Every page says that it is internal; it cannot be published."),
        ),
    }
