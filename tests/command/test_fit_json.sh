#!/usr/bin/env bash
# fit --json: one valid object, all digits, nothing else on the standard output.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

spector=$(dirname "$0")/spector.csv

# expect_json: the output is JSON, by a strict reader where there is one, else by its look.
expect_json() {
    [ "$(head -c 1 "$work/out")" = "{" ] || failed "an object was to be printed"
    [ "$(tail -c 2 "$work/out")" = "}" ] || failed "the object was to end the output"
    if [ -x /usr/bin/python3 ]; then
        /usr/bin/python3 -m json.tool "$work/out" /dev/null || failed "no valid JSON"
    fi
    ! grep -qE ': *-?(nan|inf)' "$work/out" || failed "a number that JSON does not have"
}

# number KEY: its value, which must be a number.
number() {
    sed -nE "s/^  \"$1\": (-?[0-9][-+.e0-9]*),?\$/\1/p" "$work/out"
}

# near A B: they agree to 12 digits.
near() {
    awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(a != "" && d * d <= 1e-24 * b * b) }' ||
        failed "$1 was to be $2"
}

# of NAME KEY: a number of the coefficient.
of() {
    sed -nE "s/^    \{\"name\": \"$1\".*\"$2\": ([^,}]+).*/\1/p" "$work/out"
}

shows "status, rule, loss and what else is asked for, with all digits"
hillock fit "$spector" --target y --test-fraction 0 --json
expect_status 0
expect_silence
expect_json
expect_out '"status": "HILLOCK_OK"'
grep -qE '^  "rule": ".*converged after [0-9]+ epochs' "$work/out" || failed "the rule"
near "$(number loss)" 0.40280106944160660
near "$(number samples)" 32
near "$(number deviance)" 25.779268444262828515
near "$(number null_deviance)" 41.183459393234581191
near "$(number dispersion)" 1
for key in gradient_norm condition passes seconds; do
    [ -n "$(number $key)" ] || failed "$key is missing"
done
grep -q '^  "gap": ' "$work/out" || failed "the duality gap"
near "$(of GPA estimate)" 2.8261125948893214261
near "$(of GPA std_error)" 1.2629410756290924147
near "$(of '\(bias\)' estimate)" -13.021346858115690607
near "$(of '\(bias\)' std_error)" 4.9313242136027585584
near "$(of PSI statistic)" 2.2344237513563447
for key in p_value lower upper; do
    [ -n "$(of TUCE $key)" ] || failed "$key is missing"
done
[ "$(grep -o '"name": "[^"]*"' "$work/out" | tr -d '\n')" = \
    '"name": "GPA""name": "TUCE""name": "PSI""name": "(bias)"' ] || failed "the order of the names"

shows "what there is not is null"
hillock fit "$spector" --target y --test-fraction 0 --json --l2 0.1
expect_json
[ "$(of GPA std_error)" = null ] || failed "no standard error with a penalty"
expect_out '"remark": "no standard errors: with a penalty'
hillock fit "$spector" --target GPA --loss huber --json
expect_json
expect_out '"deviance": null'
expect_out '"dispersion": null'
[ "$(of PSI upper)" = null ] || failed "no interval"

shows "held-out scores, the model and the check of the gradient are told"
hillock fit "$cancer" --target malignant --l2 0.01 --json --check-gradient --model "$work/a.model"
expect_status 0
expect_json
near "$(number samples)" 455
near "$(number held_out)" 114
expect_out "\"model\": \"$work/a.model\""
expect_out '"held_out_scores": {"accuracy": 0.9'
[ -n "$(number gradient_check)" ] || failed "the check of the gradient"
[ -s "$work/a.model" ] || failed "the model was to be saved"

shows "names of any bytes stay valid JSON"
printf '"q""u,o\\te\x01","\xff\xc3\x28\xed\xa0\x80\xc3\xa9\xf0\x9f\x98\x80",y\n1,2,1\n2,5,3\n4,3,3\n5,1,9\n' \
    >"$work/odd.csv"
hillock fit "$work/odd.csv" --target y --test-fraction 0 --json
expect_status 0
expect_json
expect_out '"q\"u,o\\te "'
replaced=$'\xef\xbf\xbd'
expect_out "\"$replaced$replaced($replaced$replaced$replaced"$'\xc3\xa9\xf0\x9f\x98\x80"'

shows "notes stay on the standard error; a refused training prints nothing"
hillock fit "$cancer" --target malignant --epochs 2 --json --batch-size 4
expect_json
expect_err "note: --batch-size acts only with"
hillock fit "$cancer" --target nothing --json
expect_status 1
[ ! -s "$work/out" ] || failed "nothing was to be printed"

shows "divergence is an object too, without coefficients"
hillock fit "$cancer" --target mean_area --solver gd --standardize no --learning-rate 1 --json
expect_status 3
expect_json
expect_out '"status": "HILLOCK_DIVERGED"'
expect_out '"coefficients": []'

[ -r /proc/self/status ] || exit 0
shows "an interrupted training prints its object"
set -m
"$HILLOCK" fit "$cancer" --target malignant --epochs 1000000000 --tolerance 0 --solver gd \
    --l2 1e-9 --json --model "$work/cut.model" >"$work/out" 2>"$work/err" </dev/null &
training=$!
until grep -q '^Name:.*hillock$' "/proc/$training/status" && # no longer the shell's own copy, and
    grep -qE '^SigCgt:.*[2367abef]$' "/proc/$training/status"; do # SIGINT is caught
    sleep 0.05
done
kill -INT "$training"
status=0
wait "$training" || status=$?
expect_status 130
expect_json
expect_out '"status": "HILLOCK_CANCELLED"'
expect_out "\"model\": \"$work/cut.model\""

shows "what was chosen and read is there too: penalty, seed, file, columns; what is not is null"
awk -F, -v OFS=, 'NR == 1 { print $0, "n", "o" } NR > 1 { print $0, 1 + NR % 2, 0.1 }' "$spector" \
    >"$work/whole.csv"
hillock fit "$work/whole.csv" --target y --weight n --offset o --folds 3 --l2 0.1,1000 --seed 7 --json
expect_status 0
expect_json
for text in '"l1": 0,' '"l2": 0.1,' '"seed": 7,' "\"file\": \"$work/whole.csv\"," '"weight": "n",' \
    '"offset": "o",' '"gradient_check": null,' '{"l1": 0, "l2": 0.1, "loss"'; do
    expect_out "$text"
done
hillock fit "$spector" --target y --test-fraction 0 --json
near "$(number log_likelihood)" -12.889634222131414257
for text in '"offset": null,' '"weight": null,' '"held_out_scores": null,'; do
    expect_out "$text"
done

shows "no likelihood of balanced classes, nor of a fit that is exact"
hillock fit "$spector" --target y --class-weights balanced --json
expect_json
for key in deviance null_deviance log_likelihood aic; do
    expect_out "\"$key\": null"
done
hillock fit "$spector" --target y --class-weights balanced
expect_out "deviance   - on 22 degrees of freedom; null deviance - on 25"
expect_out "AIC -"
printf 'x,y\n1,3.1\n2,5.1\n3,7.1\n4,9.1\n5,11.1\n' >"$work/exact.csv"
hillock fit "$work/exact.csv" --target y --test-fraction 0
expect_out "AIC -"
expect_out "the fit is exact but for rounding"
