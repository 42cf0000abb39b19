from surveyapp.demonstration.forms import read_page

PAGE = """
<form method="post" action="/en/s/x" data-survey data-page="3">
<input type="hidden" name="state" value="a&amp;b">
<fieldset data-question="INT2" data-max="5" data-exclusive="none .refused"><legend>Which?</legend>
<label><input type="checkbox" name="INT2" value="T01"> One</label>
<label><input type="checkbox" name="INT2" value="none"> None</label></fieldset>
<fieldset data-question="CHN4" data-distinct>
<select name="CHN4__1"><option value=""></option>
<option value="vi">Tiếng Việt</option><option value="en">English</option></select>
</fieldset>
<fieldset data-question="OPN1"><textarea name="OPN1" rows="3">kept &lt; text</textarea></fieldset>
<button name="action" value="next">Continue</button>
<button name="lang" value="vi" type="submit">Tiếng Việt</button>
</form>
"""


def test_a_page_gives_its_form_its_hidden_fields_and_its_number() -> None:
    page = read_page(PAGE)
    assert (page.action, page.number, page.hidden, page.outcome) == ("/en/s/x", "3", [("state", "a&b")], None)


def test_a_fieldset_knows_its_limits_and_what_stands_alone() -> None:
    topics, languages, _ = read_page(PAGE).fieldsets
    assert (topics.question, topics.most, topics.exclusive) == ("INT2", 5, frozenset({"none", ".refused"}))
    assert languages.distinct and not topics.distinct


def test_controls_offer_what_a_browser_would_send() -> None:
    topics, languages, opinion = read_page(PAGE).fieldsets
    assert topics.controls["INT2"].values == ["T01", "none"]
    assert languages.controls["CHN4__1"].values == ["vi", "en"]
    assert opinion.controls["OPN1"].kind == "textarea"


def test_an_ending_gives_its_outcome_and_no_form() -> None:
    page = read_page('<main id="survey-done" data-outcome="refused"><p>Thank you</p></main>')
    assert (page.outcome, page.action) == ("refused", "")
