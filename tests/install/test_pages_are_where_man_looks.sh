#!/usr/bin/env bash
# The manual pages and the completion are installed where man and bash look for them.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[[ -d ${BUILD_DIR:?}/tools/manual ]] || exit 77 # the build has no command, or is for another machine
for page in hillock hillock-fit hillock-predict hillock-surface; do
    [[ -s $prefix/share/man/man1/$page.1 ]] || fail "no page $page"
done
[[ -s $prefix/share/bash-completion/completions/hillock ]] || fail 'no completion'
bash -n "$prefix/share/bash-completion/completions/hillock"
if command -v man >/dev/null; then
    MANPATH=$prefix/share/man MANPAGER=cat man hillock-fit >"$scratch/page" 2>&1 || fail 'man does not find it'
    grep -q 'trains a neuron' "$scratch/page" || fail 'not the page of hillock fit'
fi
