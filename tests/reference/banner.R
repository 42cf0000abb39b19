# Regenerates banner.json and nhanes.csv beside this script:  Rscript banner.R  (package survey >= 4.1 and jsonlite)
# Every figure of a banner table, with R's survey: columns that overlap and everyone else through the joint covariance.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
data(api); data(nhanes)
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))
write.csv(nhanes, file.path(here, "nhanes.csv"), row.names = FALSE, na = "")

strat <- apistrat[order(apistrat$stype, apistrat$cds), ]
designs <- list(
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat),
  clus1 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  nhanes = svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes))

# A row is a numerator and a denominator by respondent; missing answers are in neither.
flag <- function(condition, known = !is.na(condition)) list(y = as.numeric(condition & known & !is.na(condition)), x = as.numeric(known))
score <- function(v) list(y = ifelse(is.na(v), 0, v), x = as.numeric(!is.na(v)))
school_rows <- function(v) {
  poor <- list(ell = v$ell > 20, meals = v$meals > 50, large = v$enroll > 500)
  poor <- lapply(poor, function(p) as.numeric(!is.na(p) & p))
  known <- as.numeric(!is.na(v$enroll)); given <- Reduce(`+`, poor) * known
  c(list("awards:No" = flag(v$awards == "No"), "awards:Yes" = flag(v$awards == "Yes"),
    "sch.wide:Yes" = flag(v$sch.wide == "Yes"), "api00:mean" = score(v$api00), "acs.core:mean" = score(v$acs.core),
    "level:E" = flag(v$stype == "E"), "level:H" = flag(v$stype == "H"), "level:M" = flag(v$stype == "M"), "level:Secondary" = flag(v$stype != "E"), "level:mean" = score(c(E = 1, M = 2, H = 3.5)[as.character(v$stype)]),
    "level:Top 2" = flag(v$stype != "E"), "level:Bottom 1" = flag(v$stype == "E")),
    setNames(lapply(poor, function(p) list(y = p * known, x = known)), paste0("poor:", names(poor))),
    setNames(lapply(poor, function(p) list(y = p * known, x = given)), paste0("responses:", names(poor))))
}
school_columns <- function(v) list(
  stype = list(known = rep(TRUE, nrow(v)), columns = list(E = v$stype == "E", H = v$stype == "H", M = v$stype == "M")),
  size = list(known = rep(TRUE, nrow(v)), columns = list(Large = v$enroll > 400, "Very large" = v$enroll > 600, "English learners" = v$ell > 15)),
  kind = list(known = rep(TRUE, nrow(v)), columns = list(No = v$awards == "No", Yes = v$awards == "Yes", All = rep(TRUE, nrow(v)))))
health_rows <- function(v) c(list("HI_CHOL:mean" = score(v$HI_CHOL), "high:true" = flag(v$HI_CHOL == 1), "high:false" = flag(v$HI_CHOL != 1)),
  setNames(lapply(1:4, function(k) flag(v$race == k)), paste0("race:", 1:4)))
health_columns <- function(v) list(
  agecat = list(known = !is.na(v$agecat), columns = setNames(lapply(levels(v$agecat), function(k) v$agecat == k), levels(v$agecat))),
  who = list(known = rep(TRUE, nrow(v)), columns = list(Women = v$RIAGENDR == 2, "Over 39" = v$agecat %in% c("(39,59]", "(59,Inf]"), "White women" = v$RIAGENDR == 2 & v$race == 2)))

one <- function(d, row, here) {
  d <- update(d, above = row$y * here, below = row$x * here)
  r <- svyratio(~above, ~below, subset(d, here & row$x > 0), deff = "replace")
  list(estimate = as.vector(coef(r)), se = as.vector(SE(r)), deff = as.vector(deff(r)), n = sum(row$x > 0 & here))
}
minus <- function(d, row, first, second) {
  d <- update(d, y1 = row$y * first, x1 = row$x * first, y2 = row$y * second, x2 = row$x * second)
  if (sum(row$x * second) == 0) return(NULL)
  found <- svycontrast(svytotal(~y1 + x1 + y2 + x2, d), quote(y1 / x1 - y2 / x2))
  list(difference = as.vector(coef(found)), se = as.vector(SE(found)))
}
whole <- function(x) is.null(x) || is.na(x$se) || x$se < 1e-12
known_only <- function(condition) !is.na(condition) & condition
compare <- function(d, rows, question, banner) {
  wanted <- rows[startsWith(names(rows), paste0(question, ":"))]
  here <- lapply(banner$columns, function(m) known_only(m) & banner$known); names(here) <- names(banner$columns)
  out <- list(pairs = list(), rests = list())
  for (r in names(wanted)) {
    row <- wanted[[r]]; share <- !endsWith(r, ":mean"); label <- sub("^[^:]*:", "", r)
    extreme <- function(m) { v <- sum(weights(d) * row$y * m) / sum(weights(d) * row$x * m); share && (is.na(v) || v < 1e-12 || v > 1 - 1e-12) }
    add <- function(kind, a, b, first, second) {
      found <- minus(d, row, first, second)
      if (whole(found) || extreme(first) || extreme(second)) return()
      t <- found$difference / found$se
      out[[kind]][[length(out[[kind]]) + 1]] <<- c(list(row = label, a = a, b = b), found, list(t = t, p = 2 * pt(-abs(t), degf(d))))
    }
    n <- names(here)
    if (length(n) > 1) for (i in seq_along(n)[-length(n)]) for (j in (i + 1):length(n)) add("pairs", n[i], n[j], here[[i]], here[[j]])
    for (i in seq_along(n)) add("rests", n[i], NULL, here[[i]], banner$known & !here[[i]])
  }
  for (kind in c("pairs", "rests")) {
    p <- vapply(out[[kind]], function(one) one$p, 0)
    for (method in c("holm", "bonferroni", "BH")) { q <- p.adjust(p, method)
      for (i in seq_along(p)) out[[kind]][[i]][[tolower(method)]] <- q[i] }
  }
  out
}
table_of <- function(d, rows, columns, questions) {
  cells <- list()
  for (r in names(rows)) {
    cells[[length(cells) + 1]] <- c(list(question = sub(":.*", "", r), row = sub("^[^:]*:", "", r), banner = NA, column = NA), one(d, rows[[r]], rep(TRUE, nrow(d))))
    for (b in names(columns)) for (column in names(columns[[b]]$columns)) {
      here <- known_only(columns[[b]]$columns[[column]]) & columns[[b]]$known
      cells[[length(cells) + 1]] <- c(list(question = sub(":.*", "", r), row = sub("^[^:]*:", "", r), banner = b, column = column), one(d, rows[[r]], here))
    }
  }
  compared <- lapply(setNames(questions, questions), function(q) lapply(columns, function(b) compare(d, rows, q, b)))
  list(df = degf(d), cells = cells, compared = compared)
}
shares <- function(x) list(estimate = as.vector(coef(x)), se = as.vector(SE(x)))
out <- list(survey = as.character(packageVersion("survey")))
for (name in c("strat", "clus1")) { d <- designs[[name]]; v <- d$variables
  out[[name]] <- table_of(d, school_rows(v), school_columns(v), c("awards", "api00", "acs.core", "level", "poor", "responses"))
  test <- svychisq(~awards + stype, d)
  out[[name]]$test <- list(statistic = as.vector(test$statistic), ndf = test$parameter[[1]], ddf = test$parameter[[2]], p = as.vector(test$p.value))
  out[[name]]$row_shares <- shares(svymean(~stype, subset(d, awards == "Yes")))
  out[[name]]$overlapping_row_shares <- shares(svymean(~known_only(enroll > 400) + known_only(enroll > 600) + known_only(ell > 15), subset(d, awards == "Yes")))
  out[[name]]$total_shares <- shares(svymean(~interaction(awards, stype), d))
  # The same differences once more by the way that R documents for columns that do not overlap.
  by <- svyby(~I(awards == "Yes"), ~stype, d, svymean, covmat = TRUE)
  yes <- grep("TRUE", names(coef(by)))
  weights_of <- function(i, j) { w <- rep(0, length(coef(by))); w[yes[i]] <- 1; w[yes[j]] <- -1; w }
  out[[name]]$documented <- shares(svycontrast(by, list(EH = weights_of(1, 2), EM = weights_of(1, 3), HM = weights_of(2, 3))))
}
d <- designs$nhanes; v <- nhanes
out$nhanes <- table_of(d, health_rows(v), health_columns(v), c("HI_CHOL", "high", "race"))
test <- svychisq(~race + agecat, d)
out$nhanes$test <- list(statistic = as.vector(test$statistic), ndf = test$parameter[[1]], ddf = test$parameter[[2]], p = as.vector(test$p.value))
out$nhanes$interval <- as.vector(attr(svyciprop(~I(HI_CHOL == 1), subset(d, RIAGENDR == 2 & race == 2), method = "beta", df = degf(d), na.rm = TRUE), "ci"))
write_json(out, file.path(here, "banner.json"), digits = 15, auto_unbox = TRUE, null = "null", na = "null")
