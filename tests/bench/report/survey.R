# The tables of segments in a report by R's survey: Rscript survey.R FILE ITEMS
# Each item's share with its error and Korn-Graubard interval, of everybody, by age and by country.
suppressMessages(library(survey))
status <- function(field) {
  lines <- readLines("/proc/self/status")
  as.numeric(gsub("[^0-9]", "", grep(paste0("^", field), lines, value = TRUE))) / 1024
}
arguments <- commandArgs(trailingOnly = TRUE)
above <- status("VmRSS")
items <- as.integer(arguments[2])
data <- read.csv(arguments[1])
start <- proc.time()
design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
figures <- 0
for (i in seq_len(items)) {
  item <- as.formula(paste0("~item", i))
  asked <- subset(design, !is.na(data[[paste0("item", i)]]))
  whole <- svyciprop(item, asked, method = "beta")
  by_age <- svyby(item, ~age, asked, svyciprop, method = "beta", vartype = c("se", "ci"))
  by_country <- svyby(item, ~country, asked, svyciprop, method = "beta", vartype = c("se", "ci"))
  figures <- figures + 1 + nrow(by_age) + nrow(by_country)
}
took <- proc.time() - start
cat(jsonlite::toJSON(list(cpu = took[["user.self"]] + took[["sys.self"]], clock = took[["elapsed"]],
                          peak_mb = status("VmHWM") - above, figures = figures), auto_unbox = TRUE, digits = NA), "\n")
