"""Know every function that a condition may call: a closed set, in one registry.

Each is total: whatever it is given it returns a value, or None where there is none. `docs/conditions.md` says of each
what it makes of the unanswered; the browser script has a twin of each, held equal by a differential test.
"""

from surveyapp.questionnaire.conditions.functions import dates, lists, logic, numbers, texts
from surveyapp.questionnaire.conditions.functions.function import Function, Parameter

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (*logic.FUNCTIONS, *numbers.FUNCTIONS, *lists.FUNCTIONS, *texts.FUNCTIONS, *dates.FUNCTIONS)
}

__all__ = ["FUNCTIONS", "Function", "Parameter"]
