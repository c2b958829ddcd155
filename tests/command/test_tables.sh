#!/usr/bin/env bash
# The tables that every command reads: separators, no header, LIBSVM, columns of text, missing
# cells, the standard input; and a model reads them as it was trained.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# fed FILE WORD...: the command with the file on its standard input.
fed() {
    status=0
    "$HILLOCK" "${@:2}" <"$1" >"$work/out" 2>"$work/err" || status=$?
}

# The coefficients of --json, one a line: name and estimate.
coefficients() {
    sed -nE 's/^    \{"name": "([^"]*)", "estimate": ([^,]+),.*/\1 \2/p' "$work/out"
}

# expect_output: the standard output is the text on the standard input, without a message.
expect_output() {
    expect_status 0
    expect_silence
    diff - "$work/out" >"$work/diff" || failed "another output was expected: $(cat "$work/diff")"
}

awk 'BEGIN { print "x,z,y"; for (j = 0; j < 24; j++) { x = (j * 7) % 11; z = (j * 5) % 13
             print x "," z "," 2 * x - z + 3 } }' >"$work/plain.csv"
hillock fit "$work/plain.csv" --target y --test-fraction 0 --json
expect_status 0
coefficients >"$work/expected"
[ "$(wc -l <"$work/expected")" -eq 3 ] || failed "three coefficients"

# same WHAT FILE WORD...: fit says of this file what it says of plain.csv.
same() {
    shows "$1"
    hillock fit "$2" --test-fraction 0 --json "${@:3}"
    expect_status 0
    coefficients | diff - "$work/expected" >"$work/diff" || failed "other coefficients"
}

for separator in ';' '|' $'\t' ' '; do
    tr , "$separator" <"$work/plain.csv" >"$work/other.txt"
    [ "$separator" = ' ' ] || same "cells separated by $separator" "$work/other.txt" --target y
    same "as --delimiter says: $separator" "$work/other.txt" --target y --delimiter "$separator"
    if [ "$separator" = $'\t' ]; then
        same "a tab by its name" "$work/other.txt" --target y --delimiter tab
        same "a tab as C writes it" "$work/other.txt" --target y --delimiter '\t'
    fi
done

shows "columns without a header are numbered"
tail -n +2 "$work/plain.csv" >"$work/bare.csv"
hillock fit "$work/bare.csv" --target 3 --test-fraction 0 --json
expect_status 0
coefficients | sed 's/^1 /x /; s/^2 /z /' | diff - "$work/expected" >"$work/diff" ||
    failed "other coefficients"
hillock fit "$work/bare.csv" --target 3 --header yes
expect_status 1
expect_err "$work/bare.csv, line 1"
hillock fit "$work/plain.csv" --target 3 --header no
expect_status 1
expect_err "$work/plain.csv, line 1, column 1 (1): \"x\" is not a number"

shows "LIBSVM: the label is the target, features are called by their index"
awk -F, 'NR > 1 { print $3 ($1 == 0 ? "" : " 1:" $1) " 2:" $2 }' "$work/plain.csv" \
    >"$work/plain.libsvm"
hillock fit "$work/plain.libsvm" --test-fraction 0 --json --model "$work/libsvm.model"
expect_status 0
coefficients | sed 's/^1 /x /; s/^2 /z /' | diff - "$work/expected" >"$work/diff" ||
    failed "other coefficients"
hillock predict "$work/libsvm.model" "$work/plain.libsvm" --sums
cp "$work/out" "$work/sums"
hillock predict "$work/libsvm.model" "$work/bare.csv" --sums
expect_output <"$work/sums"
fed "$work/plain.libsvm" fit - --target anything --test-fraction 0
expect_status 0
expect_out "standard input: 24 samples, 2 features, target anything"
hillock evaluate "$work/libsvm.model" "$work/plain.libsvm"
expect_status 0
expect_out "RMSE"
hillock explain "$work/plain.libsvm"
expect_status 0
expect_out "target label"
printf '1 1:2\n0 1:1 1:2\n' >"$work/bad.libsvm"
hillock fit "$work/bad.libsvm"
expect_status 1
expect_err "$work/bad.libsvm, line 2, column 3: the indices of a line must rise; sort them"

shows "NPY: columns are called by their numbers, in a model too"
hillock convert "$work/bare.csv" "$work/bare.npy"
expect_status 0
hillock fit "$work/bare.npy" --target 3 --test-fraction 0 --json --model "$work/npy.model"
expect_status 0
coefficients | sed 's/^1 /x /; s/^2 /z /' | diff - "$work/expected" >"$work/diff" ||
    failed "other coefficients"
for table in bare.npy bare.csv plain.libsvm; do
    hillock predict "$work/npy.model" "$work/$table" --sums
    expect_output <"$work/sums"
done
hillock predict "$work/npy.model" "$work/plain.csv" --sums
expect_status 1
expect_err 'no column is named "1"'
hillock evaluate "$work/npy.model" "$work/bare.npy" --json
expect_status 0
expect_out '"samples": 24'
hillock fit "$work/bare.npy" --target y
expect_status 1
expect_err "$work/bare.npy: no column is named \"y\": its columns have no names, and are called 1 to 3"
head -c 300 "$work/bare.npy" >"$work/short.npy"
hillock fit "$work/short.npy" --target 3
expect_status 1
expect_err "$work/short.npy: 24 x 3 numbers of 8 bytes are not the 172 bytes behind the header"

awk 'BEGIN { split("red green blue", colours); print "colour,size,y"
             for (j = 0; j < 30; j++) { c = j % 3 + 1; s = (j * 7) % 5
                 print colours[c] "," s "," 10 * (c == 1) + 4 * (c == 2) + s } }' >"$work/raw.csv"
awk -F, -v OFS=, 'NR == 1 { print "size,colour=green,colour=red"; next }
    { print $2, $1 == "green" ? 1 : 0, $1 == "red" ? 1 : 0 }' "$work/raw.csv" >"$work/coded.csv"

shows "a column of text becomes features of 0 and 1, also in predict, which reads it raw"
hillock fit "$work/raw.csv" --target y --categorical colour --test-fraction 0 \
    --model "$work/colour.model" --json
expect_status 0
# Rounding may leave a bias a little below 0, or none at all.
coefficients | awk '{ printf "%s %.6f\n", $1, $2 }' | sed 's/ -0\.0*$/ 0.000000/' >"$work/rounded"
diff "$work/rounded" - <<'END' >"$work/diff" || failed "other coefficients: $(cat "$work/diff")"
colour=green 4.000000
colour=red 10.000000
size 1.000000
(bias) 0.000000
END
printf 'size;name;colour\n1;a;red\n2;b;blue\n3;c;green\n' >"$work/new.txt"
hillock predict "$work/colour.model" "$work/new.txt"
awk 'NR > 1 { $0 = sprintf("%.6f", $0) } 1' "$work/out" >"$work/rounded"
mv "$work/rounded" "$work/out"
expect_output <<'END'
value
11.000000
2.000000
7.000000
END
hillock predict "$work/colour.model" "$work/coded.csv"
cp "$work/out" "$work/by_code"
hillock predict "$work/colour.model" "$work/raw.csv"
expect_output <"$work/by_code"
hillock evaluate "$work/colour.model" "$work/raw.csv" --json
expect_status 0
expect_out '"samples": 30'
hillock explain "$work/raw.csv" --model "$work/colour.model"
expect_status 0
expect_out "colour=red"

shows "a colour that was not there in training is refused, with those that were"
printf 'colour,size,y\nred,1,1\npurple,3,2\n' >"$work/purple.csv"
for command in predict evaluate; do
    hillock $command "$work/colour.model" "$work/purple.csv"
    expect_status 1
    expect_err "$work/purple.csv, line 3, column 1 (colour): \"purple\" is no text that the model was trained with: \"blue\", \"green\", \"red\"; correct it, or remove the row"
done

shows "an older model knows no reference: two colours that it has no feature for cannot both be it"
sed -e 's/model 3/model 1/' -e 's/ "blue"$//' -e '/^covariance/,$d' "$work/colour.model" |
    model "$work/old.model"
hillock predict "$work/old.model" "$work/purple.csv"
expect_status 0
printf 'colour,size\nred,1\nblue,2\npurple,3\n' >"$work/purple.csv"
hillock predict "$work/old.model" "$work/purple.csv"
expect_status 1
expect_err "$work/purple.csv, line 4, column 1 (colour): \"purple\" is no text that the model has"

shows "missing cells: an error, rows left out, or the mean"
printf 'x,y\n1,2\n,9\n3,6\nNA,9\n5,10\n' >"$work/holes.csv"
hillock fit "$work/holes.csv" --target y --test-fraction 0
expect_status 1
expect_err "$work/holes.csv, line 3, column 1 (x): the cell is empty; fill it in, or leave such rows out with --missing drop"
hillock fit "$work/holes.csv" --target y --test-fraction 0 --missing drop --model "$work/holes.model"
expect_status 0
expect_out "3 samples"
expect_err "note: 2 rows of $work/holes.csv left out"
hillock fit "$work/holes.csv" --target y --test-fraction 0 --missing drop --quiet
expect_silence
hillock fit "$work/holes.csv" --target y --test-fraction 0 --missing=mean
expect_status 0
expect_out "5 samples"
hillock predict "$work/holes.model" "$work/holes.csv"
expect_status 1
expect_err "line 3, column 1 (x): the cell is empty; fill it in, or choose --missing drop or --missing mean"
[ "$(wc -l <"$work/out")" -eq 2 ] || failed "the row before the empty cell was to be answered"
hillock predict "$work/holes.model" "$work/holes.csv" --missing drop
expect_status 0
[ "$(sed -n '1p; 3p; 5p' "$work/out" | paste -sd' ')" = "value NA NA" ] || failed "NA in rows 2 and 4"
[ "$(wc -l <"$work/out")" -eq 6 ] || failed "as many answers as rows"
expect_err "note: cells are missing in 2 rows of $work/holes.csv: the answer is NA"
hillock predict "$work/holes.model" "$work/holes.csv" --missing drop --json
[ "$(grep -c '^    null' "$work/out")" -eq 2 ] || failed "null in rows 2 and 4"
hillock predict "$work/holes.model" "$work/holes.csv" --missing drop --intervals
[ "$(sed -n 5p "$work/out")" = NA,NA,NA,NA ] || failed "no interval in row 4"
[ "$(sed 1d "$work/out" | grep -c '^[0-9]')" -eq 3 ] || failed "three answers"
printf 'c,x,y\nb,1,2\na,2,9\nb,3,6\n,2,9\nb,,10\na,3,1\n' >"$work/text.csv"
hillock fit "$work/text.csv" --target y --categorical c --missing drop --model "$work/text.model"
hillock predict "$work/text.model" "$work/text.csv" --missing drop
[ "$(grep -n NA "$work/out" | paste -sd' ')" = "5:NA 6:NA" ] || failed "text that is missing"
hillock predict "$work/holes.model" "$work/holes.csv" --missing mean
expect_status 0
[ "$(awk 'NR == 3 || NR == 5 { printf "%.6f ", $1 }' "$work/out")" = "6.000000 6.000000 " ] ||
    failed "the mean of x in training, 3, was to be taken"
hillock evaluate "$work/holes.model" "$work/holes.csv" --missing drop
expect_status 0
expect_err "note: 2 rows"

shows "values of these options are checked before a file is looked for"
hillock fit no-such-file.csv --target y --missing zero
expect_usage_error '--missing takes error, drop or mean; not "zero"'
hillock predict no-such.model no-such.csv --format xls
expect_usage_error '--format cannot be "xls"'
hillock predict no-such.model no-such.csv --header
expect_usage_error "--header needs a value"
hillock evaluate no-such.model no-such.csv --delimiter=x
expect_usage_error '--delimiter cannot be "x"'
hillock explain no-such.csv --target y --missing drop --missing mean
expect_usage_error '--missing is given twice, as "drop" and "mean"'

shows "prediction takes no more memory for a table of many rows"
row=1.5,$(printf '%0400d' 0)
# rows: 160 MB of them.
rows() {
    echo x,ignored
    yes "$row" | head -n 400000 || true
}
# (A program with sanitizers does not even begin with so little.)
limit=300000
(ulimit -v $limit && "$HILLOCK" --version >"$work/which" 2>&1) || limit=unlimited
status=0
(
    ulimit -v $limit
    export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
    rows | "$HILLOCK" predict "$work/holes.model" - >"$work/out" 2>"$work/err"
) || status=$?
expect_status 0
[ "$(wc -l <"$work/out")" -eq 400001 ] || failed "a line for each row"

shows "the options are explained"
for command in fit predict evaluate explain surface; do
    hillock $command --help
    expect_status 0
    expect_out "--missing"
    expect_out "--delimiter"
done
