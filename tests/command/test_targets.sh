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
expect_err "subtract 1, to have 0 and 1, or let --positive say which class is the upper one"

shows "-1 and 1 are classes of these names where cross-entropy is asked for or may be chosen"
model=$work/signs.model
for choice in "" "--loss cross-entropy" "--activation normal-cdf"; do
    coded -1 1
    # shellcheck disable=SC2086  # two words or none
    hillock fit "$table" --target y $choice --model "$model"
    expect_status 0
    expect_silence
    expect_out "cross-entropy loss"
    expect_out "classes: 0 = -1, 1 = 1"
    for threshold in 0 1; do
        hillock predict "$model" "$table" --classes --threshold $threshold
        [ "$(sed 1d "$work/out" | sort -u)" = $((1 - 2 * threshold)) ] ||
            failed "the classes were to be -1 and 1"
    done
    hillock evaluate "$model" "$table" --json
    cp "$work/out" "$work/first"
    coded -1.0 +1.0
    hillock evaluate "$model" "$table" --json
    expect_status 0
    cmp -s "$work/first" "$work/out" || failed "-1.0 was to be -1"
    awk 'NR > 1 { split($0, cell, ","); print cell[2], "1:" cell[1] }' "$table" >"$work/t.libsvm"
    hillock evaluate "$model" "$work/t.libsvm" --target label --json
    sed s/label/y/ "$work/out" | cmp -s "$work/first" - || failed "labels were to be classes"
done
hillock fit "$work/t.libsvm"
expect_out "chosen: the target has only -1 and 1"
hillock explain "$work/t.libsvm"
expect_status 0
expect_out "cross-entropy"

shows "-1 and 1 stay numbers for the other losses, and beside a third value"
for loss in squared hinge; do
    hillock fit "$table" --target y --loss $loss
    expect_status 0
    expect_silence
    expect_no_out "classes:"
done
printf '3,0\n' >>"$table"
hillock fit "$table" --target y
expect_out "identity activation, squared loss"

shows "words are -1 and 1 where a loss takes margins"
coded no yes
hillock fit "$table" --target y --loss hinge
expect_out "classes: -1 = no, 1 = yes"
hillock explain "$table" --target y --loss hinge
expect_status 0

shows "--positive says which class is the upper one, of words and of numbers"
coded no yes
hillock fit "$table" --target y
expect_out "classes: 0 = no, 1 = yes"
hillock fit "$table" --target y --positive yes
expect_out "classes: 0 = no, 1 = yes"
hillock fit "$table" --target y --positive no --model "$model"
expect_status 0
expect_out "classes: 0 = yes, 1 = no"
hillock predict "$model" "$table" --classes --threshold 1
[ "$(sed 1d "$work/out" | sort -u)" = yes ] || failed "a is the probability of no"
hillock evaluate "$model" "$table"
expect_out "no is predicted from a = 0.5 on"
coded 1 2
hillock fit "$table" --target y --positive 1
expect_silence
expect_out "classes: 0 = 2, 1 = 1"
hillock fit "$table" --target y --positive 3
expect_status 1
expect_err 'column 2 (y): the upper class (positive) cannot be "3": the classes are "1" and "2"'
hillock fit "$work/t.libsvm" --positive 1
expect_status 1
expect_err "only of a CSV file"

shows "classes coded 0 and 1 are refused by hinge, with line and how to recode"
coded 0 1
hillock fit "$table" --target y --loss hinge
expect_status 1
expect_err "$table, line 3, column y"
expect_err "2 y - 1, to have -1 and +1, or let --positive say"

shows "left to itself the command takes the numbers 1 and 2 for amounts, and says so"
coded 1 2
hillock fit "$table" --target y
expect_status 0
expect_out "identity activation, squared loss"
expect_err "only the values 1 and 2; if they stand for two classes, --positive 2 says which one is 1"
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
