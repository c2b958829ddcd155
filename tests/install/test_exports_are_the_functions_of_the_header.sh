#!/usr/bin/env bash
# The shared library exports the functions the header declares, and nothing else.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

"${CC:-cc}" -E -P "$prefix/include/hillock/hillock.h" |
    grep -oE '\<hillock_[a-z0-9_]+\(' | tr -d '(' | sort >"$scratch/declared"
nm --dynamic --defined-only "$library_dir/libhillock.so" |
    awk '{ print $3 }' | sort >"$scratch/exported"

[[ -s $scratch/declared ]] || fail "no declaration was found in the header"
printf '%d functions declared\n' "$(wc -l <"$scratch/declared")"
diff "$scratch/declared" "$scratch/exported" ||
    fail "< declared in the header but not exported; > exported but not declared"
