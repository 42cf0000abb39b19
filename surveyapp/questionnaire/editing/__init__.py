"""Change the structure of a questionnaire: every function returns another one, and never looks whether it is sound."""
