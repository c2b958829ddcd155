#!/usr/bin/env bash
# Early stopping by samples that are set aside for it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "training stops where the loss on the validation samples is least"
hillock fit "$cancer" --target malignant --validate 0.25 --patience 3 --solver adam --epochs 2000
expect_status 0
expect_silence
expect_out "341 to train on, 114 to stop by, 114 held out"
expect_out "patience=3"
expect_out "validation"

shows "without a patience it waits for ten; 0 waits for the end"
hillock fit "$cancer" --target malignant --validate 0.25 --json --solver adam --epochs 2000
expect_status 0
expect_out '"status": "HILLOCK_EARLY_STOPPED"'
hillock fit "$cancer" --target malignant --validate 0.25 --json --solver adam --epochs 50 --patience 0
expect_no_out "EARLY_STOPPED"

shows "where training converged before they were of use, it is repeated with them"
awk 'BEGIN { print "x,y"; for (j = 0; j < 400; j++) print j * 7 % 11 "," j * 5 % 13 }' >"$work/line.csv"
hillock fit "$work/line.csv" --target y --validate 0.2 --json
expect_status 0
expect_out '"samples": 320,'
expect_out '"validating": 0,'
expect_out '"held_out": 80,'
expect_err "note: --validate: training converged before the loss of the 64 samples to stop by had risen, and was repeated with them"
loss=$(sed -n 's/^  "loss": \([0-9.]*\),$/\1/p' "$work/out")
hillock fit "$work/line.csv" --target y --json
expect_out "\"loss\": ${loss:0:14}" # the same samples, in another order
hillock fit "$work/line.csv" --target y --validate 0.2 --quiet
expect_silence
hillock fit "$work/line.csv" --target y --validate 0.2 --json --checkpoint "$work/check"
expect_out '"validating": 64,'

shows "where the least loss was before the end, they stay aside"
hillock fit "$cancer" --target malignant --l2 0.001 --validate 0.25 --patience 0 --json
expect_out '"validating": 114,'
expect_out '"status": "HILLOCK_EARLY_STOPPED"'
expect_out "the parameters are those of the least validation loss"
expect_silence

shows "a share that is none is refused"
hillock fit "$cancer" --target malignant --validate 1
expect_usage_error '--validate takes a number, in [0, 1); not "1"'
