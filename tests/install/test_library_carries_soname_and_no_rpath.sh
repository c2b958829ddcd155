#!/usr/bin/env bash
# The shared library's SONAME is libhillock.so.0; neither it nor the command has a RPATH; the
# names that lead to the library are all there.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

library=$library_dir/libhillock.so
readelf --dynamic "$library" | grep 'SONAME.*\[libhillock\.so\.0\]' || fail "another SONAME"
[[ $(readlink "$library") == libhillock.so.0 ]] || fail "libhillock.so leads elsewhere"
for file in "$library" "$prefix/bin/hillock"; do
    if readelf --dynamic "$file" | grep -E 'RPATH|RUNPATH'; then
        fail "$file has a RPATH"
    fi
done
run_installed "$prefix/bin/hillock" --version
