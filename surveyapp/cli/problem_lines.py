"""Print problems of a questionnaire in the language that was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import click

from surveyapp.questionnaire.problems import Problem, phrase, sentence
from surveyapp.web.problem_words import language_of_terminal, said_in

Command = TypeVar("Command", bound=Callable[..., Any])
_SEVERITY = {"error": phrase("error"), "warning": phrase("warning")}


def language_option(command: Command) -> Command:
    """Let a command take --lang; without it the terminal's own language is spoken (LANG)."""
    return click.option("--lang", "language", callback=_language, help="Say problems in this language; else by LANG.")(
        command
    )


def problems_as_json(problems: Sequence[Problem], language: str) -> list[dict[str, Any]]:
    """Return problems for a program: only the texts depend on the language."""
    return [{**asdict(problem), "text": said_in(language, problem.text)} for problem in problems]


def line_of(problem: Problem, language: str) -> str:
    """Return a problem as one line, its code last."""
    severity = said_in(language, sentence(_SEVERITY[problem.severity]))
    return f"{severity}  {problem.place}  {said_in(language, problem.text)}  [{problem.code}]"


def terminal_language() -> str:
    """Return the language that this terminal asks for."""
    return language_of_terminal(os.environ)


def _language(context: click.Context, parameter: click.Parameter, given: str | None) -> str:
    return given or terminal_language()
