# Regenerates replicates_to_margins.json:  Rscript replicates_to_margins.R  (Debian: r-cran-survey, r-cran-jsonlite)
# Californian schools (api): jackknife replicates of the districts, every one of them weighted to type of school, and to
# type and award within it.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- normalizePath(dirname(sub("--file=", "", arguments[grep("--file=", arguments)])))
d <- read.csv(file.path(here, "apiclus1.csv"))
jackknife <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, data = d), type = "JK1", mse = TRUE)
totals <- c(E = 4421, H = 755, M = 1018)
by_type <- postStratify(jackknife, ~stype, data.frame(stype = names(totals), Freq = totals))
awards <- expand.grid(stype = names(totals), awards = c("No", "Yes"))
awards$Freq <- totals[awards$stype] * ifelse(awards$awards == "Yes", 0.7, 0.3)
by_both <- postStratify(jackknife, ~stype + awards, awards)
figures <- function(design) { m <- svymean(~api00 + ell, design); list(estimate = as.vector(coef(m)), se = as.vector(SE(m))) }
part <- function(design) { m <- svymean(~api00, subset(design, meals > 40)); list(estimate = as.vector(coef(m)), se = as.vector(SE(m))) }
write_json(list(by_type = figures(by_type), by_both = figures(by_both), part = part(by_both)), file.path(here, "replicates_to_margins.json"),
  digits = 16, auto_unbox = TRUE)
