#!/usr/bin/env bash
# The tour of examples/run on what is built already: each step shows its line and works, and nothing
# is left behind. Without gnuplot it goes on.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

[ -x "${BUILD_DIR:?the build directory}/examples/summary" ] || exit 77 # no examples are built
mkdir -p "$work/bin" "$work/build/release" "$work/tmp"
ln -s "$BUILD_DIR/tools" "$BUILD_DIR/examples" "$work/build/release/"
printf '#!/bin/sh\nexit 0\n' >"$work/bin/cmake"
printf '#!/bin/sh\necho installed\n' >"$work/bin/dpkg-query"
chmod +x "$work/bin/cmake" "$work/bin/dpkg-query"

# tour PATH: examples/run with these programs.
tour() {
    status=0
    PATH=$work/bin:$1 TMPDIR=$work/tmp HILLOCK_BUILD_DIR=$work/build "$SOURCE_DIR/examples/run" \
        >"$work/out" 2>"$work/err" </dev/null || status=$?
    expect_status 0
    [ -z "$(ls -A "$work/tmp")" ] || failed "the scratch folder was to be removed"
    [ "$(grep -c reached "$work/out")" -eq 4 ] || failed "four numbers were to be reached"
}

shows "explain, fit, predict, evaluate, intervals, export, and the C programs, each with its line"
tour "$PATH"
for line in "hillock explain data/breast_cancer.csv" "hillock fit data/breast_cancer.csv" \
    "hillock info cancer.model" "hillock predict cancer.model new.csv" \
    "hillock evaluate cancer.model" "hillock predict two.model new.csv --intervals" \
    "hillock export cancer.model --to c" "cc -O2 main.c" examples/first examples/gradient \
    examples/online examples/user_activation examples/summary; do
    expect_out "\$ $line"
done
if command -v gnuplot >/dev/null; then
    expect_out "J.svg"
    expect_no_out "skipped"
fi

shows "without gnuplot the picture is skipped with a line"
mkdir "$work/few"
for program in bash env sh awk sed cat mktemp rm ln ls tee head tail dirname mkdir cc as ld tr id; do
    ln -s "$(command -v $program)" "$work/few/$program"
done
tour "$work/few"
expect_out "skipped: gnuplot"
