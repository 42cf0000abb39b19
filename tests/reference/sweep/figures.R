# Means, totals, shares, ratios, variances, quantiles, intervals, domains, contrasts, lonely rules, unequal probabilities.
schools <- c("strat", "open", "fraction", "plain", "clus1", "clus2", "clus2open", "stages")
wheres <- list(all = NULL, mid = "meals > 20 and meals < 80", high = "stype != 'H'")
cut_by <- function(d, w) switch(w, all = d, mid = subset(d, meals > 20 & meals < 80), high = subset(d, stype != "H"))
for (n in schools) for (w in names(wheres)) {
  d <- cut_by(D[[n]]$r, w); df <- degf(d); where <- wheres[[w]]; name <- paste(n, w)
  ask <- function(...) c(list(...), if (!is.null(where)) list(where = where))
  case(paste(name, "mean"), D[[n]], ask(statistic = "mean", of = I(c("api00", "ell"))), rows(svymean(~api00 + ell, d), df))
  case(paste(name, "total"), D[[n]], ask(statistic = "total", of = "enroll"), rows(svytotal(~enroll, d, na.rm = TRUE), df))
  case(paste(name, "share"), D[[n]], ask(statistic = "share", of = "sch.wide", interval = "t"), rows(svymean(~sch.wide, d), df))
  case(paste(name, "ratio"), D[[n]], ask(statistic = "ratio", of = "api.stu", over = "enroll"),
    rows(svyratio(~api.stu, ~enroll, d, na.rm = TRUE), df))
  case(paste(name, "var"), D[[n]], ask(statistic = "var", of = "meals"), rows(svyvar(~meals, d))[c("estimate", "se")])
  case(paste(name, "by"), D[[n]], ask(statistic = "mean", of = "api99", by = I("comp.imp"), covariance = TRUE),
    c(rows(svyby(~api99, ~comp.imp, d, svymean, covmat = TRUE)), list(covariance = vcov(svyby(~api99, ~comp.imp, d, svymean, covmat = TRUE)))))
  b <- svyby(~api00, ~comp.imp, d, svymean, covmat = TRUE)
  case(paste(name, "difference"), D[[n]], ask(statistic = "difference", of = "api00", groups = list(list(comp.imp = "No"), list(comp.imp = "Yes"))),
    rows(svycontrast(b, c(1, -1))))
  case(paste(name, "relative"), D[[n]], list(statistic = "contrast", from = I(c("a", "b")), expression = "a / b"),
    rows(svycontrast(svymean(~api00 + api99, d), quote(api00 / api99))),
    before = list(c(list(id = "a"), ask(statistic = "mean", of = "api00")), c(list(id = "b"), ask(statistic = "mean", of = "api99"))))
  case(paste(name, "deff"), D[[n]], ask(statistic = "mean", of = "meals"), list(deff = deff(svymean(~meals, d, deff = "replace"))))
  for (m in c("logit", "beta", "xlogit", "asin", "mean")) {
    p <- svyciprop(~I(awards == "Yes"), d, method = m); ci <- attr(p, "ci")
    case(paste(name, "interval", m), D[[n]], ask(statistic = "share", of = "awards", categories = I("Yes"), interval = m),
      list(estimate = p[[1]], low = ci[[1]], high = ci[[2]]))
  }
  for (i in c("mean", "beta", "xlogit", "asin")) {
    q <- svyquantile(~api00, d, c(0.1, 0.5, 0.8), interval.type = i)[[1]]
    case(paste(name, "quantile", i), D[[n]], ask(statistic = "quantile", of = "api00", q = c(0.1, 0.5, 0.8), interval = if (i == "mean") "woodruff-mean" else i),
      list(estimate = q[, 1], low = q[, 2], high = q[, 3], se = q[, 4]))
  }
}
for (n in c("strat", "clus2", "stages")) for (r in c("math", "school", "shahvaish", paste0("hf", 1:9))) for (v in c("meals", "api99")) {
  q <- svyquantile(as.formula(paste("~", v)), D[[n]]$r, c(0.05, 0.25, 0.5, 0.75, 0.88), qrule = r)[[1]]
  case(paste(n, "rule", r, v), D[[n]], list(statistic = "quantile", of = v, q = c(0.05, 0.25, 0.5, 0.75, 0.88), qrule = r),
    list(estimate = q[, 1], low = q[, 2], high = q[, 3]))
}
q <- svyquantile(~meals, D$clus1$r, c(0.25, 0.5), alpha = 0.1)[[1]]
case("quantile 90 %", D$clus1, list(statistic = "quantile", of = "meals", q = c(0.25, 0.5), confidence = 0.9), list(low = q[, 2], high = q[, 3]))
P <- D$people$r
for (v in c("chol", "z")) {
  f <- as.formula(paste("~", v))
  case(paste("people mean", v), D$people, list(statistic = "mean", of = v), rows(svymean(f, P, na.rm = TRUE)))
  b <- svyby(f, ~race + sex, P, svymean, na.rm = TRUE)
  case(paste("people by", v), D$people, list(statistic = "mean", of = v, by = I(c("race", "sex"))), list(estimate = coef(b), se = as.vector(SE(b))))
  b <- svyby(f, ~age, subset(P, race == 3), svytotal, na.rm = TRUE)
  case(paste("people totals", v), D$people, list(statistic = "total", of = v, by = I("age"), where = "race == 3"), list(estimate = coef(b), se = as.vector(SE(b))))
}
for (age in c("a0", "a20", "a40", "a60")) for (m in c("logit", "beta", "xlogit", "asin", "mean")) {
  p <- svyciprop(~I(chol == 1), subset(P, age == get("age", 1)), method = m, na.rm = TRUE); ci <- attr(p, "ci")
  case(paste("people interval", age, m), D$people, list(statistic = "share", of = "chol", categories = I("1"), interval = m, where = paste0("age == '", age, "'")),
    list(estimate = p[[1]], low = ci[[1]], high = ci[[2]]), tolerance = if (m == "logit") 1e-6 else 1e-8)
}
for (rule in c("remove", "adjust", "average", "certainty")) for (domain in c(FALSE, TRUE)) {
  options(survey.lonely.psu = rule, survey.adjust.domain.lonely = domain)
  L <- svydesign(id = ~c, strata = ~h, weights = ~w, nest = TRUE, data = lone)
  lonely <- shape("../lone.csv", L, strata = I("h"), clusters = I("c"), weights = "w", nest = TRUE, lonely = rule, lonely_domain = domain)
  name <- paste("lonely", rule, domain)
  case(paste(name, "total"), lonely, list(statistic = "total", of = I(c("enroll", "ell")), where = "meals > 30"), rows(svytotal(~enroll + ell, subset(L, meals > 30), na.rm = TRUE)))
  case(paste(name, "ratio"), lonely, list(statistic = "ratio", of = "api00", over = "api99"), rows(svyratio(~api00, ~api99, L)))
  case(paste(name, "share"), lonely, list(statistic = "share", of = "stype", interval = "t", where = "ell > 10"), rows(svymean(~stype, subset(L, ell > 10))))
  m <- svyglm(api00 ~ ell, L)
  case(paste(name, "model"), lonely, list(statistic = "regression", formula = "api00 ~ ell"), rows(m))
}
options(survey.lonely.psu = "remove", survey.adjust.domain.lonely = FALSE)
jp <- as.matrix(election_jointprob)
pps <- list(brewer = svydesign(id = ~1, fpc = ~p, data = votes, pps = "brewer"),
  overton = svydesign(id = ~1, fpc = ~p, data = votes, pps = "overton"),
  "hartley-rao" = svydesign(id = ~1, fpc = ~p, data = votes, pps = HR()),
  "horvitz-thompson" = svydesign(id = ~1, fpc = ~p, data = votes, pps = ppsmat(jp)),
  "yates-grundy" = svydesign(id = ~1, fpc = ~p, data = votes, pps = ppsmat(jp), variance = "YG"))
for (m in names(pps)) {
  shape_m <- list(pps = c(list(probabilities = I("p"), method = m), if (m %in% c("horvitz-thompson", "yates-grundy")) list(joint = "votes_joint.csv")))
  d <- list(data = "votes.csv", shape = shape_m)
  case(paste("pps total", m), d, list(statistic = "total", of = I(c("Bush", "Kerry", "Nader"))), rows(svytotal(~Bush + Kerry + Nader, pps[[m]])))
  case(paste("pps ratio", m), d, list(statistic = "ratio", of = "Bush", over = "votes"), rows(svyratio(~Bush, ~votes, pps[[m]])))
  case(paste("pps domain", m), d, list(statistic = "mean", of = "Kerry", where = "Bush > Kerry"), rows(svymean(~Kerry, subset(pps[[m]], Bush > Kerry))))
  case(paste("pps model", m), d, list(statistic = "regression", formula = "Bush ~ Kerry"), rows(svyglm(Bush ~ Kerry, pps[[m]])))
}
