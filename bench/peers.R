# What R does on the data of hillock_bench (peer.c); the same conversation as peers.py's:
#
#     Rscript peers.R                                       which peers there are
#     Rscript peers.R PEER TASK TYPE LAYOUT M N B           X, y and w come through file 3
#
# TASK is optimum:FUNCTION:LOSS:L1:L2:GOAL, X f64 and sample-major, the loss cross-entropy; or
# table:FILE:THREADS, which takes no data.

tolerances <- list(glm.fit = c(1e-8, 1e-12), glmnet = c(1e-7, 1e-9, 1e-11, 1e-13, 1e-15))

list_peers <- function() {
    cat(sprintf("R %s.%s, BLAS %s\n", R.version$major, R.version$minor, extSoftVersion()["BLAS"]))
    if (requireNamespace("glmnet", quietly = TRUE)) {
        cat(sprintf("glmnet %s\n", packageVersion("glmnet")))
    } else {
        cat("glmnet is missing (bench/run --peers --install; apt-get install r-cran-glmnet)\n")
    }
    if (requireNamespace("data.table", quietly = TRUE)) {
        cat(sprintf("data.table %s\n", packageVersion("data.table")))
    } else {
        cat("data.table is missing (bench/run --peers --install; apt-get install",
            "r-cran-data.table)\n")
    }
}

say <- function(...) {
    cat(..., "\n", sep = "")
    flush(stdout())
}

# Columns come in the order in which they lie: the transposed X is what a sample-major one is to R.
read_problem <- function(m, n) {
    data <- file("/dev/fd/3", "rb")
    on.exit(close(data))
    X <- t(matrix(readBin(data, "double", m * n), n, m))
    list(X = X, y = readBin(data, "double", m))
}

# A fit with this tolerance; gives w and b.
fit_with <- list(
    glm.fit = function(problem, l1, tolerance) {
        control <- list(epsilon = tolerance, maxit = 100)
        fit <- glm.fit(problem$with_ones, problem$y, family = binomial(), control = control)
        c(fit$coefficients[-1], fit$coefficients[1])
    },
    glmnet = function(problem, l1, tolerance) {
        fit <- glmnet::glmnet(problem$X, problem$y, family = "binomial", lambda = l1,
                              standardize = FALSE, thresh = tolerance, maxit = 1e7)
        c(as.vector(fit$beta), fit$a0)
    }
)

J <- function(problem, parameters, l1) {
    n <- ncol(problem$X)
    w <- parameters[seq_len(n)]
    z <- as.vector(problem$X %*% w) + parameters[n + 1]
    mean(pmax(z, 0) + log1p(exp(-abs(z))) - problem$y * z) + l1 * sum(abs(w))
}

serve <- function(fit, numbers = identity) {
    commands <- file("stdin", "r")
    parameters <- NULL
    say("ready")
    while (length(line <- readLines(commands, 1)) > 0) {
        words <- strsplit(line, " ")[[1]]
        count <- as.integer(words[2])
        if (words[1] == "time") {
            seconds <- system.time(for (call in seq_len(count)) parameters <- fit(), gcFirst = FALSE)
            say(sprintf("%.9g", seconds[["elapsed"]]))
        } else {
            say(paste(sprintf("%.17g", numbers(parameters)[seq_len(count)]), collapse = " "))
        }
    }
}

main <- function(words) {
    if (length(words) == 0) {
        return(list_peers())
    }
    task <- strsplit(words[2], ":")[[1]]
    if (task[1] == "table") {
        read <- function() {
            data.table::fread(task[2], nThread = as.integer(task[3]), showProgress = FALSE)
        }
        return(serve(read, function(table) sum(as.matrix(table))))
    }
    work <- fit_with[[task[2]]]
    l1 <- as.double(task[4])
    goal <- as.double(task[6])
    problem <- read_problem(as.integer(words[5]), as.integer(words[6]))
    problem$with_ones <- if (task[2] == "glm.fit") cbind(1, problem$X)
    for (tolerance in tolerances[[task[2]]]) {
        say("trying ", tolerance)
        parameters <- work(problem, l1, tolerance)
        if (J(problem, parameters, l1) <= goal) {
            break
        }
    }
    serve(function() work(problem, l1, tolerance))
}

options(warn = -1)
main(commandArgs(trailingOnly = TRUE))
