#!/usr/bin/env bash
# The static library links with the exchangeable BLAS of the system, as README says of
# -DBLA_VENDOR=Generic: LAPACK, part of OpenBLAS, is found beside it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[[ -n $(find /usr/lib /usr/lib64 -name 'libblas.so' -print -quit 2>/dev/null) ]] || exit 77
cmake -S "${SOURCE_DIR:?}/tests/install/other_blas" -B "$scratch/build" -DBLA_VENDOR=Generic \
    -DHILLOCK="$library_dir/libhillock.a" -DCMAKE_C_COMPILER="${CC:-cc}"
cmake --build "$scratch/build"
"$scratch/build/consumer"
