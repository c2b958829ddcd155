#!/usr/bin/env bash
# Command lines that are wrong: exit status 2, the option named, its bounds given. No table is read.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# refused OPTION... -- TEXT...: the options are refused with these texts before the file is looked
# for.
refused() {
    local options=()
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    hillock fit no-such-file.csv --target y "${options[@]}"
    expect_usage_error "$@"
}

shows "an unknown option is refused, the nearest one suggested"
refused --learning-rat 0.1 -- "--learning-rat" 'did you mean "learning-rate"?'
refused --tpo 3 -- 'did you mean "top"?'
refused --zzzzzzzzzz -- "no option --zzzzzzzzzz"
refused -e 3 -- "two dashes"

shows "values out of bounds are refused with option and bounds"
refused --epochs 0 -- "--epochs" "1"
refused --learning-rate -1 -- "--learning-rate" "0"
refused --tolerance=2 -- "--tolerance" "1"
refused --l2 nan -- "--l2"
refused --batch-size 1.5 -- "--batch-size"
refused --seed 1x -- "--seed"
refused --test-fraction 1 -- "--test-fraction" "[0, 1)"
refused --test-fraction much -- "--test-fraction" "[0, 1)"
refused --top -1 -- "--top" "whole number"
refused --tau 1 -- "--tau" "1"

shows "unknown names are refused with the names there are"
refused --solver newtonn -- "--solver" "sgd"
refused --activation logstic -- 'did you mean "logistic"?' "softplus"
refused --loss corss-entropy -- 'did you mean "cross-entropy"?'
refused --activation user -- "--activation"

shows "pairs that make no sense are refused by name, with what to use instead"
refused --activation tanh --loss cross-entropy -- "cross-entropy" "tanh" "logistic"
refused --activation step --loss squared -- "step" "squared" "perceptron"

shows "a missing value, a value too many, a second file"
refused --epochs -- "--epochs needs a value"
refused --quiet=1 -- "--quiet takes no value"
refused other.csv -- "two files"

shows "a missing file name, a missing target"
hillock fit --target y
expect_usage_error "which table?"
hillock fit table.csv
expect_usage_error "--target COLUMN"

shows "booleans need no value and take one"
hillock fit "$cancer" --target malignant --epochs 2 --standardize --penalize-bias=1 --l2 0.1
expect_status 0
expect_out "penalize-bias=yes standardize=yes"
hillock fit "$cancer" --target malignant --epochs 2 --standardize=0
expect_status 0
expect_no_out "standardize"
