#!/usr/bin/env bash
# The shared library exports the functions the header declares HILLOCK_API, and nothing else.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# Every declaration on a line of its own, comments gone; the marker is what HILLOCK_API expands to.
"${CC:-cc}" -E -P -DHILLOCK_BUILDING "$prefix/include/hillock/hillock.h" | tr '\n;' ' \n' |
    sed -n 's/.*visibility("default"))) *//p' |
    grep -oE '^[a-z0-9_ *]*\(' | grep -oE 'hillock_[a-z0-9_]+ *\($' | tr -d ' (' | sort >"$scratch/declared"
nm --dynamic --defined-only "$library_dir/libhillock.so" | awk '{ print $3 }' | sort >"$scratch/exported"

[[ -s $scratch/declared ]] || fail "no declaration was found in the header"
printf '%d functions declared\n' "$(wc -l <"$scratch/declared")"
diff "$scratch/declared" "$scratch/exported" ||
    fail "< declared in the header but not exported; > exported but not declared"
