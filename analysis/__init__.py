"""Estimate, compare and report what surveys say; a data package in, figures and pages out.

Sums over respondents are bound by memory: more threads of the linear algebra only wait for each other (seven times the
processor time on a busy machine), and add up in an order that changes with their number. So it gets one, unless the
environment says otherwise or numpy was loaded before.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
