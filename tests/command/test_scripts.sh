#!/usr/bin/env bash
# The scripts that install, build and run: what they print when asked, and that nothing is installed
# or built before the arguments are right.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# script NAME ARGUMENT...: as hillock does for the command. A build would leave a folder.
script() {
    status=0
    HILLOCK_BUILD_DIR=$work/build "$SOURCE_DIR/$1" "${@:2}" >"$work/out" 2>"$work/err" \
        </dev/null || status=$?
    [ ! -e "$work/build" ] || failed "$1 has begun to build"
}

for name in examples/run tests/run bench/run; do
    shows "$name --help explains it"
    script $name --help
    expect_status 0
    expect_silence
    expect_out "usage: $name"

    shows "$name refuses what it does not know"
    for argument in --wat nonsense ""; do
        script $name "$argument"
        expect_usage_error "$name:"
    done
done

shows "tests/run takes the folders with tests in them, and names them"
script tests/run --help
expect_out " command "
script tests/run command nonsense
expect_usage_error '"nonsense"' " command "
script tests/run support
expect_usage_error '"support"'

shows "bench/run refuses a file without a name, and two sizes at once"
script bench/run --json
expect_usage_error "--json needs a file"
script bench/run --json=
expect_usage_error "--json needs a file"
script bench/run --blas-kernels=
expect_usage_error "--blas-kernels needs a name"
script bench/run --quick --full
expect_usage_error "either --quick or --full"

shows "bench/run --solvers goes with no other part"
script bench/run --solvers --pairs
expect_usage_error "either --solvers or --pairs"
script bench/run --solvers --cases cache
expect_usage_error "either --solvers or --cases"
