#!/usr/bin/env bash
# Training that runs away is said to have diverged: exit status 3, no scores of an untrained neuron.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "a learning rate that is much too large diverges: exit status 3 and what to do"
hillock fit "$cancer" --target mean_area --solver gd --standardize no \
    --learning-rate 1
expect_status 3
expect_err "diverged"
expect_err "--learning-rate"
expect_out "ended"
expect_no_out "largest weights"
expect_no_out "scores"

shows "what to try is not what was done"
hillock fit "$cancer" --target mean_area --solver gd --learning-rate 1e9
expect_status 3
expect_err "try a smaller --learning-rate, or none: it is chosen then"
hillock fit "$cancer" --target mean_area --solver gd --standardize no --learning-rate 1
expect_err "try --standardize"
