#!/usr/bin/env bash
# Cross-validation over a grid of penalties.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "every penalty has its loss, the least one is marked and fitted on all"
hillock fit "$cancer" --target malignant --folds 5 --l2 0.0001,0.01,1 --test-fraction 0
expect_status 0
expect_silence
expect_out "5 folds: mean loss of what was left out"
[ "$(grep -cE '^ +0 +(0\.0001|0\.01|1) +0\.[0-9]+ ' "$work/out")" -eq 3 ] || failed "three lines"
grep -qE '^ +0 +0\.01 .* least$' "$work/out" || failed "0.01 is the best of these"
expect_out "l2=0.01"
bias=$(grep -E '^  \(bias\)' "$work/out")
hillock fit "$cancer" --target malignant --l2 0.01 --test-fraction 0
[ "$(grep -E '^  \(bias\)' "$work/out")" = "$bias" ] || failed "another fit than with --l2 0.01"

shows "the loss of a fold is that of a training without it: leave one out of five by hand"
awk 'BEGIN { print "x,y,k"; print "1,2,1\n2,1,1\n3,4,1\n4,3,1\n5,7,1" }' >"$work/five.csv"
hillock fit "$work/five.csv" --target y --ignore k --folds 5 --test-fraction 0 --json
expect_status 0
loss=$(sed -nE 's/.*"l2": 0, "loss": ([^,]+),.*/\1/p' "$work/out")
awk -F, -v loss="$loss" 'NR > 1 { x[NR - 1] = $1; y[NR - 1] = $2 }
    END { for (k = 1; k <= 5; k++) {
              n = sx = sy = sxx = sxy = 0
              for (j = 1; j <= 5; j++) if (j != k) {
                  n++; sx += x[j]; sy += y[j]; sxx += x[j] * x[j]; sxy += x[j] * y[j] }
              w = (n * sxy - sx * sy) / (n * sxx - sx * sx)
              e = y[k] - (sy - w * sx) / n - w * x[k]
              sum += e * e / 5 }
          d = sum / loss - 1; exit !(d * d < 1e-20) }' "$work/five.csv" || failed "the loss $loss"

shows "a grid of both penalties; a fold without a list scores the one setting"
hillock fit "$cancer" --target malignant --folds 3 --l1 0.001,0.01 --l2 0,0.01 --json
expect_status 0
[ "$(grep -c '{"l1"' "$work/out")" -eq 4 ] || failed "four pairs"
hillock fit "$cancer" --target malignant --folds 3 --l2 0.01
expect_status 0
[ "$(grep -c ' least$' "$work/out")" -eq 1 ] || failed "one line"

shows "the seed decides the folds"
for seed in 1 1 2; do
    hillock fit "$cancer" --target malignant --folds 4 --l2 0.01 --seed $seed --test-fraction 0
    grep ' least$' "$work/out" >>"$work/seeds"
done
[ "$(sort -u "$work/seeds" | wc -l)" -eq 2 ] || failed "two seeds, two losses"

shows "samples of weight 0 fill no fold: too few others are refused"
awk 'BEGIN { print "x,y,w"; for (j = 0; j < 40; j++) print j * 7 % 11 "," j * 5 % 13 "," (j % 5 == 0) }' \
    >"$work/few.csv"
hillock fit "$work/few.csv" --target y --weight w --folds 10 --l2 1000,0.001,0.1 --test-fraction 0
expect_usage_error "--folds 10: there are only 8 samples of a weight above 0 to train on"
hillock fit "$work/few.csv" --target y --weight w --folds 8 --l2 1000,0.1 --test-fraction 0
expect_status 0
[ "$(grep -cE '^ +0 +(1000|0\.1) +[0-9.]+ +[0-9.]+( +least)?$' "$work/out")" -eq 2 ] || failed "two losses"

shows "either class is in every fold's training, however few they are"
awk 'BEGIN { print "x,y"; for (j = 0; j < 60; j++) print j * 7 % 11 "," (j == 3 || j == 4) }' \
    >"$work/rare.csv"
for seed in 0 1 2 3 4 5; do
    hillock fit "$work/rare.csv" --target y --folds 6 --l2 0.1 --test-fraction 0 --seed $seed
    expect_status 0
done
awk 'BEGIN { print "x,y"; for (j = 0; j < 30; j++) print j * 7 % 11 "," (j == 3) }' >"$work/one.csv"
hillock fit "$work/one.csv" --target y --test-fraction 0 --folds 6
expect_usage_error "of one class there is only one sample to train on"
hillock fit "$work/one.csv" --target y --test-fraction 0.9
expect_status 1
expect_err "are all of one class: the other is among those held out; --test-fraction 0, or another --seed"
hillock fit "$work/one.csv" --target y --test-fraction 0 --validate 0.9
expect_err "are all of one class: the other is among those to stop by; no --validate"

shows "losses that are all infinite choose no penalty"
hillock fit "$cancer" --target mean_area --folds 3 --l2 0,0.1 --solver gd --standardize no --learning-rate 1
expect_status 1
expect_err "no penalty has a finite loss"

shows "what makes no sense is refused"
hillock fit "$cancer" --target malignant --l2 0.1,1
expect_usage_error "say --folds 5"
for folds in 1 0 2.5 many; do
    hillock fit "$cancer" --target malignant --folds $folds
    expect_usage_error "--folds takes a whole number, from 2 to 1e6; not \"$folds\""
done
hillock fit "$cancer" --target malignant --folds 5 --l2 0.1,-1
expect_usage_error '--l2 takes a number, at least 0; not "-1"'
hillock fit "$cancer" --target malignant --folds 5 --l2 0.1,
expect_usage_error '--l2 takes a number, at least 0; not ""'
hillock fit "$work/five.csv" --target y --folds 6 --test-fraction 0
expect_usage_error "there are only 5 samples"
head -2 "$work/five.csv" >"$work/single.csv"
hillock fit "$work/single.csv" --target y --folds 5
expect_usage_error "there is only 1 sample to train on"
hillock fit "$cancer" --target malignant --folds 3 --solver gd --l1 0.1,1
expect_usage_error "use newton or lbfgs"
