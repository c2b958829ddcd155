#!/usr/bin/env bash
# What the columns of the table are for: features, weights, offset, and a target of two words.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# of NAME KEY: a number of the coefficient out of --json.
of() {
    sed -nE "s/^    \{\"name\": \"$1\".*\"$2\": ([^,}]+).*/\1/p" "$work/out"
}

# value KEY: a number of the object.
value() {
    sed -nE "s/^  \"$1\": (-?[0-9][-+.e0-9]*),?\$/\1/p" "$work/out"
}

# near A B: they agree to 10 digits (or both are 0 to as many).
near() {
    awk -v a="$1" -v b="$2" \
        'BEGIN { d = a - b; exit !(a != "" && b != "" && d * d <= 1e-20 * (b * b + 1e-3)) }' ||
        failed "$1 was to be $2"
}

# json TABLE OPTION...: a fit of everything, as an object.
json() {
    hillock fit "$1" --test-fraction 0 --json "${@:2}"
    expect_status 0
    expect_silence
}

awk 'BEGIN { split("1 4 9 13 18 20 0 2 6 10 12 16", dead)
             print "share,trials,male,dose,sex"
             for (j = 1; j <= 12; j++)
                 printf "%.17g,20,%d,%d,%s\n", dead[j] / 20, j < 7, (j - 1) % 6, j < 7 ? "m" : "f" }' \
    >"$work/moths.csv"

shows "grouped binomial data: shares of successes, weighted by the trials, as in R"
json "$work/moths.csv" --target share --weight trials --ignore sex --loss cross-entropy
near "$(of male estimate)" 1.1007433629953534
near "$(of male std_error)" 0.35582713091945324
near "$(value residual_df)" 9
json "$work/moths.csv" --target share --weight=trials --features male,dose --loss cross-entropy \
    --weight-kind frequency
near "$(value residual_df)" 237
near "$(of male std_error)" 0.35582713091945324
hillock fit "$work/moths.csv" --target share --weight trials --features male --loss cross-entropy
expect_out "1 feature, target share"
expect_out "weighted by trials"

shows "a sample of weight k is k samples, one of weight 0 none"
awk 'BEGIN { print "x,y,k"; for (j = 0; j < 40; j++) print j % 7 "," (j * 5) % 11 "," j % 3 }' \
    >"$work/weighted.csv"
awk -F, 'NR == 1 { print "x,y"; next } { for (i = 0; i < $3; i++) print $1 "," $2 }' \
    "$work/weighted.csv" >"$work/repeated.csv"
json "$work/repeated.csv" --target y
estimate=$(of x estimate) error=$(of x std_error)
json "$work/weighted.csv" --target y --weight k --weight-kind frequency
near "$(of x estimate)" "$estimate"
near "$(of x std_error)" "$error"
hillock fit "$work/weighted.csv" --target y --weight k --test-fraction 0
expect_out "weighted by k, 14 of them 0"
grep -qE '^weighted scores +training$' "$work/out" || failed "the scores are weighted, and that is to be said"

shows "a weight below 0 is refused with line and column"
printf 'x,y,k\n1,2,1\n2,3,-1\n3,4,1\n' >"$work/bad.csv"
hillock fit "$work/bad.csv" --target y --weight k
expect_status 1
expect_err "$work/bad.csv, line 3, column k"

shows "an offset is added to z"
awk 'BEGIN { print "x,o,y"; for (j = 0; j < 30; j++) { a = (j * 7) % 11; b = (j * 5) % 13
             printf "%d,%d,%d\n", a, -2 * b, 3 * a - 2 * b + 5 } }' >"$work/offset.csv"
json "$work/offset.csv" --target y --offset o
near "$(of x estimate)" 3
near "$(of '\(bias\)' estimate)" 5
hillock fit "$work/offset.csv" --target y --offset o --model "$work/offset.model"
expect_status 0
expect_out "offset in z: o"
expect_silence
hillock predict "$work/offset.model" "$work/offset.csv"
expect_status 0
paste -d, "$work/offset.csv" "$work/out" | awk -F, 'NR > 1 && ($3 - $4) ^ 2 > 1e-18 { exit 1 }' ||
    failed "predictions with their offsets were to be the targets"
hillock predict "$work/offset.model" "$work/offset.csv" --sums
expect_status 0
paste -d, "$work/offset.csv" "$work/out" | awk -F, 'NR > 1 && ($3 - $4) ^ 2 > 1e-18 { exit 1 }' ||
    failed "sums with their offsets were to be the targets"
hillock evaluate "$work/offset.model" "$work/offset.csv" --json
expect_status 0
near "$(value r2)" 1
hillock evaluate "$work/offset.model" "$work/offset.csv" --no-offset --json
awk -v r2="$(value r2)" 'BEGIN { exit r2 < 0.99 ? 0 : 1 }' ||
    failed "without its offset the model was to be worse"
hillock predict "$work/offset.model" "$work/offset.csv" --offset nowhere
expect_status 1
expect_err "nowhere"

shows "the model knows that it has an offset, and a table without it is refused"
hillock info "$work/offset.model"
expect_out "offset     o, added to z = w x + b"
cut -d, -f1,3 "$work/offset.csv" >"$work/without.csv"
sed '1s/o/p/' "$work/offset.csv" >"$work/renamed.csv"
for command in predict evaluate; do
    hillock $command "$work/offset.model" "$work/without.csv"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$work/without.csv, line 1: no column is named \"o\""
    expect_err "the offset that the model was trained with: --offset COLUMN names another column, --no-offset does without"
    hillock $command "$work/offset.model" "$work/without.csv" --no-offset
    expect_status 0
    hillock $command "$work/offset.model" "$work/offset.csv"
    cp "$work/out" "$work/by_name"
    hillock $command "$work/offset.model" "$work/renamed.csv" --offset p
    expect_status 0
    sed 's/renamed/offset/' "$work/out" | diff - "$work/by_name" >"$work/diff" ||
        failed "a column of another name: $(cat "$work/diff")"
    hillock $command "$work/offset.model" "$work/offset.csv" --offset o --no-offset
    expect_usage_error "--offset and --no-offset cannot both be meant"
done
for command in explain surface; do
    hillock $command "$work/offset.csv" --model "$work/offset.model"
    expect_status 1
    expect_err "offset.model was trained with an offset"
done

shows "an offset is added before f, and classes are of both"
awk 'BEGIN { print "x,o,y"; for (j = 0; j < 60; j++) { a = (j * 7) % 11 - 5; o = (j * 5) % 7 - 3
             printf "%d,%d,%d\n", a, o, int(exp(0.3 * a + o / 2 + 0.5) + j % 2) } }' >"$work/rate.csv"
hillock fit "$work/rate.csv" --target y --offset o --activation exp --loss poisson \
    --test-fraction 0 --model "$work/rate.model" --quiet
expect_status 0
hillock predict "$work/rate.model" "$work/rate.csv" --sums --no-offset
cp "$work/out" "$work/sums"
hillock predict "$work/rate.model" "$work/rate.csv" --offset o
expect_status 0
paste -d, "$work/rate.csv" "$work/sums" "$work/out" |
    awk -F, 'NR > 1 && ($5 / exp($4 + $2) - 1) ^ 2 > 1e-20 { exit 1 }' ||
    failed "a was to be exp(z + offset)"

shows "weights and offsets stay with their samples when some are held out"
awk 'BEGIN { print "x,y,k,o"; for (j = 0; j < 60; j++) { a = (j * 7) % 11; o = j % 4; k = j % 3 > 0
             printf "%d,%d,%d,%d\n", a, k ? 3 * a + 5 + o : j * j, k, o } }' >"$work/moved.csv"
hillock fit "$work/moved.csv" --target y --weight k --offset o --test-fraction 0.4 --validate 0.2 \
    --json
expect_status 0
near "$(of x estimate)" 3
near "$(of '\(bias\)' estimate)" 5

shows "--no-bias holds b at 0"
awk 'BEGIN { print "x,y"; for (j = 1; j < 30; j++) print j "," 3 * j + j % 2 }' >"$work/through.csv"
json "$work/through.csv" --target y --no-bias
near "$(of '\(bias\)' estimate)" 0
[ "$(of '\(bias\)' std_error)" = null ] || failed "what is held has no error"
near "$(value residual_df)" 28
near "$(of x estimate)" "$(awk -F, 'NR > 1 { a += $1 * $2; b += $1 * $1 }
    END { printf "%.17g", a / b }' "$work/through.csv")"
hillock fit "$work/through.csv" --target y --no-bias
expect_out "fit-bias=no"

shows "columns are named in quotes where they have a comma"
printf '"a, b",c,"d ""e""",y\n1,x,3,1\n2,y,5,0\n4,z,4,1\n' >"$work/names.csv"
json "$work/names.csv" --target y --features '"a, b","d ""e"""' --l2 1
[ "$(grep -c '"name"' "$work/out")" -eq 3 ] || failed "two features and the bias"
json "$work/names.csv" --target y --ignore 'c,"a, b"' --l2 1
[ "$(grep -c '"name"' "$work/out")" -eq 2 ] || failed "one feature and the bias"

# refused TEXT OPTION...: with the columns of names.csv.
refused() {
    hillock fit "$work/names.csv" "${@:2}"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$1"
}

shows "columns that are not there, that are two things, or none are refused"
refused 'no column is named "e"' --target y --features c,e
refused 'no column is named "k"' --target y --weight k
refused '"y" cannot be the target and a feature as well' --target y --features c,y
refused '"c" cannot be ignored and a feature as well' --target y --features c --ignore c
refused '"c" cannot be the weight and the offset as well' --target y --weight c --offset c
refused "is not closed" --target y --features '"a, b'
refused "no column is left" --target y --ignore '"a, b",c,"d ""e"""'
hillock fit "$work/names.csv" --target y --features c --features y
expect_usage_error "--features is given twice"
hillock fit "$work/names.csv" --target y --ignore ""
expect_usage_error '--ignore needs a value; "" is none'

shows "a column that is ignored may hold anything; a feature may not"
refused 'line 2, column 2 (c): "x"' --target y

awk -F, -v OFS=, 'NR > 1 { $1 = $1 == 0 ? "no" : " yes" } 1' "$(dirname "$0")/spector.csv" \
    >"$work/words.csv"

shows "a target of two words is recoded, in sorted order, and named"
json "$work/words.csv" --target y
near "$(of GPA estimate)" 2.8261125948893214261
expect_out '"classes": ["no", "yes"]'
hillock fit "$work/words.csv" --target y --test-fraction 0 --model "$work/words.model"
expect_status 0
expect_silence
expect_out "chosen: the target has two classes"
expect_out "classes: 0 = no, 1 = yes"
hillock predict "$work/words.model" "$work/words.csv" --classes
expect_status 0
[ "$(sort -u "$work/out" | tr '\n' ' ')" = "class no yes " ] || failed "classes by name"
tac "$work/words.csv" | sed '$d' | cat <(head -1 "$work/words.csv") - >"$work/reversed.csv"
json "$work/reversed.csv" --target y
near "$(of GPA estimate)" 2.8261125948893214261

shows "losses with margins get the words as -1 and 1"
hillock fit "$work/words.csv" --target y --loss squared-hinge --model "$work/margin.model"
expect_status 0
expect_out "classes: -1 = no, 1 = yes"
hillock predict "$work/margin.model" "$work/words.csv" --classes
[ "$(sort -u "$work/out" | tr '\n' ' ')" = "class no yes " ] || failed "classes by name"

# badly TABLE TEXT: the target of the table (a printf format) is refused.
badly() {
    # shellcheck disable=SC2059  # the table is a format
    printf "$1" >"$work/bad.csv"
    hillock fit "$work/bad.csv" --target y
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$2"
}

shows "three classes, one class, missing ones and words among numbers are refused"
badly 'x,y\n1,a\n2,b\n3,c\n' 'line 4, column 2 (y): "c" is a third class, beside "a" and "b"'
badly 'x,y\n1,a\n2,a\n3,a\n' "class"
badly 'x,y\n1,a\n2,\n3,b\n' 'line 3, column 2 (y): '
badly 'x,y\n1,a\n2,NA\n3,b\n' 'line 3, column 2 (y): "NA"'
badly 'x,y\n1,1\n2,b\n' 'line 3, column 2 (y): "b"'

shows "what is said of features says it by their names"
printf '%s\n' 'a,b,c,"d, e",y' 1,2,1,3,1.5 2,4,5,6,2.1 3,6,2,9,3.7 4,8,7,12,3.9 5,10,1,15,5.2 \
    6,12,3,18,5.9 >"$work/dependent.csv"
hillock fit "$work/dependent.csv" --target y --test-fraction 0
expect_status 0
expect_out '2 features (columns "d, e", "b") depend on'
hillock fit "$work/dependent.csv" --target y --test-fraction 0 --json
expect_out '2 features (columns \"d, e\", \"b\") depend on others'
hillock fit "$work/dependent.csv" --target y --features a,b --test-fraction 0
expect_out '1 feature (column "b") depends'
sed 's/^1,/1e200,/' "$work/dependent.csv" >"$work/large.csv"
hillock fit "$work/large.csv" --target y --test-fraction 0
expect_status 1
expect_err 'the spread of feature "a" cannot be represented'
