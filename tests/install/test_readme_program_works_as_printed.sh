#!/usr/bin/env bash
# The first C program of README.md, saved as first.c, compiles with the line that stands below it,
# runs, and prints what stands below that.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$scratch"

# The first fenced block of C, and the first block of a shell session after it.
awk '
    /^```/ && inside { inside = 0; if (file == "session") exit; next }
    /^```c$/ && !program { program = inside = 1; file = "first.c"; next }
    /^```(sh|console|text)/ && program { inside = 1; file = "session"; next }
    inside { print > file }
' "$SOURCE_DIR/README.md"
[[ -s first.c ]] || fail 'README.md shows no C program'
[[ -s session ]] || fail 'README.md shows no compile line after its C program'

# Only what concerns the program is run: not, for instance, an installation into the system.
grep -E '^(\$|cc) ' session | sed 's/^\$ //' | grep -w first >commands || true
grep -vE '^(\$|cc) ' session >expected || true
grep -q 'cc .*first\.c.*pkg-config' commands ||
    fail "no line compiles first.c with pkg-config:" "$(cat session)"
cat commands
run_installed bash -euo pipefail commands | tee printed

if [[ -s expected ]]; then
    diff expected printed || fail "< as README.md prints it; > as it is"
else
    program=$(find . -maxdepth 1 -type f -executable)
    run_installed "$program"
fi
