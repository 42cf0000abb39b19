# Ties of quantiles, the quantiles of R before version 4.1, further intervals of shares, and models beside separation.
for (n in schools) for (r in c("math", "school", "shahvaish", paste0("hf", 1:9))) {
  for (v in c("meals", "api99")) {
    q <- svyquantile(as.formula(paste("~", v)), D[[n]]$r, c(0.33, 0.9), qrule = r)[[1]]
    case(paste(n, "ties", r, v), D[[n]], list(statistic = "quantile", of = v, q = c(0.33, 0.9), qrule = r),
      list(estimate = q[, 1], low = q[, 2], high = q[, 3]))
  }
}
for (n in schools) for (v in c("meals", "api00")) {
  q <- oldsvyquantile(as.formula(paste("~", v)), D[[n]]$r, c(0.05, 0.25, 0.5, 0.75, 0.9), ci = TRUE)
  case(paste(n, "before 4.1", v), D[[n]], list(statistic = "quantile", of = v, q = c(0.05, 0.25, 0.5, 0.75, 0.9), qrule = "linear", interval = "woodruff", df = "design"),
    list(estimate = q$quantiles, low = q$CIs[1, , 1], high = q$CIs[2, , 1]))
}
# R interpolates the likelihood interval between a few points of its profile: off by up to 6e-3 here. So the limits
# of the same test are also searched for (`exact`). `wilson` came with version 4.2: Wilson's with the effective size.
for (n in schools) for (w in names(wheres)) for (of in list(c("awards", "Yes"), c("comp.imp", "No"))) {
  d <- cut_by(D[[n]]$r, w); where <- wheres[[w]]
  f <- as.formula(paste0("~I(", of[1], " == '", of[2], "')"))
  ask <- function(...) c(list(statistic = "share", of = of[1], categories = I(of[2])), list(...), if (!is.null(where)) list(where = where))
  name <- paste(n, w, of[1])
  for (m in c("likelihood", "mean", "asin", "beta")) {
    p <- svyciprop(f, d, method = m); ci <- attr(p, "ci")
    case(paste(name, m), D[[n]], ask(interval = m), list(estimate = p[[1]], low = ci[[1]], high = ci[[2]]), tolerance = if (m == "likelihood") 1e-2 else 1e-8)
  }
  s <- svymean(f, d); p <- coef(s)[[2]]; v <- vcov(s)[2, 2]; t <- qt(0.975, degf(d)); e <- qlogis(p)
  excess <- function(x) p * (log(p) - plogis(x, log.p = TRUE)) + (1 - p) * (log(1 - p) - plogis(-x, log.p = TRUE)) - t^2 * v / (2 * p * (1 - p))
  limit <- function(from, to) plogis(uniroot(excess, c(from, to), tol = 1e-13)$root)
  case(paste(name, "exact likelihood"), D[[n]], ask(interval = "likelihood"), list(low = limit(e - 8, e), high = limit(e, e + 8)), tolerance = 1e-7)
  q <- t^2 * v / (p * (1 - p))
  case(paste(name, "wilson"), D[[n]], ask(interval = "wilson"), list(low = (p + q / 2 - sqrt(q * p * (1 - p) + q^2 / 4)) / (1 + q), high = (p + q / 2 + sqrt(q * p * (1 - p) + q^2 / 4)) / (1 + q)))
}
# Score intervals of quantiles: R's own limits are shares turned back into quantiles; these are the values not rejected.
for (n in schools) for (v in c("meals", "api99")) for (p in c(0.25, 0.5, 0.8)) {
  d <- D[[n]]$r; x <- d$variables[[v]]; t <- qt(0.975, degf(d)); at <- sort(unique(x))
  z <- sapply(at, function(a) { m <- svymean(as.numeric(x > a), d); if (SE(m) > 0) (coef(m) - (1 - p)) / SE(m) else sign(coef(m) - (1 - p)) * Inf })
  last <- which(z <= -t)
  case(paste(n, "score", v, p), D[[n]], list(statistic = "quantile", of = v, q = p, interval = "score", df = "design"),
    list(low = at[which(z <= t)[1]], high = if (length(last)) at[last[1]] else max(at)))
}
# Four designs in which `sch.wide` has finite estimates; in the others nobody of comp.imp "Yes" is without it (separation).
for (n in c("strat", "open", "plain", "clus2", "clus2open")) {
  m <- svyglm(sch.wide ~ meals + comp.imp, D[[n]]$r, family = quasibinomial())
  case(paste("model beside separation", n), D[[n]], list(statistic = "regression", family = "binomial", formula = "sch.wide ~ meals + comp.imp"), rows(m), tolerance = 1e-7)
}
