# Replicate weights of every kind, with figures, tests and models, and weighting that every replicate goes through.
set.seed(1984)
pairs <- nested[nested$dnum %in% sort(unique(nested$dnum))[1:14], c("dnum", "stype", "sch.wide", "comp.imp", "awards", "api00", "api99", "ell", "meals", "enroll", "api.stu", "w")]
pairs$pair <- (match(pairs$dnum, sort(unique(pairs$dnum))) + 1) %/% 2
pairs$pw <- 30 + pairs$pair * 2
base <- svydesign(id = ~dnum, strata = ~pair, weights = ~pw, data = pairs)
one <- svydesign(id = ~dnum, weights = ~pw, data = pairs)
drawn <- list(JK1 = as.svrepdesign(one, type = "JK1"), JKn = as.svrepdesign(base, type = "JKn"), BRR = as.svrepdesign(base, type = "BRR"),
  Fay = as.svrepdesign(base, type = "Fay", fay.rho = 0.3), bootstrap = as.svrepdesign(base, type = "bootstrap", replicates = 25),
  subbootstrap = as.svrepdesign(base, type = "subbootstrap", replicates = 25))
for (k in names(drawn)) {
  W <- weights(drawn[[k]], "analysis"); colnames(W) <- paste0("r", seq_len(ncol(W)))
  write(cbind(pairs, W), paste0("pairs_", tolower(k)))
  for (mse in c(FALSE, TRUE)) {
    d <- drawn[[k]]; d$mse <- mse
    S <- list(data = paste0("pairs_", tolower(k), ".csv"), r = d, shape = list(weights = "pw", replicates = list(prefix = "r", type = k, scale = d$scale,
      rscales = if (length(d$rscales) == 1) rep(d$rscales, ncol(W)) else d$rscales, mse = mse)))
    name <- paste("replicates", k, mse)
    case(paste(name, "mean"), S, list(statistic = "mean", of = I(c("api00", "meals")), covariance = TRUE), c(rows(svymean(~api00 + meals, d), degf(d)), list(covariance = vcov(svymean(~api00 + meals, d)))))
    case(paste(name, "total"), S, list(statistic = "total", of = "api.stu", where = "ell > 20"), rows(svytotal(~api.stu, subset(d, ell > 20), na.rm = TRUE)))
    case(paste(name, "share"), S, list(statistic = "share", of = "stype", interval = "t"), rows(svymean(~stype, d)))
    case(paste(name, "ratio"), S, list(statistic = "ratio", of = "api00", over = "api99"), rows(svyratio(~api00, ~api99, d)))
    case(paste(name, "by"), S, list(statistic = "mean", of = "api00", by = I("comp.imp")), rows(svyby(~api00, ~comp.imp, d, svymean)))
    case(paste(name, "line"), S, list(statistic = "regression", formula = "api00 ~ ell + meals"), rows(svyglm(api00 ~ ell + meals, d)))
    case(paste(name, "yes"), S, list(statistic = "regression", family = "binomial", formula = "awards ~ meals"), rows(svyglm(awards ~ meals, d, family = quasibinomial())), tolerance = 1e-6)
    x <- svychisq(~awards + comp.imp, d)
    case(paste(name, "table"), S, list(statistic = "crosstab", rows = "awards", columns = "comp.imp"), list(statistic = as.vector(x$statistic), ndf = x$parameter[[1]], ddf = x$parameter[[2]], p = as.vector(x$p.value)))
    x <- svychisq(~awards + comp.imp, d, statistic = "adjWald")
    case(paste(name, "wald"), S, list(statistic = "crosstab", rows = "awards", columns = "comp.imp", test = "wald-adjusted"), list(statistic = as.vector(x$statistic), p = as.vector(x$p.value)))
    x <- svyttest(api00 ~ comp.imp, d)
    case(paste(name, "ttest"), S, list(statistic = "ttest", of = "api00", by = "comp.imp"), list(statistic = as.vector(x$statistic), ddf = as.vector(x$parameter), p = as.vector(x$p.value)))
    q <- svyquantile(~meals, d, c(0.25, 0.5), interval.type = "mean")[[1]]
    case(paste(name, "quantile"), S, list(statistic = "quantile", of = "meals", q = c(0.25, 0.5)), list(estimate = q[, 1], low = q[, 2], high = q[, 3]))
    p <- svyciprop(~I(awards == "Yes"), d, method = "logit"); ci <- attr(p, "ci")
    case(paste(name, "logit"), S, list(statistic = "share", of = "awards", categories = I("Yes"), interval = "logit"), list(estimate = p[[1]], low = ci[[1]], high = ci[[2]]))
    if (k %in% c("JK1", "JKn", "Fay", "BRR")) {
      R <- list(list(method = "rake", margins = list(margin(types), margin(awarded))))
      weigh_case(paste(name, "rake"), S, R, rake(d, list(~stype, ~awards), list(types, awarded), control = list(maxit = 1000, epsilon = 1e-11)), 1e-6)
      weigh_case(paste(name, "poststratify"), S, list(c(list(method = "poststratify"), margin(types))), postStratify(d, ~stype, types))
      weigh_case(paste(name, "calibrate"), S, list(list(method = "calibrate", formula = "~ stype + api99", totals = as.list(T))), calibrate(d, X, T, epsilon = 1e-12, maxit = 100), 1e-6)
    }
  }
}
