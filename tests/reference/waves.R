# Regenerates waves.json beside it:  Rscript waves.R  (packages metafor and jsonlite)
# Series of waves with known standard errors, and what R makes of them: the spread of a random walk by restricted
# maximum likelihood (metafor), a Kalman filter written out here and StructTS, weighted regression on time.
suppressPackageStartupMessages({library(metafor); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))

series <- list(
  yearly = list(times = 0:9,
    values = c(0.312, 0.334, 0.298, 0.351, 0.372, 0.401, 0.388, 0.412, 0.455, 0.431),
    errors = c(0.021, 0.019, 0.024, 0.018, 0.020, 0.022, 0.017, 0.019, 0.021, 0.018)),
  uneven = list(times = c(0, 0.5, 1.1, 2.9, 3.2, 4.8, 5.1, 7.0, 7.4),
    values = c(0.120, 0.148, 0.131, 0.205, 0.188, 0.260, 0.233, 0.301, 0.322),
    errors = c(0.012, 0.011, 0.014, 0.013, 0.010, 0.015, 0.012, 0.016, 0.013)),
  still = list(times = 0:7,
    values = c(0.501, 0.489, 0.512, 0.495, 0.507, 0.498, 0.504, 0.493),
    errors = rep(0.020, 8)))
ahead <- 1.25

# The exact diffuse filter of a level (and a drift): the first observations fix them, by a prior variance that is huge
# beside the data.
filtered <- function(y, v, times, spread, drift, ahead) {
  huge <- 1e7
  a <- c(0, 0); P <- diag(c(huge, if (drift) huge else 0)); at <- times[1]
  for (i in seq_along(y)) {
    gap <- times[i] - at; T <- rbind(c(1, gap), c(0, 1))
    a <- drop(T %*% a); P <- T %*% P %*% t(T) + diag(c(spread^2 * gap, 0)); at <- times[i]
    K <- P[, 1] / (P[1, 1] + v[i])
    a <- a + K * (y[i] - a[1]); P <- P - K %o% P[1, ]
  }
  T <- rbind(c(1, ahead), c(0, 1))
  a <- drop(T %*% a); P <- T %*% P %*% t(T) + diag(c(spread^2 * ahead, 0))
  c(centre = a[1], sd = sqrt(P[1, 1]))
}

one <- function(s, drift) {
  y <- qlogis(s$values); v <- (s$errors / (s$values * (1 - s$values)))^2; id <- seq_along(y)
  K <- outer(s$times, s$times, pmin) + 1e-12 * diag(length(y)); dimnames(K) <- list(id, id)
  d <- data.frame(y, v, id = factor(id), time = s$times)
  # One dimension: search the restricted likelihood that metafor computes to its maximum
  likelihood <- function(q) suppressWarnings(as.numeric(logLik(rma.mv(y, v, mods = if (drift) ~ time else ~ 1,
    random = ~ 1 | id, R = list(id = K), Rscale = 0, data = d, method = "REML", sigma2 = q))))
  best <- optimize(function(s) -likelihood(s^2), c(0, 2), tol = 1e-10)
  spread <- if (-best$objective > likelihood(0)) best$minimum else 0
  at <- c(0, 0.05, 0.1, 0.3)
  list(spread = spread, gains = sapply(at^2, likelihood) - likelihood(0), at = at,
       predicted = as.list(filtered(y, v, s$times, spread, drift, ahead)),
       fixed = as.list(filtered(y, v, s$times, 0.1, drift, ahead)))
}

line <- function(s) {
  v <- s$errors^2; m <- lm(values ~ times, data = s, weights = 1 / v)
  f <- rma(s$values, v, mods = ~ s$times, method = "FE")
  list(slope = unname(coef(m)[2]), se = f$se[2], slope_metafor = unname(coef(f)[2]), bend = f$QE, p_bend = f$QEp)
}

# StructTS with its measurement variance held at a known value: ML of the level's variance alone.
y <- c(4.1, 4.6, 4.2, 5.3, 5.9, 5.1, 6.2, 6.8, 6.1, 7.0, 7.9, 7.2)
held <- 0.25
structural <- StructTS(ts(y), type = "level", fixed = c(NA, held))
out <- list(metafor = as.character(packageVersion("metafor")), ahead = ahead, series = series,
            level = lapply(series, one, drift = FALSE), drift = lapply(series, one, drift = TRUE),
            line = lapply(series, line),
            structural = list(values = y, variance = held, level = unname(structural$coef["level"]),
                              ahead = as.numeric(predict(structural, n.ahead = 1)$pred),
                              se = as.numeric(predict(structural, n.ahead = 1)$se)))
write(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), file.path(here, "waves.json"))
