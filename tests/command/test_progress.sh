#!/usr/bin/env bash
# The line of progress: a bar on a terminal, a line now and then elsewhere.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "no bar where the standard error is no terminal, and no line of a short training"
hillock fit "$cancer" --target malignant --standardize --l2 0.01
expect_status 0
expect_silence

shows "a line now and then of a long one"
set -m # or SIGINT would be ignored in the background
"$HILLOCK" fit "$cancer" --target malignant --solver gd --epochs 1000000000 --tolerance 0 \
    >"$work/out" 2>"$work/err" </dev/null &
training=$!
until grep -q epoch "$work/err"; do
    sleep 0.1
done
kill -INT $training
wait $training || status=$?
expect_status 130
grep -qE '^hillock: epoch [0-9.e+]+ J [0-9.]+ [0-9.e+]+ samples/s( <[0-9]+ (s|min|h) left)?$' \
    "$work/err" || failed "a line of the epoch, J and the speed was to come"
! grep -q $'[\r\033]' "$work/err" || failed "no sign of a terminal was to come"

if ! script -qec true /dev/null >/dev/null 2>&1; then
    printf 'skipped: no pseudo-terminal can be had here\n'
    exit 77
fi

# on_terminal WIDTH OPTION...: standard error of a fit on a pseudo-terminal, in $work/terminal.
on_terminal() {
    local command width=$1
    shift
    printf -v command '%q ' "$HILLOCK" fit "$cancer" --target malignant --standardize "$@"
    status=0
    command="stty cols $width; $command>$(printf %q "$work/out")"
    script -qec "$command" /dev/null </dev/null >"$work/terminal" || status=$?
    cp "$work/terminal" "$work/err"
}

# pieces: what was drawn, a drawing a line, without the signs of the terminal.
pieces() {
    tr '\r' '\n' <"$work/terminal" | sed 's/\x1b\[K//g' | grep .
}

# No drawing is as wide as the terminal, nothing is left at the end or among the results.
fits_and_is_cleared() {
    pieces | awk -v width="$1" 'length >= width { exit 1 }' || failed "the line is too long"
    [ "$(tail -c 3 "$work/terminal")" = $'\033[K' ] || failed "something is left of the line"
    expect_out "held out"
    ! grep -q $'\r' "$work/out" || failed "the line is among the results"
}

shows "a bar on a terminal: epoch, J, speed and time left, also where the library chooses the epochs"
for limit in "--epochs 20000" "--steps 20000" "--seconds 20" "--top 3"; do
    # shellcheck disable=SC2086  # two words on purpose
    on_terminal 80 --l2 0.01 $limit
    expect_status 0
    for text in "[" "epoch" "J 0." "samples/s" "left"; do
        expect_err "$text"
    done
    fits_and_is_cleared 80
done

shows "a narrower terminal has less of it, in one line: no bar, no speed, no time, at last a part"
# narrow WIDTH HAS HAS_NOT
narrow() {
    on_terminal "$1" --l2 0.01 --solver gd --epochs 3000
    expect_status 0
    fits_and_is_cleared "$1"
    expect_err "$2"
    ! pieces | grep -qF -e "$3" || failed "at $1 columns there was to be no $3"
}
narrow 60 "samples/s" "["
narrow 40 "left" "samples/s"
narrow 22 "J 0." "left"
narrow 9 "epoch" "J 0."

shows "cross-validation says which training it is"
on_terminal 80 --folds 3 --l2 0.01,0.1 --solver gd --epochs 500
expect_status 0
expect_err "training 1 of 6, epoch"
fits_and_is_cleared 80

shows "no bar with --quiet"
on_terminal 80 --l2 0.01 --quiet
expect_status 0
expect_silence

# typed BAR KEYS OPTION...: a training without an end on a terminal; when it shows BAR, the commands
# of KEYS, and at the end Ctrl-C, are typed or done.
typed() {
    local command shown=$1 action=$2
    shift 2
    printf -v command '%q ' "$HILLOCK" fit "$cancer" --target malignant --solver gd \
        --epochs 1000000000 --tolerance 0 --l2 1e-9 "$@"
    rm -f "$work/keys"
    mkfifo "$work/keys"
    status=0
    script -qefc "tty >$work/tty; stty cols 80; $command>$work/out" "$work/terminal" \
        <"$work/keys" >"$work/shown" 2>&1 &
    local terminal=$!
    exec 3>"$work/keys"
    until grep -qF "$shown" "$work/shown"; do
        sleep 0.05
    done
    "$action"
    printf '\003' >&3
    wait $terminal || status=$?
    exec 3>&-
    cp "$work/terminal" "$work/err"
}

shows "Ctrl-C typed at the terminal: what was reached is printed and saved, and it is said"
typed "samples/s" true --model "$work/cut.model"
expect_status 130
expect_out "cancelled after"
expect_out "largest weights"
expect_out "model      saved to $work/cut.model"
expect_err "hillock: interrupted: the results and the model are those of the weights reached by then"
tr '\r' '\n' <"$work/terminal" | grep -q $'^\033\[Khillock: interrupted' ||
    tr '\r' '\n' <"$work/terminal" | grep -q '^hillock: interrupted' ||
    failed "the message was to stand at the beginning of a line"
hillock info "$work/cut.model"
expect_status 0

shows "a terminal made narrower while it trains: what follows fits"
narrower() {
    stty cols 40 <"$(cat "$work/tty")"
    until tr '\r' '\n' <"$work/shown" | grep -qE '^epoch [^ ]+ J [^ ]+( <.* left)?.{0,4}$'; do
        sleep 0.05
    done
}
typed "samples/s" narrower
expect_status 130
