#!/usr/bin/env bash
# The public header compiles alone, without a warning, as C99, C11, C++11 and C++17, with every
# compiler that is here.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

compile()
{
    local compiler=$1 language=$2 standard=$3
    printf '%s -std=%s\n' "$compiler" "$standard"
    printf '#include <hillock/hillock.h>\nint main(void) { return HILLOCK_OK; }\n' |
        "$compiler" -x "$language" "-std=$standard" -pedantic -Wall -Wextra -Werror \
            -Iinclude -fsyntax-only -
}

for standard in c99 c11; do
    compile "${CC:-cc}" c "$standard"
    ! command -v clang >/dev/null || compile clang c "$standard"
done
for standard in c++11 c++17; do
    compile g++ c++ "$standard"
    ! command -v clang++ >/dev/null || compile clang++ c++ "$standard"
done
