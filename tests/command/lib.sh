# shellcheck shell=bash
# Sourced by the command's tests. HILLOCK is the path of the command, SOURCE_DIR the root of the
# sources.

: "${HILLOCK:?the path of the hillock command}"
: "${SOURCE_DIR:?the root of the source tree}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2034  # used by the tests
cancer=$SOURCE_DIR/data/breast_cancer.csv
status=0

# What the checks that follow are to show.
shows() {
    echo "shows: $1"
}

failed() {
    echo "FAILED: $1" >&2
    echo "exit status $status; standard output and standard error:" >&2
    cat "$work/out" "$work/err" >&2
    exit 1
}

# Runs the command; its answers are in $status, $work/out and $work/err.
hillock() {
    status=0
    "$HILLOCK" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

expect_status() {
    [ "$status" -eq "$1" ] || failed "exit status $1 was expected"
}

# The standard output / error holds this text.
expect_out() {
    grep -qF -e "$1" "$work/out" || failed "the output was to have: $1"
}

expect_err() {
    grep -qF -e "$1" "$work/err" || failed "the message was to have: $1"
}

expect_no_out() {
    ! grep -qF -e "$1" "$work/out" || failed "the output was not to have: $1"
}

expect_silence() {
    [ ! -s "$work/err" ] || failed "nothing was to be written on the standard error"
}

# The command line is refused: exit status 2, nothing on the standard output, the reason named.
expect_usage_error() {
    expect_status 2
    [ ! -s "$work/out" ] || failed "nothing was to be written on the standard output"
    local text
    for text in "$@"; do
        expect_err "$text"
    done
}

# The held-out score of this name, out of a summary.
held_out() {
    awk -v name="$1" '$1 == name && NF == 3 { print $3 }' "$work/out"
}

# model FILE: the lines on the standard input with the checksum of docs/format.md below them: FNV-1a
# of 64 bits, which bash's numbers have.
model() {
    local hash=$((0xcbf29ce484222325)) byte
    tee "$1" | od -An -v -tu1 -w1 >"$work/bytes"
    while read -r byte; do
        hash=$(((hash ^ byte) * 0x100000001b3))
    done <"$work/bytes"
    printf 'checksum %016x\n' $hash >>"$1"
}
