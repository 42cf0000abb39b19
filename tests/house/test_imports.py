"""The floors of the house: what each part may know of the others."""

import ast
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
DOMAIN_MAY_IMPORT = set(sys.stdlib_module_names) | {"pydantic", "pydantic_core", "babel", "re2", "regex", "surveyapp"}


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    outcome = subprocess.run([lint, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_the_contracts_have_no_exception_list() -> None:
    assert "ignore_imports" not in (HOUSE / "pyproject.toml").read_text("utf-8")


def test_the_questionnaire_domain_imports_only_what_is_allowed() -> None:
    strangers = {
        f"{path.name}: {name}"
        for path in (HOUSE / "surveyapp/questionnaire").rglob("*.py")
        for name in imported_by(path)
        if name.split(".")[0] not in DOMAIN_MAY_IMPORT
        or (name.startswith("surveyapp") and not name.startswith("surveyapp.questionnaire"))
    }
    assert not strangers


def test_analysis_knows_only_the_condition_language_its_problems_and_what_persons_state() -> None:
    allowed = {f"surveyapp.questionnaire.{name}" for name in ("conditions", "condition_text", "problems")}
    allowed |= {f"surveyapp.stated.{name}" for name in ("reading", "register", "standing", "statements")}
    strangers = {
        f"{path.name}: {name}"
        for path in (HOUSE / "analysis").rglob("*.py")
        for name in imported_by(path)
        if name.startswith("surveyapp") and name not in allowed
    }
    assert not strangers


def test_no_web_process_loads_the_scientific_stack() -> None:
    code = (
        "import sys, surveyapp.respondent.app, surveyapp.console.app;"
        "print([m for m in ('numpy', 'pandas', 'scipy', 'pyarrow', 'analysis') if m in sys.modules])"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


def test_the_package_itself_is_empty() -> None:
    assert (HOUSE / "surveyapp/__init__.py").read_text("utf-8").strip() == ""
