#!/usr/bin/env bash
# clang-tidy finds nothing in the library and the command (.clang-tidy), compiled as in this build.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

mapfile -t files < <(find src tools -name '*.c' | sort)
printf '%s\n' "${files[@]}" | xargs -n 1 -P "$(nproc)" clang-tidy --quiet -p "${BUILD_DIR:?}" \
    2> >(grep -v 'warnings\? generated' >&2)
