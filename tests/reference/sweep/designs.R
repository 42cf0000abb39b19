# Public data: Californian schools (api, survey package) and a fifth of NHANES 2009-2010 (CDC, public domain).
data(api); data(nhanes); data(election)
parent <- dirname(here)
read <- function(name, folder = parent) read.csv(file.path(folder, paste0(name, ".csv")), stringsAsFactors = FALSE)
write <- function(x, name) write.csv(x, file.path(here, paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)
factors <- function(x) { for (n in intersect(c("stype", "sch.wide", "comp.imp", "awards"), names(x))) x[[n]] <- factor(x[[n]]); x }
strat <- factors(read("apistrat")); clus1 <- factors(read("apiclus1")); clus2 <- factors(read("apiclus2"))
nested <- factors(read("nested")); lone <- factors(read("lone"))
people <- nhanes[seq(1, nrow(nhanes), 5), ]
names(people) <- c("psu", "stratum", "weight", "chol", "race", "age", "sex")
people$age <- c("a0", "a20", "a40", "a60")[as.integer(people$age)]
people$z <- (seq_len(nrow(people)) * 37 %% 101) %% 23 + people$race
write(people, "people")
votes <- election_pps[, c("Bush", "Kerry", "Nader", "votes", "p")]
write(votes, "votes")
write.table(election_jointprob, file.path(here, "votes_joint.csv"), row.names = FALSE, sep = ",")

shape <- function(data, design, ...) list(data = data, r = design, shape = list(...))
D <- list(
  strat = shape("../apistrat.csv", svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat),
    strata = I("stype"), weights = "pw", fpc = I("fpc")),
  open = shape("../apistrat.csv", svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat), strata = I("stype"), weights = "pw"),
  fraction = shape("../apistrat.csv", svydesign(id = ~1, strata = ~stype, fpc = ~fraction, data = strat), strata = I("stype"), fpc = I("fraction")),
  plain = shape("../apistrat.csv", svydesign(id = ~1, weights = ~pw, data = strat), weights = "pw"),
  clus1 = shape("../apiclus1.csv", svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1), clusters = I("dnum"), weights = "pw", fpc = I("fpc")),
  clus2 = shape("../apiclus2.csv", svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = clus2),
    clusters = I(c("dnum", "snum")), fpc = I(c("fpc1", "fpc2"))),
  clus2open = shape("../apiclus2.csv", svydesign(id = ~dnum + snum, weights = ~pw, data = clus2), clusters = I(c("dnum", "snum")), weights = "pw"),
  stages = shape("../nested.csv", svydesign(id = ~c + snum, strata = ~h, weights = ~w, fpc = ~N1 + N2, nest = TRUE, data = nested),
    strata = I("h"), clusters = I(c("c", "snum")), weights = "w", fpc = I(c("N1", "N2")), nest = TRUE),
  people = shape("people.csv", svydesign(id = ~psu, strata = ~stratum, weights = ~weight, nest = TRUE, data = people),
    strata = I("stratum"), clusters = I("psu"), weights = "weight", nest = TRUE))
