# Regressions, tests of their terms and what they expect.
FAMILIES <- list(gaussian = gaussian(), binomial = quasibinomial(), poisson = quasipoisson())
fitted_to <- function(ask, d) {
  f <- as.formula(ask$formula); environment(f) <- environment(); names <- intersect(all.vars(f), names(d$variables))
  d <- complete(names, d); d <- seen(names[vapply(d$variables[names], is.factor, NA)], d)
  family <- ask$family %||% "gaussian"
  if (family == "ordinal") return(at_its_maximum(eval(bquote(svyolr(.(f), d))), f, d))
  if (!inherits(d, "svyrep.design")) return(eval(bquote(svyglm(.(f), d, family = .(FAMILIES[[family]])))))
  m <- eval(bquote(svyglm(.(f), d, family = .(FAMILIES[[family]]), return.replicates = TRUE)))
  found <- rbind(coef(m), m$replicates); eta <- found %*% t(model.matrix(m))
  if (family == "binomial" && any(abs(eta) > 14)) stop("a replicate is separated, where R's search ends somewhere")
  m
}
# R's search for an ordinal model stops early where weights are uneven: its figures are taken only at the maximum.
at_its_maximum <- function(m, f, d) {
  x <- model.matrix(f, d$variables)[, -1, drop = FALSE]; y <- as.integer(d$variables[[as.character(f[[2]])]])
  w <- weights(d, "sampling"); w <- w / mean(w); k <- ncol(x)
  loss <- function(p) { cut <- c(-Inf, p[-seq_len(k)], Inf); eta <- drop(x %*% p[seq_len(k)])
    -sum(w * log(pmax(plogis(cut[y + 1] - eta) - plogis(cut[y] - eta), 1e-300))) }
  start <- c(m$coefficients, m$zeta); better <- optim(start, loss, method = "BFGS", control = list(maxit = 500, reltol = 1e-12))
  if (max(abs(better$par - start)) > 1e-3 * max(abs(start))) stop("R's search stops before the maximum")
  m
}
regression_of <- function(ask, full, d) {
  m <- fitted_to(ask, d)
  # With replicates svyolr leaves its search where it starts, so that its errors are near 0.
  if ((ask$family %||% "gaussian") == "ordinal") return(list(estimate = c(m$coefficients, m$zeta),
    se = if (!inherits(full, "svyrep.design")) as.vector(SE(m))))
  if (any(is.na(coef(m)))) stop("collinear")
  s <- coef(summary(m)); ci <- confint(m, level = level(ask))
  list(estimate = coef(m), se = as.vector(SE(m)), t = s[, 3], p = s[, 4], low = ci[, 1], high = ci[, 2],
    covariance = if (isTRUE(ask$covariance)) as.vector(vcov(m)), df = rep(m$df.residual, length(coef(m))))
}
model_before <- function(ask, full) { before <- ask$asks[[ask$from]]; fitted_to(before, inside(before, full)) }
term_of <- function(ask, full, d) {
  m <- model_before(ask, full); f <- by_text(texts(ask$terms))
  if (identical(ask$kind, "lrt")) { x <- regTermTest(m, f, method = "LRT"); return(if (any(outside(m$survey.design))) list(p = x$p) else list(statistic = x$chisq, lambda = x$lambda, p = x$p)) }
  x <- regTermTest(m, f)
  list(statistic = x$Ftest, ndf = x$df, ddf = x$ddf, p = x$p)
}
predict_of <- function(ask, full, d) {
  m <- model_before(ask, full)
  new <- do.call(rbind, lapply(ask$at, function(one) as.data.frame(one, stringsAsFactors = FALSE)))
  p <- predict(m, newdata = new, type = ask$type %||% "response")
  v <- as.vector(attr(p, "var")); k <- length(coef(p))
  list(estimate = as.vector(coef(p)), se = sqrt(if (length(v) > k) diag(matrix(v, k)) else v))
}
