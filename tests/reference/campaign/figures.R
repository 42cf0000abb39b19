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
  of <- texts(ask$of); df <- degrees(ask, d, full = full); d <- complete(of, d)
  if (is.null(ask$by)) {
    s <- call(by_text(of), d, deff = "replace")
    return(c(rows_of(s, ask, df), if (!any(outside(d)) && !inherits(d, "pps")) list(deff = as.vector(deff(s)))))
  }
  by <- texts(ask$by)
  b <- svyby(by_text(of), by_text(by), complete(by, d), call)
  k <- nrow(b)
  interleaved <- function(x) as.vector(t(matrix(x, nrow = k)))
  out <- rows_of(b, ask, df)
  lapply(out, interleaved)
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
INTERVALS <- c(logit = "logit", likelihood = "likelihood", beta = "beta", asin = "asin", xlogit = "xlogit", mean = "mean")
share_of <- function(ask, full, d) {
  of <- texts(ask$of); df <- degrees(ask, d, full = full); d <- complete(of, d)
  all <- full$variables[[of]]; d$variables$it_ <- factor(d$variables[[of]], levels = if (is.factor(all)) levels(all) else sort(unique(all)))
  s <- svymean(~it_, d); out <- list(estimate = as.vector(coef(s)), se = as.vector(SE(s)))
  method <- ask$interval %||% "beta"
  if (method %in% c("t", "normal")) { t <- qt(0.5 + level(ask) / 2, if (method == "t") df else Inf)
    return(c(out, list(low = out$estimate - t * out$se, high = out$estimate + t * out$se))) }
  ends <- lapply(levels(d$variables$it_), function(one) {
    hit <- hitting("it_", one, d)
    if (coef(svymean(~hit_, hit)) %in% c(0, 1) || (method == "beta" && any(outside(d)))) return(c(NA, NA))
    as.vector(attr(svyciprop(~hit_, hit, method = INTERVALS[[method]], level = level(ask), df = df), "ci"))
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
gap_of <- function(full, y, one, other) {
  if (inherits(full, "svyrep.design"))
    return(withReplicates(full, function(w, data) sum(w * y * one) / sum(w * one) - sum(w * y * other) / sum(w * other)))
  full$variables$a_ <- one * y; full$variables$na_ <- as.numeric(one)
  full$variables$b_ <- other * y; full$variables$nb_ <- as.numeric(other)
  svycontrast(svytotal(~a_ + na_ + b_ + nb_, full), quote(a_ / na_ - b_ / nb_))
}
base_of <- function(names, ask, v) rowSums(is.na(v[names])) == 0 &
  (if (is.null(ask$r_where)) TRUE else eval(parse(text = ask$r_where), v) %in% TRUE)
difference_of <- function(ask, full, d) {
  of <- texts(ask$of); v <- full$variables; base <- base_of(of, ask, v)
  gap <- gap_of(full, ifelse(is.na(v[[of]]), 0, v[[of]]), base & member(ask$groups[[1]], v), base & member(ask$groups[[2]], v))
  rows <- rows_of(gap, ask, degrees(ask, d, "design", full))
  if (isTRUE(getOption("survey.adjust.domain.lonely"))) rows["estimate"] else rows
}
custom_of <- function(ask, full, d) {
  r <- withReplicates(full, function(w, data) with(data, sum(w * zz) / sum(w * cnt)))
  list(estimate = as.vector(r), se = as.vector(SE(r)))
}
