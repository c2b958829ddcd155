#!/usr/bin/env bash
# Targets that do not fit the loss, shape parameters, a target that is not there.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

table=$work/table.csv

# coded LOW HIGH: a table of two classes with these codes, the first sample of the lower class on
# line 2.
coded() {
    awk -v low="$1" -v high="$2" \
        'BEGIN { print "x,y"
                 for (j = 0; j < 20; j++) print j % 7 "," (j % 3 ? low : high) }' >"$table"
}

shows "a missing target lists the columns and suggests the nearest"
hillock fit "$cancer" --target malignent
expect_status 1
expect_err 'did you mean "malignant"?'
expect_err "mean_radius, mean_texture"

shows "what is nothing like a column is no column misspelled; a capital is"
printf 'a,dose,y\n1,2,3\n' >"$table"
for name in z 3 xyzzy nose5; do
    hillock fit "$table" --target "$name"
    expect_status 1
    expect_err "no column is named \"$name\"; the columns are"
done
hillock fit "$table" --target ""
expect_usage_error '--target needs a value; "" is none'
hillock fit "$table" --target Y
expect_err 'did you mean "y"?'
hillock fit "$table" --target dsoe
expect_err 'did you mean "dose"?'

shows "classes coded 1 and 2 are refused by cross-entropy, with line and how to recode"
coded 1 2
hillock fit "$table" --target y --loss cross-entropy
expect_status 1
expect_err "$table, line 2, column y"
expect_err "subtract 1, to have 0 and 1"

shows "classes coded -1 and 1 are refused by cross-entropy, with line and how to recode"
coded -1 1
hillock fit "$table" --target y --loss cross-entropy
expect_status 1
expect_err "$table, line 3, column y"
expect_err "(y + 1) / 2, to have 0 and 1"

shows "classes coded 0 and 1 are refused by hinge, with line and how to recode"
coded 0 1
hillock fit "$table" --target y --loss hinge
expect_status 1
expect_err "$table, line 3, column y"
expect_err "2 y - 1, to have -1 and +1"

shows "left to itself the command takes the numbers 1 and 2 for amounts, and says so"
coded 1 2
hillock fit "$table" --target y
expect_status 0
expect_out "identity activation, squared loss"
expect_err "only the values 1 and 2"
hillock fit "$table" --target y --quiet
expect_silence
expect_out "chosen: two values other than 0 and 1 are taken for amounts, not classes"
hillock fit "$table" --target y --activation logistic
expect_out "logistic activation, squared loss"
expect_err "only the values 1 and 2"
hillock fit "$table" --target y --activation tanh
expect_silence
hillock fit "$table" --target y --activation logistic --quiet
expect_silence

shows "a target of one class is refused"
coded 1 1
hillock fit "$table" --target y
expect_status 1
expect_err "$table, column y"
expect_err "class"

shows "shape parameters reach the neuron; those of another activation are refused by name"
coded 0 1
hillock fit "$table" --target y --activation elu --loss huber --alpha 0.5 --delta=2
expect_status 0
expect_out "elu activation, huber loss, alpha=0.5, delta=2"
hillock fit "$table" --target y --activation tanh --alpha 0.1
expect_usage_error "--alpha"

shows "where auto descends, a learning rate acts"
coded -1 1
hillock fit "$table" --target y --loss perceptron --learning-rate 0.125
expect_status 0
expect_silence
expect_out "learning-rate=0.125"
expect_out "learning rate of the last step: 0.125"

shows "hinge and perceptron train on -1 and 1 and score by class"
coded -1 1
for loss in hinge squared-hinge perceptron; do
    hillock fit "$table" --target y --loss $loss --standardize
    expect_status 0
    expect_out "accuracy"
done
