#!/usr/bin/env bash
# `hillock explain`: numbers worked by hand, the gradient beside differences, lines that fit on
# paper.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

table=$work/table.csv
printf 'x1,x2,y\n1,2,1\n-1,0.5,0\n3,-2,1\n' >"$table"

# row LABEL NUMBER...: the line that begins so ends with these numbers.
row() {
    local wanted="${*:2}"
    awk -v label="$1" -v wanted="$wanted" -v count=$(($# - 1)) '
        index($0, label) == 1 {
            text = $(NF - count + 1)
            for (i = NF - count + 2; i <= NF; i++) text = text " " $i
            found = found || text == wanted
        }
        END { exit !found }' "$work/out" || failed "\"$1\" was to end with $wanted"
}

# Every line "by differences" is the one above it to 5 digits, and every comparison is close.
differences_agree() {
    awk '
        function is_near(a, b) { return (a - b) ^ 2 <= (1e-5 * (a ^ 2 + b ^ 2) ^ 0.5 + 1e-9) ^ 2 }
        /^    by differences/ {
            for (i = 3; i <= NF; i++) {
                n++
                if (!is_near($i, before[NF0 - NF + i])) { print "differs: " $0; bad = 1 }
            }
        }
        /^dJ\/db/ { if (!is_near($(NF - 1), $(NF - 2))) bad = 1; n++ }
        { NF0 = NF; for (i = 1; i <= NF; i++) before[i] = $i }
        END { exit bad || n < 3 }' "$work/out" || failed "rule and differences were to agree"
}

lines_are_short() {
    ! awk 'length($0) > 100 || / $/' "$work/out" | grep . || failed "a line is too long to print"
}

shows "a neuron of a model, worked by hand: z = 0, a = 1/2, dJ/dz = (a - y) / m"
model "$work/model" <<'END'
hillock model 1
activation logistic
loss cross-entropy
target "y"
features 2
bias 0x0p+0
weight 0x0p+0 "x2"
weight 0x0p+0 "x1"
END
hillock explain "$table" --model "$work/model" --full-jacobian
expect_status 0
expect_silence
expect_out "w and b are the model's"
row "  x1" 0 1 -1 3
row "  x2" 0 2 0.5 -2
row "z = w X + b" 0 0 0
row "a = f(z)" 0.5 0.5 0.5
row "J = (1/m) sum_j l_j" 0.693147
row "dJ/da = (1/m) dl/da" -0.666667 0.666667 -0.666667
row "da/dz = diag f'(z)         3 x 3" 0.25 0.25 0.25
row "dJ/dz = dJ/da . f'(z)      1 x 3" -0.166667 0.166667 -0.166667
row "   da_2" 0 0.25 0
row "   da_3" 0 0 0.25
expect_out "-0.833333         -0.833333" # x1: (-1 - 1 - 3) / 6
expect_out "0.0833333         0.0833333" # x2: (-2 + 0.5 + 2) / 6
expect_out "-0.166667         -0.166667"
differences_agree
lines_are_short

shows "the columns are the model's, in its order; a column it lacks is named"
[ "$(grep -n '^  x2' "$work/out" | head -1 | cut -d: -f1)" -lt \
    "$(grep -n '^  x1' "$work/out" | head -1 | cut -d: -f1)" ] || failed "x2 was to come first"
sed 's/x2/other/' "$table" >"$work/other.csv"
hillock explain "$work/other.csv" --model "$work/model"
expect_status 1
expect_err "no column is named \"x2\""
sed '/checksum/d; s/"x1"/"x2"/' "$work/model" | model "$work/twice"
hillock explain "$table" --model "$work/twice"
expect_status 1
expect_err 'two features named "x2"'
hillock explain "$table" --model "$work/model" --loss squared
expect_usage_error "--model"

shows "without a model every pair has a derivation that differences confirm, on lines that fit"
awk 'BEGIN { print "dose,age,a_name_that_is_longer_than_a_label_may_be,counts"
             for (j = 1; j <= 7; j++) print j "," 20 + 17 * j % 31 "," 1e5 + j * j "," 3 * j % 8 }' \
    >"$work/counts.csv"
while read -r activation loss; do
    hillock explain "$work/counts.csv" --target counts --activation "$activation" --loss "$loss"
    expect_status 0
    expect_silence
    expect_out "f(z) = "
    differences_agree
    lines_are_short
done <<'END'
identity squared
logistic squared
tanh absolute
softplus huber
elu log-cosh
leaky-relu quantile
exp poisson
exp gamma
reciprocal gamma
softplus poisson
identity poisson
silu squared
gelu squared
softsign squared
END
for activation in logistic normal-cdf cloglog; do
    hillock explain "$table" --target y --activation $activation
    expect_status 0
    differences_agree
    lines_are_short
done
sed 's/,0$/,-1/' "$table" >"$work/signs.csv"
for pair in "step perceptron" "identity hinge" "tanh squared-hinge"; do
    hillock explain "$work/signs.csv" --target y --activation "${pair% *}" --loss "${pair#* }"
    expect_status 0
    lines_are_short
done

shows "the weights made up are small, of one digit and of both signs, on the scale of the column"
printf 'dose,age,y\n1,20,4\n2,37,6\n3,23,9\n4,40,9\n' >"$work/doses.csv"
hillock explain "$work/doses.csv" --target y
row "  dose" 0.9 1 2 3 4
row "  age" -0.06 20 37 23 40

shows "samples are counted as asked for, five beside each other"
hillock explain "$work/counts.csv" --target counts --rows 7
expect_out "all 7 samples"
expect_out "sample 7"
lines_are_short
hillock explain "$cancer" --target malignant --from 19 --rows 2
expect_out "samples 19 to 20 of the 569"
expect_out "and 22 more features"
row "y" 1 0
hillock explain "$cancer" --target malignant --all
expect_out "worst_fractal_dimension"
expect_no_out "more features"
lines_are_short

shows "the shape of an activation is heeded"
hillock explain "$work/counts.csv" --target counts --activation elu --alpha 0.25 --rows 7
differences_agree
hillock explain "$work/counts.csv" --target counts --activation tanh --alpha 0.25
expect_status 2
expect_err "--alpha"

shows "what is wrong is said"
hillock explain
expect_usage_error "which table?"
hillock explain "$table"
expect_usage_error "--target COLUMN"
hillock explain "$table" --target y --rows 0
expect_usage_error '--rows takes a whole number, from 1 to 1000; not "0"'
hillock explain "$table" --target y --rows
expect_usage_error "--rows needs a value"
hillock explain "$table" --target y --from 4
expect_status 1
expect_err "the table has 3 samples"
hillock explain "$table" --target y --zzz
expect_usage_error "no option --zzz"
hillock explain "$table" --target y --full-jacobian yes
expect_usage_error '"yes" is no file, and no value of an option'
hillock explain "$table" "$table" --target y
expect_usage_error "two files"
hillock explain "$table" --target y --activation tanh --loss cross-entropy
expect_usage_error "cross-entropy"
hillock explain "$table" --target y --activation exp --loss gamma
expect_status 1
expect_err "$table, line 3, column y"
hillock explain no-such.csv --target y
expect_status 1
expect_err "no-such.csv"
hillock explain --help
expect_status 0
expect_out "usage"
