# Raking, post-stratification, calibration and trimming. R's rake() regresses without weights, so where base weights
# are unequal our exact errors are compared with calibrate(calfun = "raking") and rake() only with r-rake.
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
awarded <- data.frame(awards = c("No", "Yes"), Freq = c(2204, 3990))
both <- as.data.frame(xtabs(~stype + awards, apipop))
margin <- function(x) list(by = I(setdiff(names(x), "Freq")), totals = lapply(seq_len(nrow(x)), function(i) { e <- lapply(x[i, ], function(v) if (is.factor(v)) as.character(v) else v); names(e)[names(e) == "Freq"] <- "total"; e }))
asked <- list(mean = list(statistic = "mean", of = "api00"), total = list(statistic = "total", of = "api.stu"), share = list(statistic = "share", of = "comp.imp", interval = "t"),
  part = list(statistic = "mean", of = "meals", where = "ell > 15"), ratio = list(statistic = "ratio", of = "api00", over = "api99"))
weigh_case <- function(name, design, steps, d, tolerance = 1e-7, se = TRUE, ...) {
  known <- list(mean = rows(svymean(~api00, d)), total = rows(svytotal(~api.stu, d, na.rm = TRUE)), share = rows(svymean(~comp.imp, d)),
    part = rows(svymean(~meals, subset(d, ell > 15))), ratio = rows(svyratio(~api00, ~api99, d)))
  for (k in names(asked)) case(paste("weights", name, k), design, asked[[k]], if (se) known[[k]] else known[[k]]["estimate"], weighting = steps, tolerance = tolerance,
    weights = list(min = min(weights(d, "sampling")), max = max(weights(d, "sampling"))), ...)
}
X <- ~stype + api99; T <- c("(Intercept)" = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
for (n in c("strat", "open", "clus1", "clus2open", "stages")) {
  d <- D[[n]]$r
  raked <- rake(d, list(~stype, ~awards, ~sch.wide), list(types, awarded, wide), control = list(maxit = 1000, epsilon = 1e-11))
  exact <- calibrate(d, ~stype + awards + sch.wide, c(6194, 755, 1018, 3990, 5122), calfun = "raking", epsilon = 1e-13, maxit = 200)
  R <- list(list(method = "rake", margins = list(margin(types), margin(awarded), margin(wide))))
  weigh_case(paste(n, "exact rake"), D[[n]], R, exact)
  weigh_case(paste(n, "rake of R"), D[[n]], R, raked, request = list(variance_of_raking = "r-rake"))
  weigh_case(paste(n, "poststratify"), D[[n]], list(c(list(method = "poststratify"), margin(both))), postStratify(d, ~stype + awards, both))
  for (f in c("linear", "raking", "logit")) {
    b <- if (f == "raking") c(-Inf, Inf) else c(0.4, 2.5)
    w <- tryCatch(calibrate(d, X, T, calfun = f, bounds = if (f == "linear") c(-Inf, Inf) else b, epsilon = 1e-12, maxit = 200), error = function(e) NULL)
    if (is.null(w)) next
    step <- c(list(method = "calibrate", formula = "~ stype + api99", totals = as.list(T), distance = f), if (f == "logit") list(bounds = b))
    weigh_case(paste(n, "calibrate", f), D[[n]], list(step), w, 1e-6)
    if (f != "linear") next
    w <- calibrate(d, X, T, bounds = c(0.5, 1.8), epsilon = 1e-12, maxit = 200)
    weigh_case(paste(n, "calibrate bounded"), D[[n]], list(c(step, list(bounds = c(0.5, 1.8)))), w, 1e-6)
  }
  high <- quantile(weights(exact), 0.9)[[1]] * 0.999; low <- quantile(weights(exact), 0.05)[[1]] * 1.001
  for (s in c(TRUE, FALSE)) weigh_case(paste(n, "trim", s), D[[n]], c(R, list(list(method = "trim", lower = low, upper = high, strict = s))), trimWeights(exact, lower = low, upper = high, strict = s), se = FALSE)
}
