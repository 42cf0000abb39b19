# Figures of surveys by others, for tests/tasks/test_collected.py: Rscript collected.R FOLDER > collected.json
# FOLDER holds the data files; api* and nhanes are public data of the package `survey`, hobbies of `FactoMineR` (INSEE 2003),
# bfi of `psych`.
library(survey)
library(jsonlite)
options(digits = 15, survey.lonely.psu = "adjust")
folder <- commandArgs(TRUE)[1]
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), stringsAsFactors = FALSE, check.names = FALSE)
figure <- function(of, stat) list(estimate = as.numeric(coef(stat))[1], se = as.numeric(SE(stat))[1])
out <- list()
keep <- function(survey, id, stat) out[[survey]][[id]] <<- figure(id, stat)
share <- function(survey, design, name, codes)
  for (code in codes) {
    given <- design[!is.na(design$variables[[name]]), ]
    given$variables$yes <- as.numeric(given$variables[[name]] == code)
    keep(survey, paste0("all.", gsub("[^A-Za-z0-9_]", "_", name), ".", code), svymean(~yes, given))
  }

d <- read("apistrat")
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = d)
for (name in c("api00", "api99", "meals", "ell", "enroll", "avg.ed")) {
  clean <- gsub("[.]", "_", name)
  keep("api", paste0("all.", clean, ".mean"), svymean(make.formula(paste0("`", name, "`")), strat, na.rm = TRUE))
}
for (name in c("sch.wide", "comp.imp", "awards")) share("api", strat, name, c("Yes", "No"))

n <- read("nhanes")
nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = n)
share("nhanes", nh, "HI_CHOL", c(0, 1))
share("nhanes", nh, "race", 1:4)
share("nhanes", nh, "RIAGENDR", 1:2)
share("nhanes", nh, "agecat", unique(n$agecat))

given <- nh[!is.na(nh$variables$HI_CHOL), ]
given$variables$low <- as.numeric(given$variables$HI_CHOL == 0)
means <- svyby(~low, ~RIAGENDR, given, svymean, covmat = TRUE)
for (group in 1:2) {
  gap <- svycontrast(means, if (group == 1) c(1, -1) else c(-1, 1))
  n_here <- sum(!is.na(n$HI_CHOL) & n$RIAGENDR == group)
  out$nhanes_by_gender[[as.character(group)]] <- c(figure("low", gap), list(n = n_here))
}

h <- read("hobbies_2000")
ho <- svydesign(id = ~1, weights = ~1, data = h)
for (name in names(h)[1:17]) {
  ho$variables$yes <- as.numeric(h[[name]] == 1)
  keep("hobbies", paste0("all.HOBBIES.", gsub(" ", "_", name)), svymean(~yes, ho))
}

b <- read("bfi")
bf <- svydesign(id = ~1, weights = ~1, data = b)
for (name in c("A2", "A5", "C1", "E4", "O1", "N1")) {
  given <- bf[!is.na(bf$variables[[name]]), ]
  given$variables$yes <- as.numeric(given$variables[[name]] >= 5)
  keep("bfi", paste0("all.", name, ".top"), svymean(~yes, given))
}
two <- read("apiclus2")
stages <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = two)
for (name in c("api00", "meals", "ell", "enroll")) keep("two_stages", paste0("all.", name, ".mean"), svymean(make.formula(name), stages, na.rm = TRUE))
for (name in c("sch.wide", "awards")) share("two_stages", stages, name, c("Yes", "No"))

pairs <- cbind(read("nhanes_2psu"), read("rep_nhanes_brr"))
halves <- svrepdesign(data = pairs, weights = ~pw, repweights = "^r[0-9]+$", type = "BRR", scale = 1 / 16, rscales = rep(1, 16),
  combined.weights = TRUE, mse = TRUE)
share("halves", halves, "HI_CHOL", c(0, 1))
share("halves", halves, "race", 1:4)
share("halves", halves, "agecat", unique(pairs$agecat))
given <- halves[!is.na(halves$variables$HI_CHOL), ]
given$variables$low <- as.numeric(given$variables$HI_CHOL == 0)
for (group in 1:2) out$halves_by_gender[[as.character(group)]] <- {
  own <- as.numeric(given$variables$RIAGENDR == group); low <- given$variables$low
  gap <- withReplicates(given, function(w, data) sum(w * own * low) / sum(w * own) - sum(w * (1 - own) * low) / sum(w * (1 - own)))
  list(estimate = as.numeric(gap), se = as.numeric(SE(gap)))
}
cat(toJSON(out, auto_unbox = TRUE, digits = 15, pretty = 1))
