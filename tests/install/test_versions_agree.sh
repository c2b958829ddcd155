#!/usr/bin/env bash
# Header, library, pkg-config file, CMake package and file name carry the same version.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

version=$(awk '$2 ~ /^HILLOCK_VERSION_/ { printf "%s%s", dot, $3; dot = "." }' \
    "$prefix/include/hillock/hillock.h")

agree()
{
    printf '%-22s %s\n' "$1" "$2"
    [[ $2 == "$version" ]] || fail "the header says $version"
}

agree 'pkg-config' "$(pkg-config --modversion hillock)"
agree 'CMake package' "$(sed -n 's/^set(PACKAGE_VERSION "\(.*\)")$/\1/p' \
    "$library_dir/cmake/hillock/hillockConfigVersion.cmake")"
file=$(readlink -f "$library_dir/libhillock.so")
agree 'file name' "${file##*/libhillock.so.}"

cat >"$scratch/version.c" <<'C'
#include <hillock/hillock.h>
#include <stdio.h>

int main(void)
{
    return puts(hillock_version()) < 0;
}
C
read -ra flags < <(pkg-config --cflags --libs hillock)
"${CC:-cc}" "$scratch/version.c" "${flags[@]}" -o "$scratch/version"
agree 'hillock_version()' "$(run_installed "$scratch/version")"
