# Regenerates audience.csv and audience.json beside it:  Rscript audience.R  (packages survey, survival, mclust, jsonlite)
# Choices, reach, best-worst scales, signs of answering without reading and the likeness of two partitions, for people
# drawn in strata and clusters with unequal weights.
suppressPackageStartupMessages({library(survey); library(survival); library(mclust); library(jsonlite)})
arguments <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", arguments[grep("--file=", arguments)]))
set.seed(20261129)
n <- 320; k <- 6; screens <- 5; codes <- paste0("C", 1:k)
stratum <- sample(4, n, TRUE); cluster <- paste0(stratum, "-", sample(7, n, TRUE)); w <- round(runif(n, 0.4, 2.5), 3)
liking <- c(1.2, 0.9, 0.7, 0.6, 0.1, -0.4)
place <- rnorm(28)[as.integer(factor(cluster))]
chosen <- sapply(1:k, function(j) 1 * (runif(n) < plogis(liking[j] - 1.2 + 0.5 * place)))
colnames(chosen) <- paste0("CH__", codes)
grid <- t(sapply(1:n, function(i) if (i %% 9 == 0) rep(sample(5, 1), 8) else sample(5, 8, TRUE)))
grid[sample(length(grid), 60)] <- NA
colnames(grid) <- paste0("GR__R", 1:8)
shown <- best <- worst <- matrix("", n, screens)
for (i in 1:n) for (s in 1:screens) {
  set <- sample(k, 4); pull <- liking[set] + rnorm(1) * 0 - log(-log(runif(4)))
  shown[i, s] <- paste(codes[set], collapse = " "); best[i, s] <- codes[set[which.max(pull)]]
  rest <- setdiff(set, set[which.max(pull)]); worst[i, s] <- codes[rest[which.min(liking[rest] - log(-log(runif(length(rest)))))]]
}
colnames(shown) <- paste0("BW__", 1:screens, "__shown"); colnames(best) <- paste0("BW__", 1:screens, "__best")
colnames(worst) <- paste0("BW__", 1:screens, "__worst")
first <- sample(4, n, TRUE); second <- ifelse(runif(n) < 0.7, first, sample(3, n, TRUE))
data <- data.frame(w, stratum, cluster, chosen, grid, shown, best, worst, first, second, check.names = FALSE)
write.csv(data, file.path(here, "audience.csv"), row.names = FALSE, na = "", quote = FALSE)

d <- svydesign(id = ~cluster, strata = ~stratum, weights = ~w, data = data.frame(w, stratum, cluster, chosen))
shares <- svymean(chosen, d)

# Probability of being among the top three, from the joint distribution shrunk towards a common mean.
v <- coef(shares); S <- vcov(shares)
spread <- var(v) - (sum(diag(S)) - sum(S) / k) / (k - 1)
B <- spread * solve(S + spread * diag(k)); centre <- mean(v) + drop(B %*% (v - mean(v)))
V <- spread * (diag(k) - B); draws <- 200000
z <- matrix(rnorm(draws * k), draws) %*% chol((V + t(V)) / 2) + rep(centre, each = draws)
top <- rowMeans(apply(-z, 1, rank) <= 3)

# Every set of channels, its union, and the smallest whose union meets the target.
union <- function(set) { u <- svymean(1 * (rowSums(chosen[, set, drop = FALSE]) > 0), d); c(coef(u), SE(u)) }
sets <- unlist(lapply(1:k, function(size) combn(k, size, simplify = FALSE)), recursive = FALSE)
unions <- lapply(sets, union); target <- 0.8
meets <- which(sapply(unions, `[`, 1) >= target); sizes <- lengths(sets)
least <- meets[sizes[meets] == min(sizes[meets])]; enough <- least[which.max(sapply(unions[least], `[`, 1))]
order <- integer(); steps <- list()
while (length(order) < k) {
  left <- setdiff(1:k, order); next_one <- left[which.max(sapply(left, function(j) union(c(order, j))[1]))]
  order <- c(order, next_one); steps[[length(steps) + 1]] <- union(order)
}

# Paired best-worst choices as a conditional logit over ordered pairs, weights of people, errors by person.
rows <- do.call(rbind, lapply(1:n, function(i) do.call(rbind, lapply(1:screens, function(s) {
  set <- match(strsplit(shown[i, s], " ")[[1]], codes); pairs <- expand.grid(b = set, w = set); pairs <- pairs[pairs$b != pairs$w, ]
  x <- matrix(0, nrow(pairs), k); x[cbind(seq_len(nrow(pairs)), pairs$b)] <- 1; x[cbind(seq_len(nrow(pairs)), pairs$w)] <- -1
  data.frame(id = i, task = i * 100 + s, weight = w[i],
             took = 1 * (pairs$b == match(best[i, s], codes) & pairs$w == match(worst[i, s], codes)), x)
}))))
names(rows)[5:10] <- codes
fit <- coxph(Surv(rep(1, nrow(rows)), took) ~ C1 + C2 + C3 + C4 + C5 + strata(task), data = rows, weights = weight,
             cluster = id, robust = TRUE, method = "breslow")
run <- function(x) { r <- rle(x); max(r$lengths[!is.na(r$values)], 0) }
out <- list(survey = as.character(packageVersion("survey")), survival = as.character(packageVersion("survival")),
  shares = list(value = unname(coef(shares)), se = unname(SE(shares)), top = unname(top)),
  reach = list(target = target, order = codes[order], union = sapply(steps, `[`, 1), se = sapply(steps, `[`, 2),
               enough = codes[sets[[enough]]], enough_union = unions[[enough]][1]),
  bestworst = list(coef = unname(coef(fit)), robust = unname(sqrt(diag(vcov(fit)))), loglik = fit$loglik[2]),
  signs = list(longest = apply(grid, 1, run), variability = apply(grid, 1, sd, na.rm = TRUE)),
  rand = adjustedRandIndex(first, second))
write(toJSON(out, digits = 15, auto_unbox = TRUE), file.path(here, "audience.json"))
