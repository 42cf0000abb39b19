"""Write a questionnaire for other tools: one module a format, and an account of everything that it cannot say."""
