# Regressions, tests of their terms, predictions, ordered categories.
model_case <- function(name, design, formula, family, where = NULL, d = design$r) {
  text <- deparse1(formula)
  r_family <- switch(family, gaussian = gaussian(), binomial = quasibinomial(), poisson = quasipoisson())
  m <- svyglm(formula, d, family = r_family)
  ask <- c(list(statistic = "regression", formula = text, family = family, covariance = TRUE), if (!is.null(where)) list(where = where))
  s <- coef(summary(m)); ci <- confint(m)
  if (!is.finite(s[1, 4])) return(invisible())
  case(paste("model", name), design, ask, list(estimate = coef(m), se = SE(m), t = s[, 3], p = s[, 4], low = ci[, 1], high = ci[, 2], covariance = vcov(m),
    df = rep(m$df.residual, length(coef(m)))), tolerance = 1e-7)
  labels <- attr(terms(m), "term.labels")
  for (label in labels[seq_len(min(2, length(labels)))]) {
    x <- regTermTest(m, as.formula(paste("~", label)))
    case(paste("term", name, label, "wald"), design, list(statistic = "term-test", from = "m", terms = I(label)), list(statistic = as.vector(x$Ftest), ndf = x$df, ddf = x$ddf, p = as.vector(x$p)),
      before = list(c(list(id = "m"), ask)), tolerance = 1e-7)
    if (length(labels) < 2 || any(grepl(":", labels))) next
    x <- tryCatch(regTermTest(m, as.formula(paste("~", label)), method = "LRT"), error = function(e) NULL)
    if (!is.null(x)) case(paste("term", name, label, "lrt"), design, list(statistic = "term-test", from = "m", terms = I(label), kind = "lrt"),
      list(statistic = as.vector(x$chisq), lambda = I(as.vector(x$lambda)), p = as.vector(x$p)), before = list(c(list(id = "m"), ask)), tolerance = 1e-4)
  }
}
for (n in setdiff(schools, "fraction")) {
  model_case(paste(n, "line"), D[[n]], api00 ~ ell + meals, "gaussian")
  model_case(paste(n, "kinds"), D[[n]], api00 ~ stype + ell, "gaussian")
  model_case(paste(n, "crossed"), D[[n]], api00 ~ awards * meals, "gaussian")
  model_case(paste(n, "yes"), D[[n]], comp.imp ~ meals + stype, "binomial")
  model_case(paste(n, "part"), D[[n]], awards ~ ell + meals, "binomial", "stype == 'E'", subset(D[[n]]$r, stype == "E"))
  model_case(paste(n, "counts"), D[[n]], api.stu ~ meals + stype, "poisson")
  model_case(paste(n, "rates"), D[[n]], api.stu ~ ell + offset(log(enroll)), "poisson")
}
model_case("people yes", D$people, chol ~ factor(race) + age, "binomial")
model_case("people part", D$people, chol ~ z + factor(sex), "binomial", "race != 1", subset(D$people$r, race != 1))
model_case("people line", D$people, z ~ age + factor(race), "gaussian")
model_case("clus1 powers", D$clus1, api00 ~ meals + I(meals^2) + log(enroll), "gaussian")
m <- svyglm(api00 ~ stype + log(enroll), D$clus1$r)
new <- data.frame(stype = c("E", "H", "M"), enroll = c(200, 900, 500))
p <- predict(m, newdata = new)
at <- lapply(1:3, function(i) as.list(new[i, ]))
case("predict line", D$clus1, list(statistic = "predict", from = "m", at = at), list(estimate = coef(p), se = as.vector(SE(p))),
  before = list(list(id = "m", statistic = "regression", formula = "api00 ~ stype + log(enroll)")))
for (t in c("link", "response")) for (f in c("binomial", "poisson")) {
  m <- if (f == "binomial") svyglm(sch.wide ~ stype + meals, D$stages$r, family = quasibinomial()) else svyglm(api.stu ~ stype + meals, D$stages$r, family = quasipoisson())
  new <- data.frame(stype = c("H", "M"), meals = c(10, 70)); p <- predict(m, newdata = new, type = t)
  case(paste("predict", f, t), D$stages, list(statistic = "predict", from = "m", at = lapply(1:2, function(i) as.list(new[i, ])), type = t), list(estimate = coef(p), se = as.vector(SE(p))),
    before = list(list(id = "m", statistic = "regression", family = f, formula = deparse1(formula(m)))), tolerance = 1e-6)
}
# svyolr stops early and takes differences for its Hessian, so its numbers hold to few digits only.
for (n in c("clus1", "stages", "strat")) {
  d <- update(D[[n]]$r, level = factor(pmin(ell %/% 15, 3)))
  v <- d$variables; v$level <- pmin(v$ell %/% 15, 3)
  file <- paste0("levels_", n, ".csv"); write(v, paste0("levels_", n))
  m <- svyolr(level ~ meals + comp.imp, d)
  S <- list(data = file, shape = D[[n]]$shape)
  ask <- list(statistic = "regression", family = "ordinal", formula = "level ~ meals + comp.imp")
  case(paste("ordinal", n), S, ask, list(estimate = c(m$coefficients, m$zeta), se = as.vector(SE(m))), tolerance = 1e-3)
  new <- data.frame(meals = c(20, 70), comp.imp = c("No", "Yes"))
  eta <- drop(model.matrix(~meals + comp.imp, rbind(new, data.frame(meals = 0, comp.imp = "No")))[1:2, -1] %*% m$coefficients)
  pr <- t(sapply(eta, function(e) diff(c(0, plogis(m$zeta - e), 1))))
  case(paste("ordinal predict", n), S, list(statistic = "predict", from = "m", at = lapply(1:2, function(i) as.list(new[i, ]))), list(estimate = as.vector(t(pr))),
    before = list(c(list(id = "m"), ask)), tolerance = 1e-3)
}
