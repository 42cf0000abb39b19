# Regenerates cases.json and the data beside it:  Rscript cases.R  (Debian: r-cran-survey, r-cran-jsonlite)
# Each case is a request of the estimate contract and what R says to it; `designs.R` makes data and designs.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- normalizePath(dirname(sub("--file=", "", arguments[grep("--file=", arguments)])))
options(survey.lonely.psu = "remove", warn = -1)
source(file.path(here, "designs.R"))

cases <- list()
# `known` names fields of the rows (vectors) or of the test; `before` are asks the last one builds on.
case <- function(id, design, ask, known, before = NULL, weighting = NULL, ...) {
  asks <- c(before, list(c(list(id = "it"), ask)))
  cases[[length(cases) + 1]] <<- list(id = id, data = design$data, design = I_list(design$shape), ask = asks,
    weighting = weighting, known = lapply(known, as.vector), ...)
}
I_list <- function(x) if (length(x)) x else structure(list(), names = character(0))
rows <- function(x, df = NULL) {
  out <- list(estimate = as.vector(coef(x)), se = as.vector(unlist(SE(x))))
  if (!is.null(df)) { ci <- confint(x, df = df); out$low <- ci[, 1]; out$high <- ci[, 2] }
  out
}
vector <- function(...) I(c(...))
for (file in c("figures.R", "tests.R", "models.R", "weights.R", "replicates.R", "intervals.R")) source(file.path(here, file))
write_json(list(survey = as.character(packageVersion("survey")), cases = cases), file.path(here, "cases.json"),
  digits = 16, auto_unbox = TRUE, na = "null", null = "null", pretty = FALSE)
cat(length(cases), "cases\n")
