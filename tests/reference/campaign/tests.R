# Tables with their pairs, t tests, rank tests, goodness of fit and reliability.
CHISQ <- c("rao-scott-f" = "F", "rao-scott-chisq" = "Chisq", wald = "Wald", "wald-adjusted" = "adjWald", lincom = "lincom",
  saddlepoint = "saddlepoint")
crosstab_of <- function(ask, full, d) {
  r <- ask$rows; k <- ask$columns; all <- d; d <- seen(c(r, k), complete(c(r, k), d))
  figures <- c(cells_of(ask, d, r, k), pairs_of(ask, full, d, r, k))
  if (any(outside(d)) || (!is.null(ask$r_where) && degf(all) != degf(full))) return(figures)
  if (all(figures$cell_se < 1e-12)) return(figures)  # The design fixes the table: what R divides by is rounding.
  if (identical(ask$test, "lincom")) return(c(lincom_of(r, k, d, all), figures))
  if (identical(ask$test, "wls-score")) return(c(wls_of(r, k, d, degf(all)), figures))
  x <- svychisq(by_text(c(r, k)), all, statistic = CHISQ[[ask$test %||% "rao-scott-f"]])
  out <- list(statistic = x$statistic, p = x$p.value)
  # With replicates R compares this with chi-squared alone, with other designs by the degrees of freedom as well.
  if (inherits(full, "svyrep.design") && identical(ask$test, "saddlepoint")) out$p <- NULL
  if ((ask$test %||% "rao-scott-f") %in% c("rao-scott-f", "wald", "wald-adjusted")) { out$ndf <- x$parameter[[1]]; out$ddf <- x$parameter[[2]] }
  c(out, figures)
}
# Shares of each column, then what the pairs of columns say of every row: with replicates, or where lonely rules look at a
# domain, R's errors of the pairs of one call are not those of another, and are not taken.
cells_of <- function(ask, d, r, k) {
  b <- lapply(levels(d$variables[[r]]), function(one) {
    svyby(~hit_, by_text(k), hitting(r, one, d), svymean)
  })
  list(cell_estimate = t(sapply(b, coef)), cell_se = t(sapply(b, SE)))
}
pairs_of <- function(ask, full, d, r, k) {
  columns <- levels(d$variables[[k]]); df <- degrees(ask, inside(ask, full), "design", full); v <- full$variables; base <- base_of(c(r, k), ask, v); out <- NULL
  for (one in levels(d$variables[[r]])) for (i in seq_along(columns)) for (j in seq_along(columns)) if (i < j) {
    hit <- as.numeric(v[[r]] %in% one); in_column <- function(at) base & v[[k]] %in% columns[at]
    x <- gap_of(full, hit, in_column(i), in_column(j)); w <- weights(full, "sampling")
    shares <- sapply(c(i, j), function(at) sum((w * hit)[in_column(at)]) / sum(w[in_column(at)]))
    t <- if (all(shares > 1e-12 & shares < 1 - 1e-12) && SE(x) > 1e-12) as.vector(coef(x) / SE(x)) else NA
    out <- rbind(out, data.frame(row = one, difference = as.vector(coef(x)), se = as.vector(SE(x)), p = 2 * pt(-abs(t), df)))
  }
  if (inherits(full, "svyrep.design") || isTRUE(getOption("survey.adjust.domain.lonely"))) out$se <- out$p <- NULL
  list(pair_difference = out$difference, pair_se = out$se, pair_p = out$p, pair_p_adjusted = if (length(out$p)) adjusted(out, ask$letters))
}
ADJUSTED <- c(holm = "holm", bonferroni = "bonferroni", bh = "BH", none = "none")
adjusted <- function(pairs, letters) {
  how <- ADJUSTED[[letters$adjust %||% "holm"]]
  if (!identical(letters$family, "row")) return(p.adjust(pairs$p, how))
  ave(pairs$p, factor(pairs$row, unique(pairs$row)), FUN = function(p) p.adjust(p, how))
}
ttest_of <- function(ask, full, d) {
  of <- texts(ask$of)
  if (!is.null(ask$mu)) { d <- complete(of, d); d$variables$it_ <- d$variables[[of]] - ask$mu; x <- svyttest(it_ ~ 0, d) }
  else { by <- texts(ask$by); d <- seen(by, complete(c(of, by), d))
    x <- svyttest(as.formula(paste(of, "~", by)), d) }
  list(statistic = x$statistic, ddf = x$parameter, p = x$p.value)
}
KINDS <- c(wilcoxon = "wilcoxon", vanderwaerden = "vanderWaerden", median = "median", kruskal = "KruskalWallis")
ranktest_of <- function(ask, full, d) {
  of <- texts(ask$of); by <- texts(ask$by); d <- seen(by, complete(c(of, by), d))
  out <- outside(d); d$variables[[of]][out] <- median(d$variables[[of]]) + 1e-7 * seq_len(sum(out))
  x <- svyranktest(as.formula(paste(of, "~", by)), d, test = KINDS[[ask$kind %||% "wilcoxon"]])
  if (nlevels(d$variables[[by]]) > 2) return(list(statistic = x$parameter[["Chisq"]], p = x$p.value))
  list(statistic = x$statistic, ddf = x$parameter, p = x$p.value)
}
gof_of <- function(ask, full, d) {
  of <- texts(ask$of); d <- complete(of, d)
  x <- svygofchisq(by_text(of), p = unlist(ask$expected), d)
  list(statistic = x$statistic, scale = x$parameter[["scale"]], ndf = x$parameter[["df"]], p = x$p.value)
}
alpha_of <- function(ask, full, d) {
  of <- texts(ask$of); list(estimate = as.vector(svycralpha(by_text(of), complete(of, d))))
}
