# Regenerates composition.json beside it:  Rscript composition.R  (packages survey and jsonlite)
# The change of a figure between two samples of schools, parted by hand into composition and figures within groups:
# totals and their covariance from survey, derivatives written out, variances of the two samples added.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))
read <- function(name) read.csv(file.path(here, paste0(name, ".csv")))
strat <- read("apistrat"); clus1 <- read("apiclus1")
then <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat)
now <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)

totals <- function(d, y) {
  d <- update(d, y = y(d$variables), E = 1 * (stype == "E"), H = 1 * (stype == "H"), M = 1 * (stype == "M"))
  d <- update(d, yE = y * E, yH = y * H, yM = y * M)
  t <- svytotal(~E + H + M + yE + yH + yM, d)
  list(t = coef(t), v = vcov(t))
}
# p (3) and r (3) as functions of the six totals, with their derivatives.
mix <- function(x) {
  n <- x$t[1:3]; y <- x$t[4:6]; N <- sum(n); J <- matrix(0, 6, 6)
  for (g in 1:3) {
    J[g, 1:3] <- -n[g] / N^2; J[g, g] <- J[g, g] + 1 / N
    J[3 + g, g] <- -y[g] / n[g]^2; J[3 + g, 3 + g] <- 1 / n[g]
  }
  list(p = n / N, r = y / n, v = J %*% x$v %*% t(J))
}
part <- function(y) {
  a <- mix(totals(then, y)); b <- mix(totals(now, y))
  composition <- sum((b$p - a$p) * (b$r + a$r) / 2); fixed <- sum((b$r - a$r) * (b$p + a$p) / 2)
  error <- function(gb, ga) sqrt(drop(gb %*% b$v %*% gb + ga %*% a$v %*% ga))
  list(then = sum(a$p * a$r), now = sum(b$p * b$r), change = sum(b$p * b$r) - sum(a$p * a$r),
       composition = composition, fixed = fixed,
       composition_se = error(c((b$r + a$r) / 2, (b$p - a$p) / 2), c(-(b$r + a$r) / 2, (b$p - a$p) / 2)),
       fixed_se = error(c((b$r - a$r) / 2, (b$p + a$p) / 2), c((b$r - a$r) / 2, -(b$p + a$p) / 2)))
}
out <- list(survey = as.character(packageVersion("survey")),
            share = part(function(d) 1 * (d$awards == "Yes")), mean = part(function(d) d$api00))
write(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), file.path(here, "composition.json"))
