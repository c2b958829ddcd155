#!/usr/bin/env bash
# clang-format would change nothing (.clang-format).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

mapfile -t files < <(c_files include src tools bench examples tests)
clang-format --dry-run -Werror "${files[@]}"
