#!/usr/bin/env bash
# `hillock fit --plot`: the training, the weights, the curve of one feature; in a file or as text.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=pictures.sh
. "$(dirname "$0")/pictures.sh"

picture=$work/picture.svg

shows "what is refused before the table is read: an ending, a name, two on one output"
hillock fit no-such-file.csv --target y --plot picture.pdf
expect_usage_error "ends in .svg or .png" 'not "picture.pdf"'
hillock fit no-such-file.csv --target y --plot - --picture roc
expect_usage_error '--picture takes training, weights or fit; not "roc"'
hillock fit no-such-file.csv --target y --picture fit
expect_usage_error "--plot FILE"
hillock fit no-such-file.csv --target y --plot - --json
expect_usage_error "--plot - and --json"

shows "what is refused before the training: a folder, a missing gnuplot, a curve of two features"
fake_cat
with_fake hillock fit "$cancer" --target malignant --plot "$work/no/where.svg"
expect_status 1
expect_err "--plot $work/no/where.svg: nothing can be written to the folder $work/no"
[ ! -s "$work/out" ] || failed "nothing was to be trained"
PATH=$work/none hillock fit "$cancer" --target malignant --plot "$picture"
expect_status 1
expect_err "--plot needs gnuplot"
[ "$(wc -l <"$work/err")" -eq 1 ] || failed "one line was to come"
[ ! -s "$work/out" ] || failed "nothing was to be trained"
hillock fit "$cancer" --target malignant --plot - --picture fit
expect_usage_error "there are 30" "--picture weights"

shows "where the picture fails, all results are there, and the old picture too"
fake 'cat >/dev/null; echo "line 7: no" >&2; exit 1'
echo before >"$picture"
with_fake hillock fit "$cancer" --target malignant --l2 0.01 --model "$work/model" --plot "$picture"
expect_status 1
expect_err "gnuplot could not make the picture: line 7: no"
expect_out "largest weights"
[ -s "$work/model" ] || failed "the model was to be saved"
[ "$(cat "$picture")" = before ] || failed "the old picture was to stay"

shows "names are taken as they are, whatever is in them"
fake_cat
printf 'it'"'"'s_a{b}^2\\n,t\n1,2\n2,3\n3,5\n' >"$work/odd.csv"
with_fake hillock fit "$work/odd.csv" --target t --test-fraction 0 --plot "$picture"
expect_status 0
grep -qF "set xlabel 'it''s_a{b}^2\\n'" "$picture" || failed "the name was to stand in quotes"

shows "one feature as text: three samples, a line, its band"
hillock fit "$work/odd.csv" --target t --test-fraction 0 --plot -
expect_status 0
expect_silence
sed -n '/^t by it/,$p' "$work/out" >"$work/text"
[ "$(tr -cd . <"$work/text" | wc -c)" -ge 4 ] || failed "three points were to come"
for text in "t by it's_a{b}^2" "w = 1.5, b = 0.33333" ": 95 % band" ". trained on" "* a = f(wx + b)"; do
    grep -qF -e "$text" "$work/text" || failed "the picture was to have: $text"
done
awk 'length > 80 { exit 1 }' "$work/text" || failed "a line is longer than 80 columns"

shows "a training as text: J from its start to its end, the tolerance"
hillock fit "$cancer" --target malignant --l2 0.01 --plot -
expect_status 0
for text in "J, with penalty" "Training on malignant: logistic activation, cross-entropy loss, newton" \
    "9 epochs, J 0.095072441: converged" "* training" \
    "scaled gradient norm" "- tolerance" "epochs"; do
    expect_out "$text"
done
grep -qE '^ *1e-0[5-9] \|' "$work/out" || failed "the norm was to have powers of ten" # rounding says which
sed -n '/^J, with/,/+--/p' "$work/out" >"$work/text"
expect_count "$(grep -cF '*' "$work/text")" 16 "rows from the highest J to the least"

shows "weights as text: a row each, the largest first, its interval without 0 or with it"
hillock fit "$cancer" --target malignant --plot - --picture weights \
    --features mean_radius,worst_texture,mean_symmetry,se_texture
expect_status 0
sed -n '/^Weights for malignant/,$p' "$work/out" >"$work/text"
[ "$(awk '/\|/ { printf "%s ", $1 }' "$work/text")" = "mean_radius worst_texture mean_symmetry se_texture " ] ||
    failed "four rows were to come, the largest first"
grep -qE 'mean_radius .*\|-+#-+\|$' "$work/text" || failed "an interval without 0 was to come"
grep -qE 'se_texture .*\|-*o-*\|' "$work/text" || failed "an interval with 0 was to come"

shows "of 200 features the 30 largest, and it is said"
awk 'BEGIN {
    for (i = 1; i <= 200; i++) printf "feature_%d,", i
    print "t"
    for (j = 1; j <= 300; j++) {
        t = 0
        for (i = 1; i <= 200; i++) { x = sin(i * j * j + i); t += i * x; printf "%.4f,", x }
        print t
    }
}' >"$work/wide.csv"
hillock fit "$work/wide.csv" --target t --l2 1e-9 --plot - --picture weights --top 0
expect_status 0
expect_out "the 30 largest of 200 features"
expect_out "without intervals"
expect_count "$(grep -c 'feature_[0-9]* |' "$work/out")" 30 "rows"

shows "of names that are too long the middle is left out, not the end"
printf 'a_name_that_is_far_too_long_for_a_margin_1,a_name_that_is_far_too_long_for_a_margin_2,t\n' \
    >"$work/long.csv"
printf '1,2,3\n2,1,3.5\n4,4,8\n5,3,8.5\n6,7,13\n' >>"$work/long.csv"
hillock fit "$work/long.csv" --target t --test-fraction 0 --plot - --picture weights
expect_status 0
expect_out "a_name_that...a_margin_1 |"
expect_out "a_name_that...a_margin_2 |"

shows "a training that diverged has its picture, and its exit status"
hillock fit "$cancer" --target malignant --solver gd --standardize no --learning-rate 1e3 --plot -
expect_status 3
expect_out "scaled gradient norm"

if ! command -v gnuplot >/dev/null; then
    exit 0
fi

shows "the real gnuplot: every sample is a point, the curve and its band are there"
hillock fit "$cancer" --target malignant --features mean_radius --plot "$picture"
expect_status 0
expect_silence
expect_count "$(curves "$picture")" 4 "curves"
expect_count "$(points 6 "$picture")" 456 "dots, with the legend's"
expect_count "$(points 5 "$picture")" 115 "circles, with the legend's"
expect_texts "$picture" "95 % band" "trained on" "held out" "a = f(wx + b)" mean_radius malignant \
    "malignant by mean_radius: logistic activation, cross-entropy loss"

shows "samples that are close together beside their distance from 0 are points apart, tics too"
awk 'BEGIN { print "x,t"; for (i = 0; i < 40; i++) printf "%.2f,%d\n", 1700000000 + i / 100, i }' \
    >"$work/near.csv"
hillock fit "$work/near.csv" --target t --test-fraction 0 --plot "$picture"
expect_status 0
places=$(grep -o "gpPt6' transform='translate([0-9.]*" "$picture" | sort -u | wc -l)
expect_count "$places" 41 "places of a dot, with the legend's"
expect_count "$(grep -o '<text>1700000000[^<]*</text>' "$picture" | sort | uniq -d | wc -l)" 0 \
    "tics that are the same"
expect_texts "$picture" 1700000000.1 1700000000.3

shows "what the user has set for gnuplot is not of these pictures"
hillock fit "$cancer" --target malignant --features mean_radius --plot "$picture"
mkdir "$work/home"
echo 'set datafile separator ","' >"$work/home/.gnuplot"
HOME=$work/home hillock fit "$cancer" --target malignant --features mean_radius \
    --plot "$work/home/picture.svg"
expect_status 0
cmp "$picture" "$work/home/picture.svg" || failed "the same picture was to come"

shows "J and the validation loss over the epochs, the gradient norm below"
hillock fit "$cancer" --target malignant --solver gd --epochs 200 --validate 0.2 --plot "$picture"
expect_status 0
expect_count "$(curves "$picture")" 4 "curves"
expect_texts "$picture" training validation "its least" J "scaled gradient norm" epochs 0 1 10 100

shows "every weight with its interval, in PNG, too"
hillock fit "$cancer" --target malignant --picture weights --statistics model --l2 0.01 \
    --plot "$picture"
expect_status 0
expect_count "$(points 6 "$picture")" 31 "weights, with the legend's"
expect_texts "$picture" "95 % interval with 0" worst_texture se_texture \
    "Weights for malignant: logistic activation, cross-entropy loss"
hillock fit "$cancer" --target malignant --l2 0.01 --plot "$work/picture.png"
expect_status 0
grep -qa PNG "$work/picture.png" || failed "a picture was to come"
compgen -G "$work/picture.*.*" && failed "something is left beside it"
exit 0
