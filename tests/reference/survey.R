# Regenerates the numbers and data beside this script:  Rscript survey.R  (package survey >= 4.1 and jsonlite)
suppressPackageStartupMessages({library(survey); library(jsonlite)})
data(api)
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))

kept <- c("dnum", "snum", "stype", "sch.wide", "comp.imp", "awards", "api00", "api99", "ell", "meals", "enroll", "api.stu", "acs.core")
write <- function(x, name) write.csv(x, file.path(here, paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)

strat <- apistrat[order(apistrat$stype, apistrat$cds), c(kept, "pw", "fpc")]
strat$str2 <- as.character(strat$stype)
strat$str2[which(strat$stype == "H")[1]] <- "Z"
strat$str3 <- ave(seq_len(nrow(strat)), strat$str2, FUN = seq_along) %% 3
strat$fraction <- as.numeric(table(strat$stype)[as.character(strat$stype)]) / strat$fpc
clus1 <- apiclus1[, c(kept, "pw", "fpc")]
clus2 <- apiclus2[, c(kept, "pw", "fpc1", "fpc2")]
# Strata whose cluster labels repeat, with one, two and three clusters of some schools each; the population counts
# are invented.
nested <- clus1
nested$h <- c(1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6)[match(nested$dnum, sort(unique(nested$dnum)))]
nested$c <- ave(nested$dnum, nested$h, FUN = function(d) match(d, sort(unique(d))))
nested$N1 <- c(9, 8, 2, 20, 30, 5)[nested$h]
nested$N2 <- ave(nested$snum, nested$dnum, FUN = length) + (nested$h %% 3)
nested$w <- nested$pw * (1 + (seq_len(nrow(nested)) %% 7) / 5)
nested$level <- ifelse(nested$stype == "E", "E", "HM")
nested$N3 <- ave(nested$snum, nested$dnum, nested$level, FUN = length) + 2
lone <- subset(nested, !(h == 6 & c == 2))
write(strat, "apistrat"); write(clus1, "apiclus1"); write(clus2, "apiclus2"); write(nested, "nested"); write(lone, "lone")

row <- function(x, df = NULL) {
  out <- list(estimate = as.vector(coef(x)), se = as.vector(unlist(SE(x))))
  if (!is.null(df)) out$ci <- unname(confint(x, df = df))
  out
}
EHM <- list(EH = c(E = 1, H = -1), EM = c(E = 1, M = -1), HM = c(H = 1, M = -1))
out <- list(survey = as.character(packageVersion("survey")), lonely = list())
for (rule in c("remove", "adjust", "average", "certainty")) for (domain in c(FALSE, TRUE)) {
  options(survey.lonely.psu = rule, survey.adjust.domain.lonely = domain)
  name <- paste(rule, domain)
  suppressWarnings({
    d <- svydesign(id = ~1, strata = ~str2, weights = ~pw, data = strat)
    n <- svydesign(id = ~c, strata = ~h, weights = ~w, nest = TRUE, data = lone)
    f <- svydesign(id = ~c, strata = ~h, weights = ~w, fpc = ~N1, nest = TRUE, data = lone)
    m <- svydesign(id = ~c + snum, strata = ~h, weights = ~w, fpc = ~N1 + N2, nest = TRUE, data = nested)
    out$lonely[[name]] <- list(
      all = row(svymean(~api00, d)),
      away = row(svymean(~api00, subset(d, str2 != "Z"))),
      with = row(svymean(~api00, subset(d, stype == "H"))),
      nested = row(svymean(~api00, n)),
      fpc = row(svytotal(~api00, f)),
      domain = row(svymean(~api00, subset(n, enroll > 700))),
      fpc_domain = row(svytotal(~api00, subset(f, enroll > 700))),
      narrow = row(svymean(~api00, subset(n, c == 1))),
      by = row(svyby(~api00, ~stype, n, svymean)),
      differences = row(svycontrast(svyby(~api00, ~stype, n, svymean, covmat = TRUE), EHM)),
      differences_domain = row(svycontrast(svyby(~api00, ~stype, subset(n, enroll > 300), svymean, covmat = TRUE), EHM)),
      ratio = row(svyratio(~api.stu, ~enroll, subset(n, meals > 50))),
      stages = row(svymean(~api00, m)),
      stages_domain = row(svymean(~api00, subset(m, enroll > 700)))
    )
  })
}
options(survey.lonely.psu = "fail", survey.adjust.domain.lonely = FALSE)
d <- svydesign(id = ~1, strata = ~str2, weights = ~pw, data = strat)
out$fail_away <- row(svymean(~api00, subset(d, str2 != "Z")))

options(survey.lonely.psu = "remove")
dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat)
dclus1 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)
dclus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = clus2)
m <- svydesign(id = ~c + snum, strata = ~h, weights = ~w, fpc = ~N1 + N2, nest = TRUE, data = nested)
mw <- svydesign(id = ~c + snum, strata = ~h, fpc = ~N1 + N2, nest = TRUE, data = nested)
ft <- svydesign(id = ~1, strata = ~stype, fpc = ~fraction, data = strat)
out$fraction <- row(svytotal(~enroll, ft, na.rm = TRUE))
out$fpc_weights <- row(svytotal(~enroll, mw, na.rm = TRUE))
out$fpc_weights_df <- degf(mw)
mm <- svydesign(id = ~c + snum, strata = ~h + level, weights = ~w, fpc = ~N1 + N3, nest = TRUE, data = nested)
options(survey.lonely.psu = "adjust")
out$strata_at_both <- row(svymean(~api00, subset(mm, enroll > 400)))
options(survey.lonely.psu = "remove")
out$strata_at_both_by <- row(svyby(~api00, ~comp.imp, mm, svymean))
some <- subset(dclus1, ell > 20 & stype != "H")
out$where_df <- degf(some)
out$where <- row(svymean(~api00 + acs.core, some, na.rm = TRUE), degf(some))
out$clus2_where <- row(svyratio(~api.stu, ~enroll, subset(dclus2, comp.imp == "Yes"), na.rm = TRUE))
b <- svyby(~awards, ~stype, m, svymean)
out$share_by <- row(b)
totals <- svyby(~enroll, ~stype, dclus1, svytotal, deff = "replace")
out$deff_total_by <- totals[[grep("DEff", names(totals))]]
out$deff_ratio <- as.vector(deff(svyratio(~api.stu, ~enroll, dclus2, na.rm = TRUE, deff = "replace")))

test <- function(x) list(statistic = as.vector(x$statistic), parameter = as.vector(x$parameter), p = as.vector(x$p.value))
tests <- function(formula, design) lapply(c(F = "F", Chisq = "Chisq", Wald = "Wald", adjWald = "adjWald"),
  function(s) test(svychisq(formula, design, statistic = s)))
clus1$size <- ifelse(clus1$enroll < 300, "a", ifelse(clus1$enroll < 500, "b", ifelse(clus1$enroll < 900, "c", "d")))
holes <- clus1; holes$awards[holes$meals > 90] <- NA
write(holes, "holes")
dh <- svydesign(id = ~dnum, weights = ~pw, data = holes)
out$tests <- list(clus2 = tests(~awards + stype, dclus2), nested = tests(~sch.wide + stype, m), size = tests(~stype + size, dh),
  missing = tests(~awards + stype, dh), domain = tests(~awards + comp.imp, subset(dh, meals < 60)))
out$intervals <- lapply(c(logit = "logit", beta = "beta", asin = "asin", mean = "mean", xlogit = "xlogit"), function(method)
  as.vector(attr(svyciprop(~I(awards == "Yes"), subset(dh, meals < 60), method = method, na.rm = TRUE), "ci")))
contrast <- svyby(~api00, ~stype, subset(m, enroll > 300), svymean, covmat = TRUE)
out$contrast <- row(svycontrast(contrast, EHM))
rules <- c("math", "school", "shahvaish", paste0("hf", 1:9))
shares <- c(0.1, 0.25, 0.5, 0.75, 0.95)
quantiles <- function(x, d, ...) unname(lapply(unname(split(unclass(svyquantile(x, d, shares, ...)[[1]]), seq_along(shares))), as.vector))
out$quantiles <- list(shares = shares,
  rules = sapply(rules, function(r) quantiles(~api00, dclus1, qrule = r), simplify = FALSE),
  intervals = sapply(c("mean", "beta", "xlogit", "asin"), function(i) quantiles(~ell, dclus2, interval.type = i), simplify = FALSE),
  domain = quantiles(~api00, subset(m, stype == "E")))
ranked <- function(x) c(statistic = as.vector(x$statistic), parameter = as.vector(x$parameter), p = as.vector(x$p.value))
out$ranks <- lapply(c(wilcoxon = "wilcoxon", vanderwaerden = "vanderWaerden", median = "median"), function(k) as.list(ranked(svyranktest(ell ~ awards, m, test = k))))
out$ranks3 <- lapply(c(kruskal = "KruskalWallis", vanderwaerden = "vanderWaerden"), function(k) as.list(ranked(svyranktest(ell ~ stype, dclus1, test = k))))
out$saddlepoint <- list(clus2 = test(svychisq(~awards + stype, dclus2, statistic = "saddlepoint")), size = test(svychisq(~stype + size, dh, statistic = "saddlepoint")))
gof <- svygofchisq(~stype, p = c(0.7, 0.1, 0.2), dclus1)
out$gof <- list(statistic = as.vector(gof$statistic), scale = gof$parameter[["scale"]], df = gof$parameter[["df"]], p = as.vector(gof$p.value))
out$var <- row(svyvar(~enroll, subset(m, stype == "E"), na.rm = TRUE))
model <- function(x) list(term = names(coef(x)), estimate = as.vector(coef(x)), se = as.vector(SE(x)), df = x$df.residual)
wide <- subset(m, enroll > 300)
out$models <- list(
  full = model(svyglm(api00 ~ 0 + stype + ell, m)),
  crossed = model(svyglm(api00 ~ awards * stype + meals, dclus1)),
  inner = model(svyglm(api00 ~ awards + ell:stype, dclus1)),
  factors = model(svyglm(I(api00 - api99) ~ factor(str3) + log(enroll), dstrat)),
  domain = model(svyglm(sch.wide ~ ell + meals, wide, family = quasibinomial())),
  poisson = model(svyglm(api.stu ~ meals + stype, wide, family = quasipoisson())))
crossed <- svyglm(api00 ~ awards * stype + meals, dclus1)
term <- function(x) list(ndf = x$df, ddf = x$ddf, p = as.vector(x$p))
out$terms <- list(interaction = term(regTermTest(crossed, ~awards:stype)), both = term(regTermTest(crossed, ~meals + awards:stype)),
  lrt = term(regTermTest(svyglm(sch.wide ~ ell + stype, dclus1, family = quasibinomial()), ~stype, method = "LRT")))
expected <- predict(crossed, newdata = data.frame(awards = c("No", "Yes"), stype = c("H", "M"), meals = c(20, 70)))
out$expected <- list(estimate = as.vector(coef(expected)), se = as.vector(SE(expected)))
# Weights that are unequal before they are raked: R's errors of raking are not those of the same calibration.
dw <- svydesign(id = ~dnum, weights = ~w, data = nested)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
awarded <- data.frame(awards = c("No", "Yes"), Freq = c(2194, 4000))
raked <- rake(dw, list(~stype, ~awards), list(types, awarded), control = list(maxit = 500, epsilon = 1e-12))
exact <- calibrate(dw, ~stype + awards, c(6194, 755, 1018, 4000), calfun = "raking", epsilon = 1e-13, maxit = 100)
stratified <- postStratify(dw, ~stype, types)
weighted <- function(d) list(mean = row(svymean(~api00, d)), total = row(svytotal(~api.stu, d)), domain = row(svymean(~api00, subset(d, ell > 20))),
  min = min(weights(d)), max = max(weights(d)))
out$weighting <- list(raked = weighted(raked), exact = weighted(exact), stratified = weighted(stratified),
  logit = weighted(calibrate(dw, ~stype + api99, c(6194, 755, 1018, 3914069), calfun = "logit", bounds = c(0.3, 3), epsilon = 1e-13, maxit = 100)))
write_json(out, file.path(here, "survey.json"), digits = 16, auto_unbox = TRUE, pretty = TRUE, na = "null")
