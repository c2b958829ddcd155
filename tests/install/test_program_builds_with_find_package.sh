#!/usr/bin/env bash
# A CMake project in C and C++ finds the package and links hillock::hillock and
# hillock::hillock_static; the programs run.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
consumer=${SOURCE_DIR:?}/tests/install/consumer

cmake -S "$consumer" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_C_COMPILER="${CC:-cc}" >/dev/null
cmake --build "$scratch/build"
for language in c cpp; do
    "$scratch/build/${language}_hillock"
    "$scratch/build/${language}_hillock_static"
done
if readelf --dynamic "$scratch/build/c_hillock_static" | grep libhillock; then
    fail "hillock::hillock_static linked the shared library"
fi
