"""The brief is one page: the decision first, figures with intervals and population, what stays, who is missing."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pytest
from scipy import stats

from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.report.brief.files import briefs
from analysis.report.brief.page import Brief, compose_brief
from analysis.report.builder import build_report
from analysis.report.citing import runs_of
from analysis.report.evidence import Evidence, gather
from analysis.report.followed import compared
from analysis.report.inputs import Inputs
from analysis.report.run import write_report
from analysis.report.verifying import ManifestError, verify
from analysis.report.waves import Change, changes, same_question
from analysis.topics.findings import df_of_tests
from analysis.weighting.margins import read_margins
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package
from tests.analysis.report.test_citing import CODE, DIGIT, names, without_digits
from tests.analysis.report.test_measures import register, with_measures


def gathered(folder: Path) -> Evidence:
    return gather(read_package(folder), Plan(), read_margins(), lambda share, step: None)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("earlier"), seed=9)


@pytest.fixture(scope="module")
def both(evidence: Evidence, earlier: Path) -> Evidence:
    return replace(evidence, earlier=gathered(earlier))


def brief_of(evidence: Evidence, language: str) -> Brief:
    return compose_brief(evidence, words(language), build_report(evidence, words(language)))


def texts(brief: Brief) -> Iterator[str]:
    yield from (brief.kicker, brief.decision, brief.lead)
    for part in brief.parts:
        for line in part.lines:
            yield from (line.text, line.small)
        yield part.note


def lines(brief: Brief, title: str) -> list[str]:
    return [line.text for part in brief.parts if part.title == title for line in part.lines]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_brief_is_one_sheet_of_paper(both: Evidence, language: str, tmp_path: Path) -> None:
    made = briefs(brief_of(both, language), ("html", "pdf", "docx", "xlsx"))
    assert set(made) == {f"brief.{language}.{kind}" for kind in ("html", "pdf", "docx")}
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler-utils is not installed")
    file = tmp_path / "brief.pdf"
    file.write_bytes(made[f"brief.{language}.pdf"])
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", told, re.MULTILINE)
    assert re.search(r"^Page size:.*A4", told, re.MULTILINE)


def test_a_brief_with_more_to_say_still_fits(both: Evidence, tmp_path: Path) -> None:
    brief = brief_of(both, "vi")
    long = replace(brief, parts=tuple(replace(part, lines=part.lines * 2) for part in brief.parts))
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "brief.pdf").write_bytes(briefs(long, ("pdf",))["brief.vi.pdf"])
    told = subprocess.run(["pdfinfo", str(tmp_path / "brief.pdf")], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+1$", told, re.MULTILINE)


def test_the_decision_comes_first_and_a_candidate_is_called_one(evidence: Evidence) -> None:
    brief = brief_of(evidence, "en")
    assert brief.kicker == "For decision: a candidate, not decided"
    assert brief.decision.startswith("Rewrite the information on “Nationality and identity papers”")
    decided = with_measures(evidence, register({"id": "M1", "evidence": ["V.N03.U"], "deadline": "2027-03-31"}))
    brief = brief_of(decided, "en")
    assert (brief.kicker, brief.decision) == ("Decided", "Rewrite the pages")
    measure = next(line for part in brief.parts for line in part.lines if line.text.startswith("M1."))
    assert "Consular office · March 31, 2027" in measure.small
    assert "V.N03.U" in measure.small


@pytest.mark.parametrize(
    ("cited", "named"), [("V.N03.U", "Nationality and identity papers"), ("V.INT2.T09", "Visas"), ("V.N01.U", "")]
)
def test_the_first_sentence_and_the_first_finding_are_what_the_decision_rests_on(
    evidence: Evidence, cited: str, named: str
) -> None:
    brief = brief_of(with_measures(evidence, register({"id": "M1", "evidence": [cited]})), "en")
    assert brief.kicker == "Decided"
    first = brief.lead.partition(".")[0]
    need = next((one for one in evidence.of("V").needs.needs if one.unmet.id == cited), None)  # type: ignore[union-attr]
    about = words("en").label(need.variable.label) if need else named
    assert about in first, "the sentence is about what was decided"
    found = lines(brief, "What was found")
    assert [at for at, text in enumerate(found) if named and text.startswith(named)][:1] in ([0], [])


def test_a_decision_on_what_the_first_sentence_cannot_tell_names_its_figures(evidence: Evidence) -> None:
    inside = next(one.inside for one in evidence.of("V").contrasts if one.inside.shown)  # type: ignore[union-attr]
    brief = brief_of(with_measures(evidence, register({"id": "M1", "evidence": [inside.id]})), "en")
    assert f"The decision rests on other figures: {inside.id}." in brief.lead


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_the_brief_has_its_evidence(both: Evidence, language: str) -> None:
    said = without_digits(language)
    brief = compose_brief(both, said, build_report(both, said))
    known = {name for name in names(both, language) if DIGIT.search(name) and len(name) > 1}
    named = re.compile("|".join(rf"(?<!\d){re.escape(name)}(?!\d)" for name in sorted(known, key=len, reverse=True)))
    for text in texts(brief):
        left = "".join(run for run, cite in runs_of(text) if cite is None)
        assert not DIGIT.search(CODE.sub("", named.sub("", left))), text


def test_figures_come_with_interval_population_and_id(evidence: Evidence) -> None:
    found = next(part for part in brief_of(evidence, "en").parts if part.title == "What was found")
    assert found.note == "People of Vietnamese origin in the simulated frame · basis A"
    assert found.lines[0].small == "n 200 · 95% interval 42–63 · V.N03.U"


def test_the_brief_says_nothing_twice(evidence: Evidence) -> None:
    """The line under the decision gives its reason; the other findings wait, and candidates are called so once."""
    brief = brief_of(evidence, "en")
    small = [line.small for part in brief.parts for line in part.lines]
    assert str(brief.lead).count("%") == 2
    assert not [text for text in small if "candidate by rule" in text]
    assert [part.title for part in brief.parts if "candidate by rule" in part.note] == ["Measures"]


def test_findings_about_different_people_each_say_about_whom(evidence: Evidence) -> None:
    described = replace(evidence, audiences=tuple(one for one in evidence.audiences if one.id == "F"))
    found = brief_of(described, "en").parts[0]
    assert found.note == ""
    assert all("those who answered, and nobody else · basis D" in line.small for line in found.lines)


def test_without_an_earlier_wave_it_says_so_and_refuses_to_forecast(evidence: Evidence) -> None:
    brief = brief_of(evidence, "en")
    assert lines(brief, "What changed and what did not") == ["There is no earlier wave to compare with."]
    assert "No forecast: there is 1 wave; a forecast needs at least 8." in lines(brief, "What cannot be said")


def test_who_is_missing_is_named(evidence: Evidence) -> None:
    assert "Nobody who does not use the internet could answer." in lines(brief_of(evidence, "en"), "Who is missing")


def test_the_same_truth_twice_shows_no_change(both: Evidence) -> None:
    told = lines(brief_of(both, "en"), "What changed and what did not")
    assert any("is not shown to have changed" in line for line in told)
    assert any("0 changed" in line for line in told)
    assert "No forecast: there are 2 waves; a forecast needs at least 8." in lines(
        brief_of(both, "en"), "What cannot be said"
    )


def found(both: Evidence, *, moved: float = 0.0) -> list[Change]:
    """Compare the waves, as if the overall opinion of the earlier one had been so much lower."""
    assert both.earlier is not None
    audiences = tuple(
        replace(one, opinion=replace(one.opinion, top=replace(one.opinion.top, value=one.opinion.top.value - moved)))
        if one.opinion
        else one
        for one in both.earlier.audiences
    )
    return changes(both, replace(both.earlier, audiences=audiences), compared(both))


def test_a_large_change_is_called_one_and_its_interval_is_that_of_two_independent_samples(both: Evidence) -> None:
    (one,) = [change for change in found(both, moved=0.5) if change.now.id == "V.IMG2.top"]
    assert one.verdict == "changed"
    se = math.hypot(one.now.se, one.then.se)
    samples = [held.audiences[0].sample for held in (both, both.earlier) if held]
    own = [
        min(figure.df, df_of_tests(kept, kept.base)) for figure, kept in zip((one.now, one.then), samples, strict=True)
    ]
    df = se**4 / (one.now.se**4 / own[0] + one.then.se**4 / own[1])  # Welch and Satterthwaite
    assert (one.high - one.low) / (2 * se) == pytest.approx(stats.t.ppf(0.975, df))
    assert min(own) < df < one.now.df + one.then.df
    assert one.low < one.difference < one.high
    assert one.detectable > one.high - one.difference


def test_figures_without_an_error_are_not_compared(both: Evidence) -> None:
    refused = [change for change in found(both) if change.verdict == "refused"]
    assert refused
    assert {change.now.basis for change in refused} == {"D"}


def test_a_question_worded_otherwise_is_not_compared(both: Evidence, earlier: Path, tmp_path: Path) -> None:
    shutil.copytree(earlier, tmp_path / "worded")
    file = tmp_path / "worded" / "codebook.json"
    told = json.loads(file.read_text("utf-8"))
    for variable in told["variables"]:
        if variable["question"] == "IMG2":
            variable["text"]["vi"] = "Hỏi khác đi"
    file.write_text(json.dumps(told), "utf-8")
    other = gathered(tmp_path / "worded")
    variable = both.package.codebook.of_question("IMG2")[0]
    assert not same_question(both.package.codebook, other.package.codebook, variable)
    made = {change.now.id: change for change in changes(both, other, compared(both))}
    assert made["V.IMG2.top"].verdict == "refused"
    assert made["V.INT2.T09"].verdict != "refused"


def test_no_wave_called_changed_is_below_the_threshold(both: Evidence) -> None:
    changed = [abs(change.difference) for change in found(both, moved=0.5) if change.verdict == "changed"]
    assert changed
    assert np.min(changed) >= both.plan.thresholds.smallest_difference


def test_the_word_file_opens_and_says_the_decision(evidence: Evidence) -> None:
    brief = brief_of(evidence, "vi")
    word = docx.Document(BytesIO(briefs(brief, ("docx",))["brief.vi.docx"]))
    assert str(brief.decision) in [paragraph.text for paragraph in word.paragraphs]


def test_a_decision_of_many_words_is_written_whole_and_named_in_short(evidence: Evidence) -> None:
    brief = replace(brief_of(evidence, "en"), decision="Rewrite these pages and those " * 20)
    word = docx.Document(BytesIO(briefs(brief, ("docx",))["brief.en.docx"]))
    assert brief.decision in [paragraph.text for paragraph in word.paragraphs]
    assert len(word.core_properties.title) <= 255


def test_a_report_compared_with_a_wave_is_made_again_only_beside_that_wave(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", diaspora=60, foreigners=30)
    before = write_package(tmp_path / "before", diaspora=60, foreigners=30, seed=9)
    write_report(
        package, tmp_path / "out", ("vi",), words=words, formats=("html", "pdf"), inputs=Inputs(previous=(before,))
    )
    manifest = tmp_path / "out" / "manifest.json"
    again = verify(manifest, package, words=words, previous=(before,))
    assert again.holds
    assert again.rebuilt["brief.vi.pdf"] == again.rebuilt["brief.vi.html"] == "same"
    with pytest.raises(ManifestError, match="another wave"):
        verify(manifest, package, words=words)
