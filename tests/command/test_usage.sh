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
refused --learning-rat 0.1 -- "--learning-rat" 'did you mean "--learning-rate"?'
refused --tpo 3 -- 'did you mean "--top"?'
refused --zzzzzzzzzz -- "no option --zzzzzzzzzz"
refused -e 3 -- "two dashes"

shows "values out of bounds are refused in one form: the option, what it takes, what was written"
refused --epochs -1 -- '--epochs takes a whole number, at least 0; not "-1"'
refused --learning-rate -1 -- '--learning-rate takes a number, at least 0; not "-1"'
refused --l2 -1 -- '--l2 takes a number, at least 0; not "-1"'
refused --l2 nan -- '--l2 takes a number, at least 0; not "nan"'
refused --tolerance=2 -- '--tolerance takes a number, from 0 to 1; not "2"'
refused --batch-size 1.5 -- '--batch-size takes a whole number, at least 1; not "1.5"'
refused --seed 1x -- '--seed takes a whole number, at least 0; not "1x"'
refused --test-fraction 1 -- '--test-fraction takes a number, in [0, 1); not "1"'
refused --test-fraction much -- '--test-fraction takes a number, in [0, 1); not "much"'
refused --top -1 -- '--top takes a whole number, from 0 to 1e9; not "-1"'
refused --tau 1 -- '--tau takes a number, from 0 (excluded) to 1 (excluded); not "1"'
refused --delta=wide -- '--delta takes a number, above 0; not "wide"'
refused --standardize=perhaps -- '--standardize takes yes or no; not "perhaps"'

refused --learning-rate inf -- 'at least 0; not "inf", which is not finite'
refused --epochs 99999999999999999999 -- 'not "99999999999999999999", which is too large'
refused --delta 1e-310 -- 'above 0; not "1e-310", which is too small'

shows "what only a program can make use of is not offered"
refused --keep-state -- "--keep-state is of use in a program only"

shows "unknown names are refused with the names there are"
refused --solver newtonn -- '--solver: there is no "newtonn" (did you mean "newton"?); one of: auto, gd, sgd'
refused --schedule cosin -- 'did you mean "cosine"?'
refused --activation logstic -- 'did you mean "logistic"?' "softplus"
refused --loss corss-entropy -- 'did you mean "cross-entropy"?'
refused --activation user -- "--activation"

shows "names from elsewhere are understood as far as to suggest the one here"
refused --lr 0.1 -- 'did you mean "--learning-rate"?'
refused --weight-decay 0.1 -- 'did you mean "--l2"?'
refused --activation sigmoid -- 'did you mean "logistic"?'
refused --loss mse -- 'did you mean "squared"?'
refused --loss l2 -- 'did you mean "squared"?'
refused --loss log -- 'did you mean "cross-entropy"?'

shows "pairs that make no sense are refused by name, with what to use instead"
refused --activation tanh --loss cross-entropy -- "cross-entropy" "tanh" "logistic"
refused --activation step --loss squared -- "step" "squared" "perceptron"

shows "a missing value, a value too many, a second file, a second target"
refused --epochs -- "--epochs needs a value"
refused --quiet=1 -- "--quiet takes no value"
refused other.csv -- '"other.csv" is no file'
refused --standardize maybe -- '"maybe" is no file, and no value of an option'
refused --target x -- 'two targets, "y" and "x"'

hillock fit "$cancer" "$cancer" --target malignant
expect_usage_error "two files"
hillock fit "$cancer" - --target malignant
expect_usage_error "two files"

shows "a missing file name, a missing target"
hillock fit --target y
expect_usage_error "which table?"
hillock fit table.csv
expect_usage_error "--target COLUMN"

shows "what the solver or the loss cannot do is refused before anything is printed"
hillock fit "$cancer" --target malignant --solver gd --l1 0.01
expect_usage_error "use newton or lbfgs, or auto"
hillock fit "$cancer" --target malignant --loss squared --class-weights balanced
expect_usage_error "squared has no classes"
hillock fit "$cancer" --target malignant --solver adam --penalize-raw
expect_usage_error "no penalize-raw"
hillock fit "$cancer" --target malignant --solver least-squares
expect_usage_error "identity with squared loss"

shows "a whole number may have an exponent"
hillock fit "$cancer" --target malignant --epochs 2e0 --batch-size=1.6e1 --solver sgd
expect_status 0
expect_out " epochs=2"
expect_out "batch-size=16"
refused --epochs 1e-1 -- '--epochs takes a whole number, at least 0; not "1e-1"'
refused --epochs 1e30 -- 'not "1e30"'

shows "booleans need no value and take one, also as the next word"
hillock fit "$cancer" --target malignant --epochs 2 --standardize --penalize-bias=1 --l2 0.1
expect_status 0
expect_out "penalize-bias=yes"
expect_out "standardize=yes"
hillock fit "$cancer" --target malignant --epochs 2 --standardize=0
expect_status 0
expect_out "standardize=no"
for word in no false off 0; do
    hillock fit "$cancer" --target malignant --epochs 2 --standardize "$word"
    expect_status 0
    expect_out "standardize=no"
done
for word in yes true on 1; do
    hillock fit --epochs 2 --target malignant --standardize "$word" "$cancer"
    expect_status 0
    expect_out "standardize=yes"
done
hillock fit --epochs 2 --target malignant --standardize "$cancer"
expect_status 0
expect_out "standardize=yes"

shows "options that do not act beside the others are not echoed, and a note says why"
# idle OPTION VALUE NEED OTHERS...: beside the others the option acts only with NEED.
idle() {
    hillock fit "$cancer" --target malignant --standardize --epochs 2 "$1" "$2" "${@:4}"
    expect_status 0
    expect_err "hillock: note: $1 acts only with $3"
    expect_no_out "${1#--}="
    hillock fit "$cancer" --target malignant --standardize --epochs 2 "$1" "$2" "${@:4}" --quiet
    expect_silence
}
idle --batch-size 32 "--solver sgd"
idle --batch-size 64 "--solver sgd"
idle --sampling in-order "--solver sgd"
idle --evaluate-every 2 "--solver sgd"
idle --momentum 0.5 "--solver momentum, nesterov, adam or adamw"
idle --beta2 0.5 "--solver rmsprop, adam or adamw"
idle --epsilon 0.5 "--solver adagrad, rmsprop, adam or adamw"
idle --average-from 0.2 "--solver averaged-sgd"
idle --decay 0.1 "a --schedule"
idle --period 2 "a --schedule"
idle --penalize-bias yes "--l2"
idle --patience 3 "--validate"
kin="sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw"
idle --batch-size 4 "--solver $kin or averaged-sgd" --solver newton
idle --batch-size 4 "--solver $kin or averaged-sgd" --solver saga
idle --sampling in-order "--solver $kin, averaged-sgd or saga" --solver agd
for solver in lbfgs newton; do
    idle --learning-rate 0.5 "--solver gd, agd, $kin, averaged-sgd or saga" --solver $solver
    idle --schedule stepwise "--solver gd, agd, $kin, averaged-sgd or saga" --solver $solver
done
idle --horizon 5 "--schedule cosine, or with --solver averaged-sgd"
idle --horizon 5 "--schedule cosine, or with --solver averaged-sgd" --solver averaged-sgd \
    --average-from 0
idle --penalize-raw yes "--standardize" --l2 0.1 --standardize no
idle --penalize-raw yes "--l1 or --l2"

shows "options that act are echoed without a note"
# acts OPTION VALUE OTHERS...
acts() {
    hillock fit "$cancer" --target malignant --standardize --epochs 2 "$@"
    expect_status 0
    expect_silence
    tr -s ' \n' ' ' <"$work/out" >"$work/joined"
    grep -qF " ${1#--}=$2 " "$work/joined" || failed "$1 was to be echoed"
}
for solver in sgd momentum nesterov adagrad rmsprop adam adamw averaged-sgd; do
    acts --batch-size 4 --sampling in-order --evaluate-every 2 --solver $solver
    acts --learning-rate 1e-05 --schedule exponential --solver $solver
done
acts --sampling in-order --evaluate-every 2 --solver saga
for solver in gd agd saga; do
    acts --learning-rate 1e-05 --schedule cosine --horizon 9 --solver $solver
done
acts --horizon 9 --solver averaged-sgd
acts --penalize-raw yes --l1 0.1 --solver lbfgs

hillock fit "$cancer" --target malignant --standardize --epochs 2 --batch-size 64 \
    --sampling in-order --evaluate-every 2 --solver sgd
expect_status 0
expect_silence
expect_out "batch-size=64 sampling=in-order"

shows "--weight-kind without weights, and a pair that makes no sense"
hillock fit "$cancer" --target malignant --weight-kind frequency
expect_usage_error "--weight-kind says what --weight COLUMN is"
hillock fit "$cancer" --target malignant --activation exp --loss hinge
expect_usage_error "hinge loss on an exp activation"
