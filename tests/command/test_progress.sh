#!/usr/bin/env bash
# The progress bar: on a terminal, and nowhere else.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

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

shows "a bar on a terminal, with epoch, J, speed and time left; nothing of it among the results"
on_terminal
expect_status 0
for text in "[" "epoch" "J 0." "samples/s" "s left"; do
    expect_err "$text"
done
expect_out "held out"
! grep -q $'\r' "$work/out" || failed "the bar is among the results"

shows "the bar fits into 80 columns"
! tr '\r' '\n' <"$work/terminal" | grep -qE '^.{80,}' || failed "the bar is too long"

shows "the bar is cleared at the end"
[ "$(tail -c 3 "$work/terminal")" = $'\033[K' ] || failed "something is left of the bar"

shows "no bar with --quiet"
on_terminal --quiet
expect_status 0
expect_silence
