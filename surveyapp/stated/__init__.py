"""Hold what persons state of a survey beside its answers: how it was done, and what is to be done about what was found.

Pure: it reads no database and no request, so that the console, the tasks and the analysis judge by the same rules.
"""
