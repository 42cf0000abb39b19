# Data, designs and weighting of a request as R's `survey` has them.
texts <- function(x) vapply(x, as.character, "")
by_text <- function(x) as.formula(paste("~", paste(x, collapse = " + ")))

read_data <- function(path) {
  d <- read.csv(path, na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  for (n in names(d)) if (is.character(d[[n]])) d[[n]] <- factor(d[[n]], levels = sort(unique(d[[n]]), method = "radix"))
  d$row_ <- seq_len(nrow(d)); d$one_ <- 1
  d
}

design_of <- function(request, folder) {
  D <- request$design; d <- read_data(file.path(folder, request$data))
  options(survey.lonely.psu = D$lonely %||% "fail", survey.adjust.domain.lonely = isTRUE(D$lonely_domain))
  weights <- if (!is.null(D$weights)) by_text(D$weights)
  if (!is.null(D$replicates)) return(replicated(D, d, weights))
  stages <- max(length(D$clusters), length(D$fpc), length(D$pps$probabilities), 1)
  ids <- c(texts(D$clusters), if (length(D$clusters) < stages) "row_")
  strata <- if (length(D$strata)) by_text(texts(D$strata))
  if (!is.null(D$pps)) return(pps_design(D, d, by_text(ids), strata, folder))
  svydesign(id = by_text(ids), strata = strata, weights = weights, fpc = if (length(D$fpc)) by_text(texts(D$fpc)),
    nest = isTRUE(D$nest), data = d)
}

pps_design <- function(D, d, ids, strata, folder) {
  fpc <- by_text(texts(D$pps$probabilities))
  joint <- if (!is.null(D$pps$joint)) ppsmat(as.matrix(read.csv(file.path(folder, D$pps$joint))), tolerance = 1e-14)
  switch(D$pps$method,
    brewer = svydesign(id = ids, strata = strata, fpc = fpc, data = d, pps = "brewer"),
    overton = svydesign(id = ids, strata = strata, fpc = fpc, data = d, pps = "overton"),
    "hartley-rao" = svydesign(id = ids, strata = strata, fpc = fpc, data = d, pps = HR()),
    "horvitz-thompson" = svydesign(id = ids, fpc = fpc, data = d, pps = joint),
    "yates-grundy" = svydesign(id = ids, fpc = fpc, data = d, pps = joint, variance = "YG"))
}

replicated <- function(D, d, weights) {
  R <- D$replicates; columns <- grep(paste0("^", R$prefix, "[0-9]+$"), names(d), value = TRUE)
  made <- svrepdesign(data = d, weights = weights, repweights = as.matrix(d[columns]), type = "other", scale = R$scale,
    rscales = unlist(R$rscales), combined.weights = R$combined %||% TRUE, mse = isTRUE(R$mse))
  if (!is.null(R$df)) made$degf <- R$df
  made
}

margin_of <- function(m) {
  out <- as.data.frame(lapply(setNames(m$by, texts(m$by)), function(n) sapply(m$totals, `[[`, n)), stringsAsFactors = TRUE)
  out$Freq <- sapply(m$totals, `[[`, "total")
  out
}

weighted <- function(request, d) {
  for (step in request$weighting) d <- switch(step$method,
    poststratify = postStratify(d, by_text(texts(step$margins[[1]]$by)), margin_of(step$margins[[1]])),
    rake = raked(step, d),
    trim = trimWeights(d, lower = step$lower %||% -Inf, upper = step$upper %||% Inf, strict = isTRUE(step$strict)),
    calibrate = calibrate(d, as.formula(step$formula), unlist(step$totals), calfun = step$distance %||% "linear",
      bounds = unlist(step$bounds) %||% c(-Inf, Inf), epsilon = 1e-11, maxit = 500,
      aggregate.stage = step$aggregate_stage))
  d
}

# Raking with the exact errors: calibration with the raking distance, which needs one model of all margins. R's rake()
# stops when the sample's weights are there, whatever the replicates'.
raked <- function(step, d) {
  names <- sapply(step$margins, function(m) texts(m$by))
  totals <- sum(sapply(step$margins[[1]]$totals, `[[`, "total"))
  for (m in step$margins) {
    found <- margin_of(m); levels <- levels(d$variables[[texts(m$by)]])
    totals <- c(totals, found$Freq[match(levels[-1], found[[1]])])
  }
  calibrate(d, by_text(names), totals, calfun = "raking", epsilon = 1e-11, maxit = 500)
}

# The domain of an ask; `r_where` is its condition in R's words.
inside <- function(ask, d) {
  if (is.null(ask$r_where)) return(d)
  keep <- eval(parse(text = ask$r_where), d$variables)
  narrow(d, keep %in% TRUE)
}
narrow <- function(d, keep) {
  if (!inherits(d, "pps")) return(d[keep, ])
  d$variables$keep_ <- keep
  subset(d, keep_)
}
# The rows that have all of some columns. A calibrated or PPS design keeps every row of a domain, those outside with the
# weight 0: they take the values of a row inside, so that no category and no missing value of theirs is seen. Where R
# counts those rows all the same (design effects, `beta` intervals, tests of tables), its figure is not taken.
complete <- function(names, d) {
  d <- narrow(d, rowSums(is.na(d$variables[names])) == 0)
  out <- outside(d) & (inherits(d, "pps") | !is.null(d$postStrata))
  if (any(out)) d$variables[out, names] <- d$variables[rep(which(!out)[1], sum(out)), names]
  d
}
outside <- function(d) if (inherits(d, "svyrep.design")) FALSE else !is.finite(d$prob)
seen <- function(names, d) {
  counted <- weights(d, "sampling") > 0
  for (n in names) { x <- d$variables[[n]]; d$variables[[n]] <- factor(x, levels(droplevels(factor(x[counted])))) }
  d
}
hitting <- function(name, one, d) { d$variables$hit_ <- as.numeric(d$variables[[name]] == one); d }
