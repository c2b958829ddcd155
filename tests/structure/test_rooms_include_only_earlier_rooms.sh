#!/usr/bin/env bash
# A file in src/<room>/ includes headers of its own room and of earlier ones only; BLAS enters
# through core; tools and examples see the public header and nothing else of the library.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# Prints every include that breaks the rule, as "file:line: reason".
wrong_includes()
{
    awk '
        BEGIN {
            n = split("core neuron data table pass solver model persist api", rooms)
            for (i = 1; i <= n; i++)
                rank[rooms[i]] = i
        }
        FNR == 1 { split(FILENAME, folder, "/"); inside = rank[folder[2]] }
        !/^[ \t]*#[ \t]*include/ { next }
        {
            match($0, /[<"][^>"]*[>"]/)
            name = substr($0, RSTART + 1, RLENGTH - 2)
            split(name, part, "/")
            room = rank[part[1]]
            far = substr($0, RSTART, 1) == "\"" && name ~ /\// && name != "hillock/hillock.h"
            reason = ""
        }
        folder[1] == "src" && !inside { reason = folder[2] " is no room" }
        folder[1] == "src" && far && !room { reason = name " names no room" }
        folder[1] == "src" && room > inside { reason = folder[2] " includes the later " part[1] }
        folder[1] == "src" && name ~ /^(cblas|lapacke)/ && folder[2] != "core" {
            reason = "only core includes " name
        }
        folder[1] != "src" && (far || room || name ~ /^(cblas|lapacke)/) {
            reason = name " is not the public header"
        }
        reason != "" { printf "%s:%d: %s\n", FILENAME, FNR, reason }
    ' "$@"
}

mapfile -t files < <(c_files src tools examples)
wrong_includes "${files[@]}" | expect_nothing "includes against the order of the rooms"
