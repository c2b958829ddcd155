#!/usr/bin/env bash
# hillock export: a C header and JSON, made of a model.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/models.sh"

seal_model "$work/model" <<'END'
hillock model 1
activation logistic
loss cross-entropy
target "sick"
class "no"
class "yes"
features 2
bias -0x1p-1
weight 0x1p+1 "age"
weight -0x1.8p+0 "height */ #error \x22"
END

shows "a header that compiles as C99 and as C++, and predicts"
hillock export "$work/model" --to c --prefix sick --output "$work/sick.h"
expect_status 0
expect_silence
[ ! -s "$work/out" ] || failed "--output leaves the standard output alone"
cat >"$work/use.c" <<'END'
#include "sick.h"
#include <stdio.h>
int main(void)
{
    const double x[sick_N] = {1.25, -0.5};
    printf("%.17g %.17g\n", sick_z(x), sick_predict(x));
    return 0;
}
END
printf '"height */ #error """,age\n-0.5,1.25\n' >"$work/row.csv"
hillock predict "$work/model" "$work/row.csv"
expect_status 0
predicted=$(tail -1 "$work/out")
# The two may differ in the last bits: the processor here may fuse multiply-adds.
agrees() {
    awk -v got="$("$1")" -v a="$predicted" 'BEGIN { split(got, part, " ")
        d = part[2] - a; exit !(part[1] == 2.75 && d < 1e-14 && d > -1e-14) }' ||
        failed "$1: $("$1") instead of 2.75 $predicted"
}
"${CC:-cc}" -std=c99 -Wall -Wextra -Wpedantic -Werror "$work/use.c" -o "$work/use"
agrees "$work/use"
if command -v g++ >"$work/which"; then
    g++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -x c++ "$work/use.c" -o "$work/use++"
    agrees "$work/use++"
fi

shows "the prefix neuron where none is given, on the standard output"
hillock export "$work/model" --to c
expect_status 0
expect_out "static inline double neuron_predict(const double x[neuron_N])"
expect_out '0x1p+1, /* 0 "age" */'
expect_out ' * class "no" where a < 0.5, else class "yes"'

shows "JSON"
hillock export --to json "$work/model"
expect_status 0
expect_out '"classes": ["no", "yes"]'
expect_out '{"name": "height */ #error \"", "weight": -1.5}'
if command -v python3 >"$work/which"; then
    python3 -m json.tool "$work/out" >"$work/which" || failed "this is no JSON"
fi

shows "what is wrong with the words"
hillock export
expect_usage_error "hillock export MODEL --to c|json"
hillock export "$work/model"
expect_usage_error "hillock export MODEL --to c|json"
hillock export "$work/model" --to pascal
expect_usage_error '--to takes c or json, not "pascal"'
hillock export "$work/model" --to
expect_usage_error "--to takes a value"
hillock export "$work/model" --to c --to json
expect_usage_error "--to is given twice"
hillock export "$work/model" --to json --prefix a
expect_usage_error "--prefix acts only with --to c"
hillock export "$work/model" "$work/model" --to c
expect_usage_error "one model is exported"
hillock export "$work/model" --form c
expect_usage_error "there is no option --form"

shows "a prefix that is none leaves the file as it is"
hillock export "$work/model" --to c --prefix 1a --output "$work/sick.h"
expect_usage_error '--prefix: "1a" cannot begin a name in C'
grep -q sick_predict "$work/sick.h" || failed "the file was to be left alone"

shows "a file is replaced when the new one is whole: its permissions and a link to it stay"
mkdir "$work/place"
echo before >"$work/place/sick.h"
chmod 640 "$work/place/sick.h"
ln -s sick.h "$work/place/link.h"
hillock export "$work/model" --to c --output "$work/place/link.h"
expect_status 0
[ -L "$work/place/link.h" ] || failed "the link was to stay"
[ "$(stat -c %a "$work/place/sick.h")" = 640 ] || failed "the permissions were to stay"
grep -q neuron_predict "$work/place/sick.h" || failed "the new text was to be there"

shows "where it cannot be written whole, what was there stays, and nothing is beside it"
echo before >"$work/place/sick.h"
status=0
(
    trap '' XFSZ
    ulimit -f 1
    "$HILLOCK" export "$work/model" --to c --output "$work/place/sick.h"
) >"$work/out" 2>"$work/err" || status=$?
expect_status 1
expect_err "sick.h: File too large"
[ "$(cat "$work/place/sick.h")" = before ] || failed "the old file was to stay"
[ "$(ls "$work/place")" = $'link.h\nsick.h' ] || failed "something is left in the folder"

shows "what is wrong with the files"
hillock export "$work/none" --to c
expect_status 1
expect_err "$work/none: No such file"
hillock export "$work/row.csv" --to c
expect_status 1
expect_err "row.csv: line 1"
hillock export "$work/model" --to c --output "$work/none/a.h"
expect_status 1
expect_err "$work/none/a.h: No such file or directory"
hillock export "$work/model" --to json --output /dev/full
expect_status 1
expect_err "/dev/full: No space left on device"

hillock export --help
expect_status 0
expect_out "--prefix NAME"
