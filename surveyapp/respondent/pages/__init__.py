"""Serve a survey page by page: one form, one address, every post answered with the next page."""

from surveyapp.respondent.pages.serving import post_page

__all__ = ["post_page"]
