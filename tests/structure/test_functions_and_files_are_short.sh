#!/usr/bin/env bash
# No function is longer than 100 lines, no file of src longer than 400, no line longer than 100
# characters.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# clang-format has put the brace of a function in the first column, both of them.
long_functions()
{
    awk '
        /^[A-Za-z_].*\(/ { name = $0 }
        /^{/ { first = FNR }
        /^}/ && first {
            if (FNR - first + 1 > 100)
                printf "%s:%d: %d lines: %s\n", FILENAME, first, FNR - first + 1, name
            first = 0
        }
    ' "$@"
}

mapfile -t files < <(c_files src tools bench examples tests)
long_functions "${files[@]}" | expect_nothing "functions of more than 100 lines"
mapfile -t files < <(c_files include src tools bench examples tests)
awk 'length > 100 { printf "%s:%d\n", FILENAME, FNR }' "${files[@]}" |
    expect_nothing "lines of more than 100 characters"
mapfile -t files < <(c_files src)
wc -l "${files[@]}" | awk '$2 != "total" && $1 > 400' | expect_nothing "files of more than 400 lines"
