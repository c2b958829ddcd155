#!/usr/bin/env bash
# hillock evaluate: scores of a model on a table, against numbers worked out by hand.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/models.sh"
. "$(dirname "$0")/pictures.sh"

seal_model "$work/sick" <<'END'
hillock model 1
activation logistic
loss cross-entropy
target "sick"
class "no"
class "yes"
features 2
bias 0x0p+0
weight 0x1p+0 "x"
weight 0x1p+1 "half"
END

# z is x: half is 0. The columns stand in another order, and one is no number.
cat >"$work/sick.csv" <<'END'
half,name,sick,x
0,a,no,-2
0,b,no,-1
0,c,yes,0
0,d,no,1
0,e,yes,2
0,f,yes,3
0,g,no,-3
0,h,yes,0.5
0,i,no,2.1
END

# The line of the output that begins with these words has these behind them.
expect_line() {
    local begins=$1
    shift
    awk -v begins="$begins" -v ends="$*" '
        { $1 = $1 }
        index($0, begins " ") == 1 && substr($0, length(begins) + 2) == ends { found = 1 }
        END { exit !found }' "$work/out" || failed "the output was to have: $begins $*"
}

shows "what classes are scored by"
hillock evaluate "$work/sick" "$work/sick.csv"
expect_status 0
expect_silence
expect_line accuracy 0.777778
expect_line "ROC AUC" 0.75
expect_line "log loss" "$(awk -F, 'NR > 1 { z = $3 == "yes" ? $4 : -$4; J += log(1 + exp(-z)) }
    END { printf "%.6g", J / (NR - 1) }' "$work/sick.csv")"
expect_line no 3 2 1 0.6
expect_line yes 0 4 0.666667 1
expect_out "yes is predicted from a = 0.5 on"
expect_line "a 0.0 to 0.1" 1 0.0474259 0
expect_line "a 0.3 to 0.4" 0 - -
expect_line "a 0.5 to 0.6" 1 0.5 1
expect_line "a 0.8 to 0.9" 2 "$(awk 'BEGIN {
    printf "%.6g", (1 / (1 + exp(-2)) + 1 / (1 + exp(-2.1))) / 2 }')" 0.5
expect_line "calibration error" "$(awk -F, 'NR > 1 { a = 1 / (1 + exp(-$4)); k = int(10 * a)
    off[k] += a - ($3 == "yes") }
    END { for (k in off) sum += off[k] < 0 ? -off[k] : off[k]; printf "%.6g", sum / (NR - 1) }' \
    "$work/sick.csv")"

shows "the table on the standard input, and 0 and 1 for the classes"
sed 's/,no,/,0,/; s/,yes,/,1,/' "$work/sick.csv" >"$work/coded.csv"
cp "$work/out" "$work/named"
status=0
"$HILLOCK" evaluate "$work/sick" - <"$work/coded.csv" >"$work/out" 2>"$work/err" || status=$?
expect_status 0
[ "$(tail -n +2 "$work/named")" = "$(tail -n +2 "$work/out")" ] || failed "other scores"

shows "a weight counts as so many samples alike"
awk -F, -v OFS=, 'NR == 1 { print $0, "n", "minus"; next } { print $0, NR % 3, -1 }' "$work/sick.csv" \
    >"$work/weighted.csv"
awk -F, -v OFS=, 'NR > 1 { for (k = NR % 3; k > 0; k--) print; next } 1' "$work/sick.csv" \
    >"$work/repeated.csv"
# figures: of a JSON object but the number of samples, without the last digits.
figures() {
    sed 2d "$work/out" | grep -oE '[0-9]+([.][0-9]+)?(e-?[0-9]+)?|null' |
        awk '{ printf "%s\n", $1 == "null" ? $1 : sprintf("%.9g", $1) }'
}
hillock evaluate "$work/sick" "$work/repeated.csv" --json
figures >"$work/alike"
hillock evaluate "$work/sick" "$work/weighted.csv" --weight n --json
expect_status 0
expect_out '"samples": 9,'
figures | cmp "$work/alike" - || failed "other scores than of samples alike"
hillock evaluate "$work/sick" "$work/weighted.csv" --weight n
expect_out "weighted scores"
hillock evaluate "$work/sick" "$work/weighted.csv" --weight minus
expect_status 1
expect_err "line 2, column minus: the weight is -1"
hillock evaluate "$work/sick" "$work/weighted.csv" --weight n --plot -
expect_usage_error "--plot"

shows "another threshold"
hillock evaluate "$work/sick" "$work/sick.csv" --threshold 0.7
expect_line accuracy 0.555556
expect_line no 3 2 0.6 0.6
expect_line yes 2 2 0.5 0.5

shows "JSON"
hillock evaluate "$work/sick" "$work/sick.csv" --json
expect_status 0
expect_out '"confusion": [[3, 2], [0, 4]]'
expect_out '"auc": 0.75'
expect_out '{"name": "yes", "samples": 4, "precision": 0.6666666666666666, "recall": 1}'
expect_out '"samples": 0, "mean": null, "share": null'
if command -v python3 >"$work/which"; then
    python3 -m json.tool "$work/out" >"$work/which" || failed "this is no JSON"
fi

shows "what one class leaves undefined"
grep -v ,no, "$work/sick.csv" >"$work/one.csv"
hillock evaluate "$work/sick" "$work/one.csv"
expect_status 0
expect_line accuracy 1
expect_line "ROC AUC" -
expect_line no 0 0 - -

shows "what values are scored by"
seal_model "$work/line" <<'END'
hillock model 1
activation identity
loss squared
features 1
bias 0x1p+0
weight 0x1p+1 "x"
END
printf 'x,y\n0,1.5\n1,2\n2,6\n' >"$work/line.csv"
hillock evaluate "$work/line" "$work/line.csv" --target y
expect_status 0
expect_line RMSE 0.866025
expect_line MAE 0.833333
expect_line R2 0.815068
expect_line "J (mean loss)" 0.75
expect_no_out confusion
hillock evaluate "$work/line" "$work/line.csv" --target y --json
expect_out '"mae": 0.8333333333333334'
expect_out '"confusion": null'

shows "a margin, whose classes are -1 and 1"
sed 's/^activation .*/activation identity/; s/^loss .*/loss hinge/; /^checksum/d' "$work/sick" |
    seal_model "$work/margin"
hillock evaluate "$work/margin" "$work/sick.csv"
expect_status 0
expect_line accuracy 0.777778
expect_line no 3 2 1 0.6
expect_out "yes is predicted from a = 0 on"
expect_line "J (mean loss)" 0.733333
expect_no_out calibration

shows "a loss with a shape: its delta counts"
sed 's/^loss .*/loss huber\ndelta 0x1p-2/; /^checksum/d' "$work/line" | seal_model "$work/huber"
hillock evaluate "$work/huber" "$work/line.csv" --target y
expect_line "J (mean loss)" 0.177083

shows "names of classes are shown, not obeyed, and a label that is too long is cut"
sed 's/^class "yes"/class "y\\x1b[31m\xc2\x9b'"$(printf %060d 0)"'é"/; /^checksum/d' "$work/sick" |
    seal_model "$work/coloured"
sed "s/yes/y\x1b[31m\xc2\x9b$(printf %060d 0)é/" "$work/sick.csv" >"$work/coloured.csv"
hillock evaluate "$work/coloured" "$work/coloured.csv" --plot -
expect_status 0
expect_count "$(LC_ALL=C grep -c $'\x1b\|\xc2\x9b' "$work/out")" 0 "lines with a control character"
sed -n '/^ROC curve/,$p' "$work/out" >"$work/text"
grep -qF 'share of y?[31m?000' "$work/text" || failed "the name was to be shown"
LC_ALL=C.UTF-8 awk 'length > 80 { exit 1 }' "$work/text" || failed "a line is longer than 80 columns"

shows "a picture of classes: the ROC curve, whose area is that of the scores, and the calibration"
fake_cat
with_fake hillock evaluate "$work/sick" "$work/sick.csv" --plot "$work/sick.svg"
expect_status 0
expect_silence
expect_line "ROC AUC" 0.75
block 01 "$work/sick.svg" | awk '
    NF == 4 { n++; area += ($1 - x) * ($2 + y) / 2; x = $1; y = $2 }
    END { exit n != 10 || (area - 0.75) ^ 2 > 1e-12 || x != 1 || y != 1 }' ||
    failed "ten points with an area of 0.75 were to come"
grep -qE '^ 0\.4 1 nan nan$' "$work/sick.svg" || failed "the threshold was to stand at 2 of 5, 4 of 4"
expect_count "$(block 11 "$work/sick.svg" | grep -c '^ ')" 8 "bins"
for text in "area under the ROC curve 0.7500, accuracy 0.7778" "share of no taken for yes" \
    "observed share of yes" "from a = 0.5 on"; do
    grep -qF "'$text'" "$work/sick.svg" || failed "the picture was to have: $text"
done

shows "of many samples the curve has fewer points, and the same area"
awk 'BEGIN { print "half,sick,x"
    for (i = 0; i < 30000; i++) {
        x = sin(i) * 3; print "0," (sin(i * i) + x / 4 > 0 ? "yes" : "no") "," x } }' >"$work/many.csv"
with_fake hillock evaluate "$work/sick" "$work/many.csv" --plot "$work/many.svg"
expect_status 0
block 01 "$work/many.svg" | awk -v auc="$(awk '/ROC AUC/ { print $3 }' \
    "$work/out")" '
    NF == 4 { n++; area += ($1 - x) * ($2 + y) / 2; x = $1; y = $2 }
    END { exit n > 2002 || n < 1000 || (area - auc) ^ 2 > 1e-8 }' || failed "another area"

shows "a picture of values: observed against predicted, and residuals, as text too"
with_fake hillock evaluate "$work/line" "$work/line.csv" --target y --plot "$work/line.svg"
expect_status 0
for row in " 1 1.5 nan nan" " 3 2 nan nan" " 5 6 nan nan" " 1 0.5 nan nan" " 3 -1 nan nan"; do
    grep -qxF -e "$row" "$work/line.svg" || failed "the script was to have the sample $row"
done
hillock evaluate "$work/line" "$work/line.csv" --target y --plot -
expect_status 0
expect_out "RMSE 0.86603, MAE 0.83333, R"
expect_out "Residuals"
expect_count "$(sed -n '/^Residuals/,/+--/p' "$work/out" | grep -c '\.$')" 3 "rows with a sample"
hillock evaluate "$work/margin" "$work/sick.csv" --plot -
expect_status 0
expect_out "ROC curve"
expect_no_out Calibration

shows "where no picture can be, the scores are there all the same; what is sure to fail comes first"
hillock evaluate "$work/sick" "$work/one.csv" --plot -
expect_status 1
expect_err "both classes"
expect_line accuracy 1
PATH=$work/none hillock evaluate "$work/sick" "$work/sick.csv" --plot "$work/sick.png"
expect_status 1
expect_err "--plot needs gnuplot"
[ ! -s "$work/out" ] || failed "nothing was to be printed"
hillock evaluate "$work/sick" "$work/sick.csv" --plot "$work/sick.jpg"
expect_usage_error "ends in .svg or .png"
hillock evaluate "$work/sick" "$work/sick.csv" --plot - --json
expect_usage_error "--plot - and --json"
if command -v gnuplot >"$work/which"; then
    hillock evaluate "$work/sick" "$work/sick.csv" --plot "$work/sick.svg"
    expect_status 0
    expect_silence
    expect_count "$(curves "$work/sick.svg")" 5 "curves"
    expect_count "$(points 6 "$work/sick.svg")" 17 "bins with a light rim each, and the legend's"
    expect_texts "$work/sick.svg" "ROC curve" Calibration "by chance" model "as predicted"
fi

shows "what is wrong with the words"
hillock evaluate "$work/sick"
expect_usage_error "hillock evaluate MODEL FILE.csv"
hillock evaluate "$work/sick" "$work/sick.csv" more
expect_usage_error '"more" is no file, and no value of an option'
hillock evaluate "$work/sick" "$work/sick.csv" "$work/sick.csv"
expect_usage_error "two files"
hillock evaluate "$work/sick" "$work/sick.csv" --threshold x
expect_usage_error '--threshold takes a number, not "x"'
hillock evaluate "$work/sick" "$work/sick.csv" --target
expect_usage_error "--target takes the name of a column"
hillock evaluate "$work/sick" "$work/sick.csv" --fast
expect_usage_error "there is no option --fast"

shows "what is wrong with the files"
hillock evaluate "$work/line" "$work/line.csv"
expect_status 1
expect_err "the model does not say what its target is called; add --target COLUMN"
hillock evaluate "$work/sick" "$work/sick.csv" --target sic
expect_status 1
expect_err 'no column is named "sic" (did you mean "sick"?)'
sed 's/^0,e,yes/0,e,maybe/' "$work/sick.csv" >"$work/maybe.csv"
hillock evaluate "$work/sick" "$work/maybe.csv"
expect_status 1
expect_err 'maybe.csv, line 6, column 3 (sick): "maybe" is none of the model'"'"'s classes, "no"'
sed 's/^0,e,yes/0,e,7/' "$work/sick.csv" >"$work/seven.csv"
hillock evaluate "$work/sick" "$work/seven.csv"
expect_status 1
expect_err "seven.csv, line 6, column sick: "
hillock evaluate "$work/line" "$work/line.csv" --target y --threshold 1
expect_status 1
expect_err "--threshold acts only on classes"
head -1 "$work/line.csv" >"$work/empty.csv"
hillock evaluate "$work/line" "$work/empty.csv" --target y
expect_status 1
expect_err "empty.csv, line 2, column 1: there is a header but no samples"
printf 'x,y\n0,1\n1,\n' >"$work/hole.csv"
hillock evaluate "$work/line" "$work/hole.csv" --target y
expect_status 1
expect_err "hole.csv, line 3, column 2 (y)"

hillock evaluate --help
expect_status 0
expect_out "--threshold T"

shows "one is not counted as many"
printf 'x,y\n1,2\n2,4\n3,7\n' >"$work/three.csv"
hillock fit "$work/three.csv" --target y --test-fraction 0 --model "$work/three.model"
printf 'x,y\n1,2\n' >"$work/one.csv"
hillock evaluate "$work/three.model" "$work/one.csv"
expect_out "1 sample, target y"
expect_out "1 feature"
expect_no_out "1 features"
expect_no_out "1 samples"
printf 'x\n1,2\n' >"$work/wide.csv"
hillock predict "$work/three.model" "$work/wide.csv"
expect_err "the row has more than 1 cell; remove the cell"

shows "JSON has the same keys for classes and for values, and no digit too many"
hillock evaluate "$work/sick" "$work/sick.csv" --json
for key in rmse mae r2; do
    expect_out "\"$key\": null"
done
expect_out '{"from": 0.1, "to": 0.2,'
