"""Every function of the condition language, on what is answered, unanswered and odd."""

from pathlib import Path

import pytest

from surveyapp.questionnaire.condition_text import ConditionError, expression_to_text, parse, parse_expression, to_text
from surveyapp.questionnaire.conditions import FUNCTIONS, TODAY, Value, evaluate, kind_name, names_in, truth

VALUES: dict[str, Value] = {
    "age": 40,
    "half": 2.5,
    "name": "Nguyễn An",
    "media": ("tv", "paper", "web"),
    "born": "1984-02-29",
    "left": "2001-03",
    "hour": "09:30",
    "long": "PT1H30M",
    "GRID": ("a", "b", "c"),
    "GRID.a": "1",
    "GRID.b": "5",
    "GRID.c": "5",
    "HOMES": (1, 2),
    "COUNTRY": ("KR", "JP"),
    "COUNTRY@1": "KR",
    "YEARS": (3,),
    "YEARS@1": 3,
    "COUNTRY@2": "JP",
    kind_name("YEARS@2"): "dont_know",
    "KIDS": (1, 1, 2),
    "KIDS@1": (1,),
    "AGE@1@1": 4,
    "KIDS@2": (1, 2),
    "AGE@2@1": 12,
    "AGE@2@2": 2,
    "none_of_them": (),
    kind_name("income"): "refused",
    kind_name("blank"): "unanswered",
    TODAY: "2026-02-28",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("if(age > 18, 'adult', 'child')", "adult"),
        ("if(nobody > 18, 'adult', 'child')", "child"),
        ("if(age < 18, 'child')", None),
        ("coalesce(nobody, income, age)", 40),
        ("coalesce(nobody, income)", None),
        ("count_answered(age, nobody, media, income)", 2),
        ("count_true(age > 18, nobody == 1, 'tv' in media)", 2),
        ("sum(age, nobody, half, 'x', '7.5')", 50),
        ("sum(nobody)", 0),
        ("mean(1, 2, nobody)", 1.5),
        ("mean(nobody)", None),
        ("min(age, half)", 2.5),
        ("max([1, 7, 3])", 7),
        ("max(nobody)", None),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", 1.01),
        ("round(2.675, 2)", 2.68),
        ("round(1234, -2)", 1200),
        ("round(0.49999999999999994)", 0),
        ("round(1e300, 2)", 1e300),
        ("round(nobody)", None),
        ("floor(-2.5)", -3),
        ("ceiling(2.1)", 3),
        ("truncate(-2.5)", -2),
        ("abs(-3)", 3),
        ("sqrt(9)", 3),
        ("sqrt(-1)", None),
        ("mod(-7, 3)", -1),
        ("mod(7, 0)", None),
        ("power(2, 10)", 1024),
        ("power(2, -1)", 0.5),
        ("power(2, 0.5)", None),
        ("number(' 12.5 ')", 12.5),
        ("number('1_000')", None),
        ("number('twelve')", None),
        ("-age + 1", -39),
        ("count_chosen(media)", 3),
        ("count_chosen(age)", 1),
        ("count_chosen(nobody)", 0),
        ("position('paper', media)", 2),
        ("position('radio', media)", None),
        ("position('tv', nobody)", None),
        ("item(media, 1)", "tv"),
        ("item(media, -1)", "web"),
        ("item(media, 4)", None),
        ("union(media, ['tv', 'radio'])", ("tv", "paper", "web", "radio")),
        ("union(nobody)", None),
        ("intersection(media, ['web', 'tv'])", ("tv", "web")),
        ("without(media, ['tv'])", ("paper", "web")),
        ("without(media, nobody)", ("tv", "paper", "web")),
        ("count_chosen(intersection(media, ['web', 'radio']))", 1),
        ("text(2.50)", "2.5"),
        ("text(1e21)", "1e+21"),
        ("text(0.000001)", "0.000001"),
        ("text(0.0000001)", "1e-7"),
        ("text(true)", "true"),
        ("text(media)", None),
        ("concat(name, ' ', age, nobody)", "Nguyễn An 40"),
        ("concat(nobody)", None),
        ("join(', ', media, nobody, 'radio')", "tv, paper, web, radio"),
        ("length(name)", 9),
        ("length(nobody)", None),
        ("length('😀')", 1),
        ("substring(name, 8)", "An"),
        ("substring(name, 1, 3)", "Ngu"),
        ("substring(name, 0, 3)", "Ng"),
        ("substring(name, 99)", ""),
        ("lower('ĐÀ NẴNG')", "đà nẵng"),
        ("upper(name)", "NGUYỄN AN"),
        ("trim(' a b ')", "a b"),
        ("year(born)", 1984),
        ("year(left)", 2001),
        ("month(left)", 3),
        ("day(born)", 29),
        ("day(left)", None),
        ("weekday('2026-11-28')", 6),
        ("hour(hour)", 9),
        ("minute('2026-01-01T23:59:30')", 59),
        ("seconds(hour)", 34200),
        ("seconds(long)", 5400),
        ("seconds('P1Y')", None),
        ("today()", "2026-02-28"),
        ("days_between('2024-02-28', '2024-03-01')", 2),
        ("days_between('2024-03-01', '2024-02-28')", -2),
        ("years_between(born, today())", 41),
        ("years_between(born, '2026-03-01')", 42),
        ("months_between('2024-01-31', '2024-02-29')", 0),
        ("months_between('2024-03-15', '2024-01-16')", -1),
        ("add_days('2024-02-28', 2)", "2024-03-01"),
        ("add_months('2024-01-31', 1)", "2024-02-29"),
        ("add_years(born, 1)", "1985-02-28"),
        ("add_years('9999-01-01', 1)", None),
        ("date('2026-02-30')", None),
        ("date('2026-02-03T10:00')", "2026-02-03"),
        ("count of GRID (each == '5')", 2),
        ("count of nobody (each == '5')", 0),
        ("parts of GRID (each == '5')", ("b", "c")),
        ("sum of GRID (each)", 11),
        ("list of HOMES (COUNTRY)", ("KR", "JP")),
        ("list of nobody (COUNTRY)", None),
        ("sum of HOMES (YEARS)", 3),
        ("max of HOMES (part)", 2),
        ("sum of HOMES (sum of KIDS (AGE))", 18),
        ("count of HOMES (any of KIDS (AGE < 5))", 2),
        ("count of HOMES (YEARS is dont_know)", 1),
        ("count of HOMES (YEARS is missing)", 1),
        ("list of HOMES (age)", (40, 40)),
    ],
)
def test_a_function_gives_a_value(text: str, value: Value) -> None:
    expression = parse_expression(text)
    assert evaluate(expression, VALUES) == value
    assert parse_expression(expression_to_text(expression)) == expression


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("contains(name, 'An')", True),
        ("contains(name, 'an')", False),
        ("contains(nobody, 'x')", None),
        ("contains(media, 'tv')", None),
        ("starts_with(name, 'Ngu')", True),
        ("ends_with(name, 'An')", True),
        ("matches(name, '[A-Z].* An')", True),
        ("matches(name, 'An')", False),
        ("matches(age, '[0-9]+')", True),
        ("matches(nobody, '.*')", None),
        ("is_number(age)", True),
        ("is_number(name)", False),
        ("is_whole(half)", False),
        ("is_date(born)", True),
        ("is_date(left)", False),
        ("is_date(nobody)", None),
        ("contains_all(media, ['tv', 'web'])", True),
        ("contains_all(media, ['tv', 'radio'])", False),
        ("all_different(age, 40, nobody)", False),
        ("all_different('a', 'b', nobody)", True),
        ("is_true(nobody == 1)", False),
        ("not is_true(nobody == 1)", True),
        ("income is refused", True),
        ("income is missing", True),
        ("income is dont_know", False),
        ("income is not refused", False),
        ("blank is unanswered", True),
        ("nobody is not_asked", True),
        ("age is not not_asked", True),
        ("any of GRID (each == '5')", True),
        ("all of GRID (each == '5')", False),
        ("any of nobody (each == '5')", None),
        ("any of none_of_them (each == '5')", False),
        ("all of none_of_them (each == '5')", True),
        ("any of HOMES (COUNTRY == 'JP' and YEARS > 2)", None),
        ("any of HOMES (COUNTRY == 'KR' and YEARS > 2)", True),
        ("any of HOMES (part == 2 and COUNTRY == 'JP')", True),
        ("(age + 1) * 2 == 82 and (age > 1 or nobody == 1)", True),
        ("(if(age == 40, 2, 3) + 1) == 3", True),
    ],
)
def test_a_test_is_true_false_or_open(text: str, answer: bool | None) -> None:
    condition = parse(text)
    assert truth(condition, VALUES) is answer
    assert parse(to_text(condition)) == condition


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("eval(a) == 1", 0, "no function 'eval'"),
        ("1 == round()", 5, "takes 1 to 2 values"),
        ("1 == mod(1, 2, 3)", 5, "takes 2 values"),
        ("coalesce() == 1", 0, "at least 1"),
        ("matches(a, b)", 11, "write the pattern itself"),
        ("matches(a, '(')", 11, "not RE2"),
        ("matches(a, '(a)\\\\1')", 11, "not RE2"),
        ("count_true(a) == 1", 12, "expected a comparison"),
        ("sum(a == 1) == 1", 6, "expected ',', found '=='"),
        ("1 + (a == 1) == 2", 4, "a value is expected"),
        ("any of G (any of H (any of I (any of J (each == 1))))", 30, "3 deep"),
        ("a + 1 is refused", 9, "expected 'missing'"),
        ("length(a)", 9, "expected a comparison"),
    ],
)
def test_a_misused_function_says_where(text: str, position: int, says: str) -> None:
    with pytest.raises(ConditionError, match=says) as caught:
        parse(text)
    assert caught.value.position == position


def test_a_measure_of_parts_names_the_parts_and_what_lies_around_them() -> None:
    assert names_in(parse("any of HOMES (COUNTRY == SCR2 and part > 1)")) == {"HOMES", "COUNTRY", "SCR2"}
    assert names_in(parse("each == 1")) == {"each"}


def test_no_function_asks_the_clock() -> None:
    assert evaluate(parse_expression("today()"), {}) is None


def test_every_function_is_described() -> None:
    described = (Path(__file__).parents[2] / "docs/conditions.md").read_text("utf-8")
    assert [name for name in FUNCTIONS if f"`{name}(" not in described] == []
