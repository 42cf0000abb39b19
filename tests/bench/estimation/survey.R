# The same jobs by R's survey: Rscript survey.R JOB FOLDER QUESTIONS
suppressMessages(library(survey))
status <- function(field) {
  lines <- readLines("/proc/self/status")
  as.numeric(gsub("[^0-9]", "", grep(paste0("^", field), lines, value = TRUE))) / 1024
}
arguments <- commandArgs(trailingOnly = TRUE)
job <- arguments[1]; folder <- arguments[2]; questions <- as.integer(arguments[3])
above <- status("VmRSS")
shape <- jsonlite::fromJSON(file.path(folder, "shape.json"))
n <- shape$n
column <- function(name, what, size) readBin(file.path(folder, name), what, n, size = size)
codes <- file(file.path(folder, "codes"), "rb")
wanted <- if (job == "banner") seq_len(questions) else if (job == "rake") 1:5 else c(2, 11:18)
data <- data.frame(stratum = column("stratum", "integer", 4), cluster = column("cluster", "integer", 4),
                   w = column("weights", "double", 8), column = column("column", "integer", 1))
for (i in wanted) {
  seek(codes, (i - 1) * n)
  q <- readBin(codes, "integer", n, size = 1)
  q[q < 0] <- NA
  data[[paste0("q", i - 1)]] <- if (job == "logistic") q else factor(q, levels = seq_len(shape$k[i]) - 1)
}
close(codes)
design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~w, data = data)
attained <- function(raked, margins, totals)
  max(mapply(function(margin, total) max(abs(as.vector(svytable(margin, raked)) / total$Freq - 1)), margins, totals))
start <- proc.time()
if (job == "banner") {
  for (i in wanted)
    svyby(as.formula(paste0("~q", i - 1)), ~column, design, svymean, deff = TRUE, na.rm = TRUE)
} else if (job == "rake") {
  margins <- lapply(1:5, function(i) as.formula(paste0("~q", i - 1)))
  totals <- lapply(1:5, function(i) {
    shares <- seq(1, if (i %% 2 == 0) 2 else 1.1, length.out = shape$k[i])
    setNames(data.frame(factor(seq_len(shape$k[i]) - 1), shares / sum(shares) * 1e6), c(paste0("q", i - 1), "Freq"))
  })
  # No column may be called `weights`: rake() looks at its progress through svytable(), which would read that column.
  # `epsilon` bounds what one more sweep changes, not what is missed: 1e-12 leaves totals missed by less than 1e-10.
  raked <- rake(design, margins, totals, control = list(maxit = 1000, epsilon = 1e-12))
} else {
  svyglm(q1 ~ q10 + q11 + q12 + q13 + q14 + q15 + q16 + q17, design, family = quasibinomial())
}
took <- proc.time() - start
measures <- list(cpu = took[["user.self"]] + took[["sys.self"]], clock = took[["elapsed"]],
                 peak_mb = status("VmHWM") - above)
if (job == "rake") measures$attained <- attained(raked, margins, totals)
cat(jsonlite::toJSON(measures, auto_unbox = TRUE, digits = NA), "\n")
