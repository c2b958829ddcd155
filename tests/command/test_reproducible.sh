#!/usr/bin/env bash
# One seed, one result.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# fit SEED OUTPUT: one-sample stochastic descent, without the line of times.
fit() {
    hillock fit "$cancer" --target malignant --standardize --l2 0.01 --solver sgd --batch-size 1 \
        --epochs 5 --seed "$1" --top 30
    expect_status 0
    grep -v '^time' "$work/out" >"$2"
}

shows "the same seed prints the same but for the times"
fit 7 "$work/first"
fit 7 "$work/second"
cmp "$work/first" "$work/second" || failed "two runs with seed 7 differ"

shows "another seed draws other samples"
fit 8 "$work/third"
! cmp -s <(grep -E '^  (AUC|.bias.)' "$work/first") <(grep -E '^  (AUC|.bias.)' "$work/third") ||
    failed "seed 8 gives the results of seed 7"

shows "the seed draws what is held out, also where the solver needs none"
for seed in 1 2; do
    hillock fit "$cancer" --target malignant --standardize --epochs 5 --seed $seed
    grep -E '^  .bias.' "$work/out" >"$work/bias$seed"
done
! cmp -s "$work/bias1" "$work/bias2" || failed "both seeds hold the same samples out"

shows "the order of options and their form do not matter"
hillock fit --epochs=5 --seed=2 --standardize --target=malignant "$cancer"
grep -E '^  .bias.' "$work/out" | cmp - "$work/bias2" || failed "another result"
