#!/usr/bin/env bash
# --json of explain, surface, predict and info: one object, the numbers of the text.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/models.sh"

seal_model "$work/sick" <<'END'
hillock model 1
activation logistic
loss cross-entropy
target "sick"
class "no"
class "yes, so"
features 2
bias 0x1p-1
weight 0x1p+0 "x"
weight 0x1p+1 "half"
END
printf 'half,x,sick\n0,-2,no\n0.5,-1,"yes, so"\n1,3,"yes, so"\n' >"$work/sick.csv"

# An object that a parser takes, where there is one.
expect_object() {
    expect_status 0
    expect_silence
    [ "$(head -c 1 "$work/out")" = "{" ] || failed "an object was to come"
    if command -v python3 >"$work/which"; then
        python3 -m json.tool "$work/out" >"$work/which" || failed "this is no JSON"
    fi
}

# numbers KEY: of the array of this key, one a line.
numbers() {
    tr -d ' \n' <"$work/out" | grep -oE "\"$1\":\[[^]]*\]" | sed 's/.*\[//; s/\]//' | tr , '\n'
    echo
}

shows "predict: the answers of the text, in order"
for wanted in "" --sums; do
    # shellcheck disable=SC2086  # none or one
    hillock predict "$work/sick" "$work/sick.csv" $wanted
    tail -n +2 "$work/out" >"$work/expected"
    # shellcheck disable=SC2086  # none or one
    hillock predict "$work/sick" "$work/sick.csv" --json $wanted
    expect_object
    numbers answers | awk 'NF { printf "%.17g\n", $1 }' | cmp - "$work/expected" || failed "the answers were to be those"
done
expect_out '"kind": "z"'
expect_out '"target": "sick"'
hillock predict "$work/sick" "$work/sick.csv" --json --classes
expect_object
expect_out '    "yes, so"'
[ "$(grep -c '^    "' "$work/out")" -eq 3 ] || failed "three names were to come"

shows "predict: a row that is wrong ends it with status 1, as without --json"
printf 'half,x\n0,1\n0,a\n' >"$work/bad.csv"
hillock predict "$work/sick" "$work/bad.csv" --json
expect_status 1
expect_err "bad.csv, line 3"

shows "info: what hillock export --to json writes"
hillock export "$work/sick" --to json --output "$work/expected"
hillock info "$work/sick" --json
expect_object
cmp "$work/out" "$work/expected" || failed "the same was to come"
hillock info --json "$work/sick"
expect_object
hillock info --json
expect_usage_error "hillock info MODEL"

shows "explain: every factor of the chain rule, and J is the mean of l"
hillock explain "$work/sick.csv" --model "$work/sick" --json
expect_object
for key in X y w z a l dJ_da da_dz dJ_dz dJ_dw da_dz_by_differences dJ_dw_by_differences; do
    expect_out "\"$key\": ["
done
for key in b J dJ_db dJ_db_by_differences gradient_check first_sample; do
    expect_out "\"$key\": "
done
expect_out '"z": [-1.5, 0.5, 5.5]'
expect_out '"features": ["x", "half"]'
J=$(grep -o '"J": [^,]*' "$work/out" | cut -d' ' -f2)
numbers l | awk -v J="$J" 'NF { sum += $1; n++ } END { exit n != 3 || (sum / n - J) ^ 2 > 1e-28 }' ||
    failed "J was to be the mean of l"
hillock explain "$work/sick.csv" --model "$work/sick" --json --from 2 --rows 1
expect_object
expect_out '"first_sample": 2'
expect_out '"z": [0.5]'

shows "surface: the axes, J and the path of the text"
printf 'u,t\n1,2\n2,2.5\n3,4.5\n4,4\n' >"$work/line.csv"
hillock surface "$work/line.csv" --target t --grid 3 --path --epochs 2
tail -n +2 "$work/out" | cut -d, -f3 >"$work/expected"
hillock surface "$work/line.csv" --target t --grid 3 --path --epochs 2 --json
expect_object
expect_out '"x": {"parameter": "u", "minimum": '
expect_out '"y": {"parameter": "(bias)", "minimum": '
sed -n '/"J": \[/,/"path"/p' "$work/out" | grep '^    \[' | tr -d '[] ' | tr , '\n' |
    awk 'NF { printf "%.17g\n", $1 }' | cmp - <(head -9 "$work/expected") || failed "J was to be that of the text"
sed -n '/"path": \[/,$p' "$work/out" | grep '^    \[' | sed 's/.*, //; s/\].*//' |
    awk '{ printf "%.17g\n", $1 }' | cmp - <(tail -3 "$work/expected") || failed "the path was to be that of the text"
hillock surface "$work/line.csv" --target t --json --plot -
expect_usage_error "--json"
