# Figures made of several others, and what R's `survey` 4.1 has no call for: contrasts over different domains, Wilson and
# exact likelihood intervals, the integral of `lincom`, the score test of tables, imputed data.

# What a figure is made of in every row of the design, as numerator and denominator; NULL where it is a total.
parts_of <- function(ask, v, base) {
  of <- texts(ask$of)
  y <- if (ask$statistic == "share") as.numeric(v[[of]] %in% texts(ask$categories)) else as.numeric(v[[of]])
  z <- if (ask$statistic == "ratio") as.numeric(v[[texts(ask$over)]]) else rep(1, nrow(v))
  list(n = ifelse(base, y, 0), d = if (ask$statistic != "total") ifelse(base, z, 0))
}
rows_of_figure <- function(ask, d) {
  v <- d$variables; base <- base_of(c(texts(ask$of), texts(ask$over)), ask, v) & !outside(d)
  if (is.null(ask$by)) return(list(parts_of(ask, v, base)))
  by <- v[[texts(ask$by)]]; groups <- sort(unique(by[base]))
  lapply(groups, function(g) parts_of(ask, v, base & by %in% g))
}
contrast_of <- function(ask, full, d) {
  before <- ask$asks[texts(ask$from)]
  within <- Reduce(`|`, lapply(before, function(one) base_of(character(0), one, full$variables)))
  figures <- lapply(before, rows_of_figure, d = narrow(full, within))
  n <- max(lengths(figures))
  rows <- lapply(seq_len(n), function(i) evaluated(ask, narrow(full, within), lapply(figures, function(f) f[[min(i, length(f))]])))
  out <- list(estimate = sapply(rows, `[[`, 1), se = sapply(rows, `[[`, 2))
  t <- qt(0.5 + level(ask) / 2, degrees(ask, d, "design", full))
  c(out, list(low = out$estimate - t * out$se, high = out$estimate + t * out$se))
}
evaluated <- function(ask, d, parts) {
  names <- names(parts); columns <- list(); symbols <- list()
  for (k in seq_along(parts)) {
    n <- paste0("n", k, "_"); e <- paste0("d", k, "_"); columns[[n]] <- parts[[k]]$n
    symbols[[names[k]]] <- as.name(n)
    if (!is.null(parts[[k]]$d)) { columns[[e]] <- parts[[k]]$d; symbols[[names[k]]] <- call("/", as.name(n), as.name(e)) }
  }
  expression <- do.call(substitute, list(parse(text = ask$expression)[[1]], symbols))
  x <- if (inherits(d, "svyrep.design"))
    withReplicates(d, function(w, data) eval(expression, lapply(columns, function(x) sum(w * x))))
  else { for (n in names(columns)) d$variables[[n]] <- columns[[n]]
    svycontrast(svytotal(by_text(names(columns)), d), expression) }
  c(as.vector(coef(x)), as.vector(SE(x)))
}
# Intervals of a share from its error: Wilson's, and the likelihood ratio test scaled by the design effect and inverted.
wilson_of <- function(p, se, t) {
  q <- t^2 * se^2 / (p * (1 - p))
  (p + q / 2 + c(-1, 1) * sqrt(q * p * (1 - p) + q^2 / 4)) / (1 + q)
}
likelihood_of <- function(p, se, t) {
  excess <- function(x) 2 * (p * (log(p) - log(x)) + (1 - p) * (log1p(-p) - log1p(-x))) * p * (1 - p) / se^2 - t^2
  c(uniroot(excess, c(1e-12, p), tol = 1e-14)$root, uniroot(excess, c(p, 1 - 1e-12), tol = 1e-14)$root)
}
# P(sum of lambda times chi-squared of 1 > x times chi-squared of nu / nu), by the integral of Imhof (1961). R's pFsum has
# whole degrees of freedom in the divisor, cut off by CompQuadForm::davies.
imhof <- function(x, lambda, nu) {
  l <- c(lambda, -x / nu); h <- c(rep(1, length(lambda)), max(floor(nu), 1)); scale <- max(abs(l)); l <- l / scale
  f <- function(u) sapply(u, function(u) sin(sum(h * atan(l * u)) / 2) / (u * exp(sum(h * log1p((l * u)^2)) / 4)))
  0.5 + (integrate(f, 0, 1, rel.tol = 1e-10, subdivisions = 2000)$value + integrate(f, 1, Inf, rel.tol = 1e-10, subdivisions = 2000)$value) / pi
}
# Rao and Scott's generalised design effects of a table.
effects_of <- function(r, k, d, n) {
  cell <- interaction(d$variables[[r]], d$variables[[k]]); d$variables$cell_ <- cell
  m <- svymean(~cell_, d); p <- as.vector(coef(m)); I <- nlevels(d$variables[[r]]); J <- nlevels(d$variables[[k]])
  g <- expand.grid(r = factor(seq_len(I)), c = factor(seq_len(J)))
  C <- qr.resid(qr(model.matrix(~r + c, g)), model.matrix(~r * c, g)[, -seq_len(I + J - 1), drop = FALSE])
  W <- C * ifelse(p == 0, 0, 1 / p)
  Re(eigen(solve(crossprod(C, W) / n, crossprod(W, vcov(m)) %*% W), only.values = TRUE)$values)
}
lincom_of <- function(r, k, d, all) {
  x <- svychisq(by_text(c(r, k)), all, statistic = "Chisq")$statistic
  if (inherits(d, "svyrep.design")) return(list(statistic = x))
  effects <- effects_of(r, k, d, nrow(all$variables))
  list(statistic = x, p = imhof(x, effects, sum(effects)^2 / sum(effects^2) * degf(all)))
}
# Koch's Wald test of the products of centred indicators; F with the degrees of freedom of the design.
wls_of <- function(r, k, d, nu) {
  w <- weights(d, "sampling"); centred <- function(name) {
    x <- model.matrix(~ 0 + v, data.frame(v = d$variables[[name]]))[, -1, drop = FALSE]
    sweep(x, 2, colSums(w * x) / sum(w)) }
  a <- centred(r); b <- centred(k); U <- do.call(cbind, lapply(seq_len(ncol(a)), function(i) a[, i] * b))
  m <- svytotal(U, d); q <- ncol(U); F <- sum(coef(m) * solve(vcov(m), coef(m))) / q
  list(statistic = F, ndf = q, ddf = nu, p = pf(F, q, nu, lower.tail = FALSE))
}
