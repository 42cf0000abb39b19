"""Look after the reports of a survey: what they are made from, what has changed since, which were published."""
