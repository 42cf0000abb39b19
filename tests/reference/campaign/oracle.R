# What R's `survey` says to requests of the estimate contract:  Rscript oracle.R FOLDER  (Debian: r-cran-survey,
# r-cran-jsonlite). FOLDER holds requests.json, a list of {data, design, weighting, ask}, and the data it names; what R
# finds is written to found.json, for each ask the fields of its rows and test, or the `error` with which R declines.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- normalizePath(dirname(sub("--file=", "", arguments[grep("--file=", arguments)])))
folder <- commandArgs(TRUE)[1]
options(warn = -1)
`%||%` <- function(a, b) if (is.null(a)) b else a
for (file in c("designs.R", "figures.R", "tests.R", "models.R")) source(file.path(here, file))

ANSWERS <- list(mean = mean_of, total = total_of, share = share_of, ratio = ratio_of, var = var_of, quantile = quantile_of,
  difference = difference_of, crosstab = crosstab_of, ttest = ttest_of, ranktest = ranktest_of, gof = gof_of,
  alpha = alpha_of, regression = regression_of, predict = predict_of, "term-test" = term_of, custom = custom_of)

answer <- function(ask, design, asks) tryCatch({
  ask$asks <- asks
  found <- Filter(length, ANSWERS[[ask$statistic]](ask, design, inside(ask, design)))
  lapply(found, function(x) I(as.vector(unlist(x))))
}, error = function(e) list(error = conditionMessage(e)))

requests <- fromJSON(file.path(folder, "requests.json"), simplifyVector = FALSE)
found <- lapply(requests, function(request) {
  design <- tryCatch(weighted(request, design_of(request, folder)), error = function(e) conditionMessage(e))
  if (is.character(design)) return(list(error = design))
  asks <- setNames(request$ask, sapply(request$ask, `[[`, "id"))
  lapply(asks, answer, design, asks)
})
write_json(found, file.path(folder, "found.json"), digits = 16, auto_unbox = TRUE, na = "null", null = "null")
