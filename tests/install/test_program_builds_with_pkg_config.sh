#!/usr/bin/env bash
# A C and a C++ program compile and run with what pkg-config says, with the shared and with the
# static library.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
consumer=${SOURCE_DIR:?}/tests/install/consumer
cd "$scratch"

# build_and_run "COMPILER [OPTION...]" SOURCE [--static]
build_and_run()
{
    local flags
    read -ra flags < <(pkg-config --cflags --libs "${@:3}" hillock)
    printf '%s %s %s\n' "$1" "$(basename "$2")" "${flags[*]}"
    # shellcheck disable=SC2086 # options are words of their own
    $1 -Wall -Werror "$2" "${flags[@]}" -o consumer
    run_installed ./consumer
}

build_and_run "${CC:-cc}" "$consumer/consumer.c"
build_and_run g++ "$consumer/consumer.cpp"

# Without the shared library the linker takes the static one, and the program needs no libhillock.
rm "$library_dir"/libhillock.so*
build_and_run "${CC:-cc}" "$consumer/consumer.c" --static
build_and_run g++ "$consumer/consumer.cpp" --static

# Nor any other, where the machine that built hillock has static libraries of all that it needs.
if grep -q '^LAPACK_IS_STATIC.*=1$' "${BUILD_DIR:?}/CMakeCache.txt"; then
    build_and_run "${CC:-cc} -static" "$consumer/consumer.c" --static
    if readelf --program-headers consumer | grep INTERP; then
        fail 'the program needs a loader of shared libraries'
    fi
fi
