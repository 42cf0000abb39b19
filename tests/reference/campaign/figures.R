# Means, totals, shares, ratios, variances, quantiles, differences and custom figures.
level <- function(ask) ask$confidence %||% 0.95
degrees <- function(ask, d, rule = "domain", full = d) {
  df <- ask$df %||% rule
  if (identical(df, "domain")) degf(d) else if (identical(df, "design")) degf(full) else if (identical(df, "inf")) Inf else df
}
rows_of <- function(x, ask, df) {
  estimate <- as.vector(coef(x)); se <- as.vector(unlist(SE(x))); t <- qt(0.5 + level(ask) / 2, df)
  list(estimate = estimate, se = se, low = estimate - t * se, high = estimate + t * se)
}
figure <- function(ask, full, d, call) {
  of <- texts(ask$of); df <- degrees(ask, d, full = full); joint <- isTRUE(ask$covariance)
  if (identical(of, "kk >= 4")) { d$variables$met_ <- as.numeric(d$variables$kk >= 4); of <- "met_" }
  d <- complete(of, d)
  if (is.null(ask$by)) {
    s <- call(by_text(of), d, deff = if (identical(ask$deff, "srswor")) TRUE else "replace")
    return(c(rows_of(s, ask, df), if (joint) list(covariance = as.vector(vcov(s))),
      if (!any(outside(d)) && !inherits(d, "pps")) list(deff = as.vector(deff(s)))))
  }
  by <- texts(ask$by)
  b <- svyby(by_text(of), by_text(by), complete(by, d), call, covmat = joint)
  order <- as.vector(t(matrix(seq_along(coef(b)), nrow = nrow(b))))
  out <- lapply(rows_of(b, ask, df), `[`, order)
  # With joint probabilities R leaves the covariance of two groups at 0.
  c(out, if (joint && !inherits(d, "pps") && !isTRUE(getOption("survey.adjust.domain.lonely"))) list(covariance = as.vector(vcov(b)[order, order])))
}
mean_of <- function(ask, full, d) figure(ask, full, d, svymean)
total_of <- function(ask, full, d) figure(ask, full, d, svytotal)
var_of <- function(ask, full, d) {
  v <- svyvar(by_text(texts(ask$of)), complete(texts(ask$of), d))
  list(estimate = as.vector(diag(as.matrix(v))), se = as.vector(SE(v)))
}
ratio_of <- function(ask, full, d) {
  both <- c(texts(ask$of), texts(ask$over)); df <- degrees(ask, d, full = full); d <- complete(both, d)
  if (is.null(ask$by)) return(rows_of(svyratio(by_text(both[1]), by_text(both[2]), d), ask, df))
  by <- texts(ask$by)
  rows_of(svyby(by_text(both[1]), by_text(by), complete(by, d), svyratio, denominator = by_text(both[2])), ask, df)
}
INTERVALS <- c(logit = "logit", beta = "beta", asin = "asin", xlogit = "xlogit", mean = "mean")
share_of <- function(ask, full, d) {
  of <- texts(ask$of); df <- degrees(ask, d, full = full); d <- complete(of, d); by <- texts(ask$by)
  all <- full$variables[[of]]; levels <- if (is.factor(all)) levels(all) else sort(unique(all))
  if (length(ask$categories)) levels <- texts(ask$categories)
  if (!length(by)) return(shares_of(ask, d, df, of, levels))
  d <- complete(by, d); g <- d$variables[[by]]
  each <- lapply(sort(unique(g[!outside(d)])), function(one) shares_of(ask, narrow(d, g %in% one), df, of, levels))
  do.call(Map, c(list(f = c), each))
}
# Where a replicate has a share of 0 or 1, R's search for its odds ends somewhere.
without_odds <- function(d) inherits(d, "svyrep.design") && {
  p <- svymean(~hit_, d, return.replicates = TRUE)$replicates
  any(p < 1e-12 | p > 1 - 1e-12, na.rm = TRUE)
}
shares_of <- function(ask, d, df, of, levels) {
  d$variables$it_ <- as.character(d$variables[[of]])
  s <- svymean(do.call(cbind, lapply(levels, function(one) as.numeric(d$variables$it_ == one))), d); out <- list(estimate = as.vector(coef(s)), se = as.vector(SE(s)))
  method <- ask$interval %||% "beta"; t <- qt(0.5 + level(ask) / 2, if (method == "normal") Inf else df)
  if (method %in% c("t", "normal")) return(c(out, list(low = out$estimate - t * out$se, high = out$estimate + t * out$se)))
  ends <- lapply(seq_along(levels), function(i) {
    p <- out$estimate[i]
    if (p < 1e-12 || p > 1 - 1e-12 || (method == "beta" && any(outside(d)))) return(c(NA, NA))
    if (method == "wilson") return(wilson_of(p, out$se[i], t))
    if (method == "likelihood") return(if (out$se[i] > 1e-9) likelihood_of(p, out$se[i], t) else c(NA, NA))
    if (method == "logit" && without_odds(hitting("it_", levels[i], d))) return(c(NA, NA))
    as.vector(attr(svyciprop(~hit_, hitting("it_", levels[i], d), method = INTERVALS[[method]], level = level(ask), df = df), "ci"))
  })
  c(out, list(low = sapply(ends, `[`, 1), high = sapply(ends, `[`, 2)))
}
quantile_of <- function(ask, full, d) {
  of <- texts(ask$of); df <- degrees(ask, d, full = full); d <- complete(of, d); q <- unlist(ask$q %||% 0.5)
  kind <- sub("woodruff-", "", ask$interval %||% "mean")
  one <- function(d) svyquantile(by_text(of), d, q, alpha = 1 - level(ask), interval.type = kind, qrule = ask$qrule %||% "math", df = df)[[1]]
  found <- if (is.null(ask$by)) one(d) else {
    groups <- sort(unique(d$variables[[texts(ask$by)]]))
    do.call(rbind, lapply(groups, function(g) { k <- d$variables[[texts(ask$by)]] == g; one(d[!is.na(k) & k, ]) }))
  }
  if (kind == "beta" && any(outside(d))) return(list(estimate = found[, 1]))
  list(estimate = found[, 1], low = found[, 2], high = found[, 3], se = found[, 4])
}
member <- function(group, v) Reduce(`&`, lapply(names(group), function(n) !is.na(v[[n]]) & as.character(v[[n]]) %in% texts(unlist(group[[n]]))))
# The difference of two means as a contrast of totals over the whole design, so that groups may overlap.
gap_of <- function(full, y, one, other, z = 1) {
  if (inherits(full, "svyrep.design"))
    return(withReplicates(full, function(w, data) sum(w * y * one) / sum(w * z * one) - sum(w * y * other) / sum(w * z * other)))
  full$variables$a_ <- one * y; full$variables$na_ <- one * z
  full$variables$b_ <- other * y; full$variables$nb_ <- other * z
  svycontrast(svytotal(~a_ + na_ + b_ + nb_, full), quote(a_ / na_ - b_ / nb_))
}
base_of <- function(names, ask, v) rowSums(is.na(v[names])) == 0 &
  (if (is.null(ask$r_where)) TRUE else eval(parse(text = ask$r_where), v) %in% TRUE)
# Differences of the first group and each later one, or of all pairs: of means, of shares of a category, of ratios.
difference_of <- function(ask, full, d) {
  names <- c(texts(ask$of), texts(ask$over)); v <- full$variables; base <- base_of(names, ask, v)
  y <- v[[names[1]]]; y <- if (length(ask$categories)) as.numeric(y %in% texts(ask$categories)) else y
  if (!length(ask$over) && !length(ask$categories)) y <- y - mean(y, na.rm = TRUE)  # Figures far from 0 cancel in R.
  z <- if (length(ask$over)) v[[names[2]]] else 1
  members <- lapply(ask$groups, member, v)
  gaps <- do.call(c, lapply(seq_along(members), function(i) lapply(Filter(function(j) j > i, seq_along(members)), function(j)
    gap_of(full, ifelse(base, y, 0), base & members[[i]], base & members[[j]], ifelse(base, z, 0)))))
  rows <- lapply(gaps, rows_of, ask, degrees(ask, d, "design", full))
  out <- do.call(Map, c(list(f = c), rows))
  if (isTRUE(getOption("survey.adjust.domain.lonely"))) out["estimate"] else out
}
custom_of <- function(ask, full, d) {
  r <- withReplicates(full, function(w, data) with(data, sum(w * zz) / sum(w * cnt)))
  list(estimate = as.vector(r), se = as.vector(SE(r)))
}
