#!/usr/bin/env bash
# The tool shellcheck has nothing to say about any shell script.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

mapfile -t scripts < <(shell_scripts .ci cmake examples bench tests)
shellcheck --external-sources --source-path=SCRIPTDIR "${scripts[@]}"
