"""Write a questionnaire for paper: HTML of one language, typeset for A4, with routing instructions in words."""
