#!/usr/bin/env bash
# Ctrl-C stops a training and loses nothing of it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

set -m # or SIGINT would be ignored in the background

# interrupted OPTION...: a training without an end, interrupted once it has begun.
interrupted() {
    : >"$work/out" # what an earlier one has printed is no sign of this one
    "$HILLOCK" fit "$cancer" --target malignant --epochs 1000000000 --tolerance 0 "$@" \
        >"$work/out" 2>"$work/err" </dev/null &
    local training=$!
    until grep -q settings "$work/out"; do
        sleep 0.05
    done
    kill -INT "$training"
    status=0
    wait "$training" || status=$?
}

shows "an interrupted training prints what it has reached, with a status of its own"
for solver in gd sgd; do
    interrupted --solver $solver --l2 1e-9
    expect_status 130
    expect_out "cancelled after"
    expect_out "scores"
    expect_out "largest weights"
    expect_err "hillock: interrupted: the results are those of the weights reached by then"
done

shows "the model so far is saved where one was asked for, and it is said"
interrupted --solver gd --l2 1e-9 --model "$work/cut.model"
expect_status 130
expect_out "model      saved to $work/cut.model"
expect_err "hillock: interrupted: the results and the model are those of the weights reached by then"
hillock info "$work/cut.model"
expect_status 0
expect_out "trained    on 455 samples by gd"

shows "the help names that status"
hillock --help
expect_out "130  Ctrl-C"
