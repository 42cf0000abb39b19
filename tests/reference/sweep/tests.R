# Tests of tables, fit, means and ranks; letters are tested elsewhere. `lincom` is left out: it needs CompQuadForm,
# without which R falls back to another approximation. A table of a domain takes its own degrees of freedom in R.
CHISQ <- c("rao-scott-f" = "F", "rao-scott-chisq" = "Chisq", wald = "Wald", "wald-adjusted" = "adjWald", saddlepoint = "saddlepoint")
table_case <- function(n, r, c, where = NULL, d = D[[n]]$r) for (t in names(CHISQ)) {
  x <- tryCatch(svychisq(as.formula(paste("~", r, "+", c)), d, statistic = CHISQ[[t]]), error = function(e) NULL)
  if (is.null(x) || !is.finite(x$p.value)) next
  known <- list(statistic = as.vector(x$statistic), p = as.vector(x$p.value))
  if (t %in% names(CHISQ)[c(1, 3, 4)]) { known$ndf <- x$parameter[[1]]; known$ddf <- x$parameter[[2]] }
  case(paste("table", n, r, c, t, where), D[[n]], c(list(statistic = "crosstab", rows = r, columns = c, test = t), if (!is.null(where)) list(where = where, df = "domain")), known,
    tolerance = if (t == "saddlepoint") 1e-5 else 1e-8)
}
for (n in schools) for (p in list(c("stype", "awards"), c("sch.wide", "comp.imp"), c("stype", "comp.imp"))) table_case(n, p[1], p[2])
for (n in c("clus1", "strat", "stages")) table_case(n, "awards", "stype", "meals < 70", subset(D[[n]]$r, meals < 70))
table_case("people", "chol", "race"); table_case("people", "age", "sex"); table_case("people", "race", "age"); table_case("people", "chol", "age")
ttest_case <- function(name, design, f, ask, d) {
  x <- svyttest(f, d)
  case(paste("ttest", name), design, ask, list(statistic = as.vector(x$statistic), ddf = as.vector(x$parameter), p = as.vector(x$p.value), estimate = as.vector(x$estimate)))
}
for (n in schools) {
  d <- D[[n]]$r
  ttest_case(paste(n, "two"), D[[n]], api00 ~ comp.imp, list(statistic = "ttest", of = "api00", by = "comp.imp"), d)
  ttest_case(paste(n, "part"), D[[n]], meals ~ awards, list(statistic = "ttest", of = "meals", by = "awards", where = "ell > 5"), subset(d, ell > 5))
  x <- svyttest(I(api00 - 650) ~ 0, d)
  case(paste("ttest", n, "one"), D[[n]], list(statistic = "ttest", of = "api00", mu = 650), list(statistic = as.vector(x$statistic), ddf = as.vector(x$parameter), p = as.vector(x$p.value)))
  for (k in c("wilcoxon", "vanderWaerden", "median")) for (v in c("enroll", "ell")) {
    x <- svyranktest(as.formula(paste(v, "~ comp.imp")), d, test = k)
    case(paste("ranks", n, k, v), D[[n]], list(statistic = "ranktest", of = v, by = "comp.imp", kind = tolower(k)),
      list(statistic = as.vector(x$statistic), ddf = as.vector(x$parameter), p = as.vector(x$p.value), difference = as.vector(x$estimate)))
  }
  for (k in c("KruskalWallis", "vanderWaerden", "median")) {
    x <- svyranktest(meals ~ stype, d, test = k)
    case(paste("ranks of three", n, k), D[[n]], list(statistic = "ranktest", of = "meals", by = "stype", kind = if (k == "KruskalWallis") "kruskal" else tolower(k)),
      list(statistic = x$parameter[["Chisq"]], p = as.vector(x$p.value)))
  }
  if (!n %in% c("strat", "open", "fraction")) {
    x <- svygofchisq(~stype, p = c(0.7, 0.1, 0.2), d)
    case(paste("fit", n), D[[n]], list(statistic = "gof", of = "stype", expected = list(E = 0.7, H = 0.1, M = 0.2)),
      list(statistic = as.vector(x$statistic), scale = x$parameter[["scale"]], ndf = x$parameter[["df"]], p = as.vector(x$p.value)))
  }
  a <- svycralpha(~ell + meals + api99, d)
  case(paste("alpha", n), D[[n]], list(statistic = "alpha", of = I(c("ell", "meals", "api99"))), list(estimate = as.vector(a)))
}
