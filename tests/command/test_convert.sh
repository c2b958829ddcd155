#!/usr/bin/env bash
# hillock convert: every number comes back from every format, and a file is there whole or not.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

converted() {
    hillock convert "$@"
    expect_status 0
    expect_silence
}

same() {
    cmp -s "$1" "$2" || failed "$1 and $2 were to be the same: $(diff "$1" "$2" | head -5)"
}

cat >"$work/a.csv" <<'END'
y,"x, ""1""",z
0,0.1,-0
1,1e-05,1.2345678901234568e+17
0,-4.94065645841247e-324,0.30000000000000004
1,1.7976931348623157e+308,0
0,3,2.2250738585072014e-308
END

shows "from CSV through every format and back"
for format in csv tsv libsvm npy; do
    converted "$work/a.csv" "$work/b.$format" --target y
    back=("$work/b.$format" "$work/c.csv")
    [ $format = npy ] || back+=(--target y)
    converted "${back[@]}"
    case $format in
    csv | tsv) same "$work/a.csv" "$work/c.csv" ;;
    libsvm) { echo y,1,2 && tail -n +2 "$work/a.csv"; } | cmp -s - "$work/c.csv" ||
        failed "the names alone were to change" ;;
    npy) tail -n +2 "$work/a.csv" | cmp -s - "$work/c.csv" ||
        failed "the names alone were to be gone" ;;
    esac
done
[ "$(head -2 "$work/b.tsv" | tail -1)" = $'0\t0.1\t-0' ] || failed "cells between tabs"
[ "$(head -2 "$work/b.libsvm")" = $'0 1:0.1 2:-0\n1 1:1e-05 2:1.2345678901234568e+17' ] ||
    failed "index:value"

shows "between any two formats"
for from in tsv libsvm npy; do
    for to in tsv libsvm npy; do
        target=$([ $from = npy ] && echo 1 || echo y)
        converted "$work/b.$from" "$work/c.$to" --target "$target"
        [ $to != npy ] || target=1
        converted "$work/c.$to" "$work/d.$from" --target "$target"
        tail -n 5 "$work/b.$from" >"$work/e"
        tail -n 5 "$work/d.$from" | cmp -s - "$work/e" || failed "$from by $to"
    done
done

shows "what separates cells elsewhere does not in a name"
printf '"a;b|c;d|e;f",y\n1,2\n' >"$work/names.csv"
for name in csv tsv; do
    converted "$work/names.csv" "$work/names.$name.$name"
    converted "$work/names.$name.$name" "$work/again.csv"
    same "$work/names.csv" "$work/again.csv"
done

shows "a last column of zeros is still one in LIBSVM"
printf 'y,a,b\n1,2,0\n0,3,0\n' >"$work/zeros.csv"
converted "$work/zeros.csv" "$work/zeros.svm" --target y
converted "$work/zeros.svm" "$work/zeros.tsv" --target y
[ "$(cat "$work/zeros.tsv")" = $'y\t1\t2\n1\t2\t0\n0\t3\t0' ] || failed "two features"

shows "random numbers of all sizes come back to the last bit"
awk 'BEGIN { srand(7); for (j = 0; j < 3000; j++)
    printf "%.17g,%.17g\n", (rand() - 0.5) * 10 ^ int(600 * rand() - 300), rand() }' \
    >"$work/random.csv"
converted "$work/random.csv" "$work/1.npy"
converted "$work/1.npy" "$work/2.tsv"
converted "$work/2.tsv" "$work/3.npy"
same "$work/1.npy" "$work/3.npy"
converted "$work/1.npy" "$work/4.libsvm" --target 1
converted "$work/4.libsvm" "$work/5.npy"
same "$work/1.npy" "$work/5.npy"
if python3 -c 'import numpy' 2>"$work/which"; then
    python3 - "$work" <<'END' || failed "NumPy reads other numbers"
import sys, numpy
work = sys.argv[1]
assert (numpy.load(work + "/1.npy") == numpy.loadtxt(work + "/random.csv", delimiter=",")).all()
numpy.save(work + "/f4.npy", numpy.asfortranarray(numpy.load(work + "/1.npy")[:, 1:].astype("f4")))
END
    converted "$work/f4.npy" "$work/f4.csv"
    converted "$work/f4.csv" "$work/f8.npy"
    python3 - "$work" <<'END' || failed "floats were to be the same numbers"
import sys, numpy
work = sys.argv[1]
assert (numpy.load(work + "/f8.npy") == numpy.load(work + "/f4.npy")).all()
END
fi

shows "the standard input and output, and text as numbers"
printf 'c;y\nred;no\nblue;yes\nred;yes\n' >"$work/words.txt"
status=0
"$HILLOCK" convert - - --to csv --target y --categorical c <"$work/words.txt" >"$work/out" \
    2>"$work/err" || status=$?
expect_status 0
[ "$(cat "$work/out")" = $'y,c=red\n0,1\n1,0\n1,1' ] || failed "0 and 1"

shows "columns may be chosen, and a header of numbers is kept where it is said to be one"
converted "$work/a.csv" "$work/x.csv" --features z,y
[ "$(head -2 "$work/x.csv")" = $'y,z\n0,-0' ] || failed "two columns"
printf '2019,2020\n1,2\n' >"$work/years.csv"
converted "$work/years.csv" "$work/years.tsv" --header yes
[ "$(cat "$work/years.tsv")" = $'2019\t2020\n1\t2' ] || failed "the years are names"

shows "an output is there whole, or as it was, with its permissions"
echo old >"$work/kept.csv"
chmod 640 "$work/kept.csv"
printf 'x,y\n1,2\n1,two\n' >"$work/bad.csv"
hillock convert "$work/bad.csv" "$work/kept.csv"
expect_status 1
expect_err "$work/bad.csv, line 3, column 2 (y): \"two\""
[ "$(cat "$work/kept.csv")" = old ] || failed "the old file was to stay"
ln -s kept.csv "$work/link.csv"
converted "$work/a.csv" "$work/link.csv"
same "$work/a.csv" "$work/kept.csv"
[ -h "$work/link.csv" ] || failed "the link was to stay"
[ "$(stat -c %a "$work/kept.csv")" = 640 ] || failed "the permissions were to stay"
[ -z "$(find "$work" -name '*.tmp')" ] || failed "nothing was to be left beside them"
hillock convert "$work/a.csv" "$work/nowhere/b.csv"
expect_status 1
expect_err "$work/nowhere/b.csv: No such file"

shows "what is not finite has its place named"
if [ -e "$work/f8.npy" ]; then
    python3 -c 'import sys, numpy; numpy.save(sys.argv[1], [[1, 2], [3, float("nan")]])' \
        "$work/nan.npy"
    hillock convert "$work/nan.npy" "$work/nan.csv"
    expect_status 1
    expect_err "$work/nan.npy, line 2, column 2: nan is not finite"
    [ ! -e "$work/nan.csv" ] || failed "nothing was to be written"
    converted "$work/nan.npy" "$work/nan2.npy"
fi

shows "what is wrong with the words"
hillock convert "$work/a.csv"
expect_usage_error "two files are needed"
hillock convert "$work/a.csv" "$work/b.csv" more
expect_usage_error 'there is "more" as well'
hillock convert "$work/a.csv" "$work/b.xls"
expect_usage_error "which format is $work/b.xls? --to csv, tsv, libsvm or npy"
hillock convert "$work/a.csv" "$work/b.csv" --to xls
expect_usage_error '--to takes csv, tsv, libsvm or npy, not "xls"'
hillock convert "$work/a.csv" "$work/b.csv" --zzz
expect_usage_error "no option --zzz"
hillock convert "$work/a.csv" "$work/b.libsvm"
expect_usage_error "--target COLUMN"
hillock convert "$work/a.csv" "$work/b.csv" --missing
expect_usage_error "--missing needs a value"
hillock convert --help
expect_status 0
expect_out "--from, --to csv|tsv|libsvm|npy"
expect_out "--missing"
