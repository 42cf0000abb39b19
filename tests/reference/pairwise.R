# Regenerates pairwise.csv and pairwise.json beside it:  Rscript pairwise.R  (packages survey, numDeriv and jsonlite)
# Drivers where each person rated an outcome and two of four items drawn by lot, in two pools with other chances: every
# covariance from those who rated both items, weighted by w / share of the pool asked both; Shapley values and relative
# weights of R squared written out; errors by the delta method from the totals of survey with numerical derivatives.
suppressPackageStartupMessages({library(survey); library(numDeriv); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))
set.seed(20261128)
n <- 900; k <- 4; names <- c("y", paste0("x", 1:k))
pool <- sample(c("a", "b"), n, TRUE, c(0.6, 0.4)); cluster <- sample(60, n, TRUE); w <- round(runif(n, 0.5, 3), 3)
common <- rnorm(n); x <- sapply(1:k, function(j) round(0.6 * common + rnorm(n) + 0.3 * rnorm(60)[cluster], 4))
y <- round(drop(x %*% c(0.6, 0.3, 0.15, 0)) + rnorm(n), 4)
chance <- list(a = c(1, 1, 1, 1), b = c(4, 2, 1, 1))
drawn <- t(sapply(1:n, function(i) { d <- rep(FALSE, k); d[sample(k, 2, prob = chance[[pool[i]]])] <- TRUE; d }))
x[!drawn] <- NA
x[sample(which(!is.na(x)), 40)] <- NA                                 # asked and not answered
data <- data.frame(w, cluster, pool, drawn = apply(drawn, 1, function(d) paste0("x", which(d), collapse = " ")), y, x)
colnames(data) <- c("w", "cluster", "pool", "drawn", names)
write.csv(data, file.path(here, "pairwise.csv"), row.names = FALSE, na = "", quote = FALSE)

asked <- cbind(TRUE, drawn); values <- as.matrix(data[names]); p <- k + 1
pairs <- which(upper.tri(diag(p), diag = TRUE), arr.ind = TRUE)
columns <- do.call(cbind, lapply(seq_len(nrow(pairs)), function(at) {
  i <- pairs[at, 1]; j <- pairs[at, 2]
  share <- ave(1 * (asked[, i] & asked[, j]), pool)
  a <- ifelse(asked[, i] & asked[, j] & !is.na(values[, i]) & !is.na(values[, j]), 1 / share, 0)
  f <- function(v) ifelse(a > 0, a * v, 0)
  cbind(a, f(values[, i]), f(values[, j]), f(values[, i] * values[, j]))
}))
d <- svydesign(id = ~cluster, weights = ~w, data = data)
total <- svytotal(columns, d)
matrix_of <- function(t) {
  C <- matrix(0, p, p)
  for (at in seq_len(nrow(pairs))) {
    s <- t[4 * (at - 1) + 1:4]; i <- pairs[at, 1]; j <- pairs[at, 2]
    C[i, j] <- C[j, i] <- s[4] / s[1] - s[2] * s[3] / s[1]^2
  }
  C
}
r2 <- function(C, set) if (length(set)) drop(C[1, set + 1] %*% solve(C[set + 1, set + 1], C[set + 1, 1])) / C[1, 1] else 0
permutations <- function(v) if (length(v) < 2) list(v) else
  unlist(lapply(seq_along(v), function(i) lapply(permutations(v[-i]), function(rest) c(v[i], rest))), recursive = FALSE)
orders <- permutations(1:k)
shapley <- function(t) {
  C <- matrix_of(t); gains <- numeric(k)
  for (o in orders) for (at in 1:k) gains[o[at]] <- gains[o[at]] + r2(C, o[seq_len(at)]) - r2(C, o[seq_len(at - 1)])
  gains / length(orders) / r2(C, 1:k)
}
johnson <- function(t) {
  R <- cov2cor(matrix_of(t)); e <- eigen(R[-1, -1]); root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  drop(root^2 %*% solve(root, R[-1, 1])^2) / r2(R, 1:k)
}
given <- function(f) {
  J <- jacobian(f, coef(total))
  list(value = f(coef(total)), se = sqrt(diag(J %*% vcov(total) %*% t(J))))
}
out <- list(survey = as.character(packageVersion("survey")), covariance = matrix_of(coef(total)),
            shapley = given(shapley), johnson = given(johnson), explained = given(function(t) r2(matrix_of(t), 1:k)))
write(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), file.path(here, "pairwise.json"))
