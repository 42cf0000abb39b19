# What R's `survey` says to requests of the estimate contract:  Rscript oracle.R FOLDER  (Debian: r-cran-survey,
# r-cran-jsonlite, r-cran-mitools). FOLDER holds requests.json, a list of {data, design, weighting, ask}, and the data it names; what R
# finds is written to found.json, for each ask the fields of its rows and test, or the `error` with which R declines.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- normalizePath(dirname(sub("--file=", "", arguments[grep("--file=", arguments)])))
folder <- commandArgs(TRUE)[1]
options(warn = -1)
`%||%` <- function(a, b) if (is.null(a)) b else a
for (file in c("designs.R", "figures.R", "tests.R", "models.R", "combined.R")) source(file.path(here, file))

ANSWERS <- list(mean = mean_of, total = total_of, share = share_of, ratio = ratio_of, var = var_of, quantile = quantile_of,
  difference = difference_of, crosstab = crosstab_of, ttest = ttest_of, ranktest = ranktest_of, gof = gof_of,
  alpha = alpha_of, regression = regression_of, predict = predict_of, "term-test" = term_of, custom = custom_of, contrast = contrast_of)

answer <- function(ask, design, asks) tryCatch({
  ask$asks <- asks
  found <- Filter(length, ANSWERS[[ask$statistic]](ask, design, inside(ask, design)))
  lapply(found, function(x) I(as.vector(unlist(x))))
}, error = function(e) list(error = conditionMessage(e)))

# Imputed data sets: mitools combines the figures of each. Degrees of freedom are written out after Barnard and Rubin
# (1999), where mitools leaves the factor 1 + 1/m out of what is known.
barnard_rubin <- function(values, errors, complete) {
  m <- length(values); between <- (1 + 1 / m) * var(values); share <- between / (between + mean(errors^2))
  if (!is.finite(between)) return(NA)
  large <- (m - 1) / share^2
  if (is.finite(complete)) 1 / (1 / large + 1 / ((complete + 1) / (complete + 3) * complete * (1 - share))) else large
}
COMBINED <- c("mean", "total", "share", "ratio", "var", "difference", "contrast", "regression")
pooled <- function(ask, designs, asks) {
  each <- lapply(designs, function(d) answer(ask, d, asks))
  wrong <- Filter(function(x) !is.null(x$error), each)
  if (length(wrong)) return(wrong[[1]])
  if (!ask$statistic %in% COMBINED || is.null(each[[1]]$se)) return(list(error = "not combined"))
  if (identical(ask$family, "ordinal")) return(list(error = "not combined"))
  estimates <- do.call(cbind, lapply(each, `[[`, "estimate")); errors <- do.call(cbind, lapply(each, `[[`, "se"))
  usual <- if (ask$statistic %in% c("difference", "contrast")) "design" else "domain"
  df <- if (length(each[[1]]$df)) each[[1]]$df[1] else
    min(sapply(designs, function(d) degrees(ask, inside(ask, d), usual, d)))
  rows <- lapply(seq_len(nrow(estimates)), function(i) mitools::MIcombine(as.list(estimates[i, ]), as.list(errors[i, ]^2), df.complete = df))
  value <- sapply(rows, coef); se <- sapply(rows, function(r) as.vector(SE(r))); t <- qt(0.5 + level(ask) / 2, sapply(seq_along(rows), function(i) barnard_rubin(estimates[i, ], errors[i, ], df)))
  shares <- ask$statistic == "var"
  lapply(c(list(estimate = value, se = se), if (!shares) list(low = value - t * se, high = value + t * se)), function(x) I(as.vector(x)))
}

requests <- fromJSON(file.path(folder, "requests.json"), simplifyVector = FALSE)
found <- lapply(requests, function(request) {
  files <- if (length(request$imputations)) texts(request$imputations) else request$data
  designs <- tryCatch(lapply(files, function(file) weighted(request, design_of(c(list(data = file), request[names(request) != "data"]), folder))),
    error = function(e) conditionMessage(e))
  if (is.character(designs)) return(list(error = designs))
  asks <- setNames(request$ask, sapply(request$ask, `[[`, "id"))
  if (length(request$imputations)) lapply(asks, function(ask) tryCatch(pooled(ask, designs, asks), error = function(e) list(error = conditionMessage(e)))) else lapply(asks, answer, designs[[1]], asks)
})
write_json(found, file.path(folder, "found.json"), digits = 16, auto_unbox = TRUE, na = "null", null = "null")
