"""Requests drawn by lot are put to the estimator and to R's `survey`, and every figure is compared."""
