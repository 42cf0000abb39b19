# Runs the lines of R of docs/analysis-in-python.md and keeps what they give beside this script, from the project's folder:
#   Rscript tests/reference/notebook.R  (packages survey >= 4.1 and jsonlite)
suppressPackageStartupMessages({library(survey); library(jsonlite)})

page <- readLines("docs/analysis-in-python.md", encoding = "UTF-8")
opens <- which(page == "```r")
closes <- sapply(opens, function(line) line + which(page[-(1:line)] == "```")[1])
blocks <- mapply(function(from, to) paste(page[(from + 1):(to - 1)], collapse = "\n"), opens, closes)

numbers <- function(x) {
  if (inherits(x, "htest")) return(list(statistic = as.vector(x$statistic), p = as.vector(x$p.value)))
  if (inherits(x, "regTermTest")) return(list(statistic = as.vector(x$Ftest), p = as.vector(x$p)))
  if (is.numeric(x) && is.null(attributes(x))) return(list(values = x))
  if (!inherits(x, c("svystat", "svrepstat", "svyratio", "newsvyquantile", "svyby", "svyglm"))) return(NULL)
  list(estimate = as.vector(coef(x)), se = as.vector(unlist(SE(x))))
}

evaluate <- function(block) {
  value <- NULL
  for (line in as.list(parse(text = block))) {
    result <- suppressMessages(suppressWarnings(withVisible(eval(line, globalenv()))))
    if (result$visible) value <- result$value
  }
  code <- grep("^#>", strsplit(block, "\n")[[1]], value = TRUE, invert = TRUE)
  list(code = paste(code, collapse = "\n"), numbers = numbers(value))
}

written <- toJSON(lapply(blocks, evaluate), digits = 15, auto_unbox = TRUE, pretty = TRUE, null = "null")
writeLines(written, "tests/reference/notebook.json")
