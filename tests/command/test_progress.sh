#!/usr/bin/env bash
# The line of progress: on a terminal, and nowhere else.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

if ! script -qec true /dev/null >/dev/null 2>&1; then
    printf 'skipped: no pseudo-terminal can be had here\n'
    exit 77
fi

# on_terminal OPTION...: standard error of a fit on a pseudo-terminal, in $work/terminal.
on_terminal() {
    local command
    printf -v command '%q ' "$HILLOCK" fit "$cancer" --target malignant --standardize --l2 0.01 "$@"
    status=0
    command+=">$(printf %q "$work/out")"
    script -qec "$command" /dev/null </dev/null >"$work/terminal" || status=$?
    cp "$work/terminal" "$work/err"
}

shows "no bar where the standard error is no terminal"
hillock fit "$cancer" --target malignant --standardize --l2 0.01
expect_status 0
expect_silence

# fits_and_is_cleared: no line is as wide as the terminal, nothing is left of it at the end or among
# the results.
fits_and_is_cleared() {
    ! tr '\r' '\n' <"$work/terminal" | grep -qE '^.{80,}' || failed "the line is too long"
    [ "$(tail -c 3 "$work/terminal")" = $'\033[K' ] || failed "something is left of the line"
    expect_out "held out"
    ! grep -q $'\r' "$work/out" || failed "the line is among the results"
}

shows "a bar on a terminal: epoch, J, speed and time left, also where the library chooses the epochs"
for limit in "--epochs 20000" "--steps 20000" "--seconds 20" "--top 3"; do
    # shellcheck disable=SC2086  # two words on purpose
    on_terminal $limit
    expect_status 0
    for text in "[" "epoch" "J 0." "samples/s" "s left"; do
        expect_err "$text"
    done
    fits_and_is_cleared
done

shows "no bar with --quiet"
on_terminal --quiet
expect_status 0
expect_silence
