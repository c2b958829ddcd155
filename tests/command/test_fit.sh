#!/usr/bin/env bash
# Training on the real table: what is printed, and that it is right.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "the main job: settings chosen and said, held-out accuracy at least 0.96"
hillock fit "$cancer" --target malignant --l2 0.01 --test-fraction 0.5 --check-gradient
expect_status 0
expect_silence
expect_out "569 samples, 30 features, target malignant"
expect_out "284 to train on, 285 held out"
expect_out "logistic activation, cross-entropy loss"
expect_out "chosen: the target has only 0 and 1"
expect_out "solver=auto"
expect_out "l2=0.01"
expect_out "standardize=yes"
expect_out "Newton's method, as the features are few enough"
grep -qE '^ +converged after [0-9]+ epochs' "$work/out" || failed "the solver chosen converges"
expect_out "worst_radius"
awk -v accuracy="$(held_out accuracy)" -v AUC="$(held_out AUC)" \
    'BEGIN { exit !(accuracy >= 0.96 && accuracy <= 1 && AUC >= 0.98 && AUC <= 1) }' ||
    failed "the held-out scores are not those of a trained neuron"

shows "J begins at log 2 and falls; the last line of the history is below the first"
awk '/^ +epoch +J/ { on = 1; next } on && NF < 3 { exit } on { if (!n++) first = $2; last = $2 }
     END { exit !(n > 3 && first > 0.69314 && first < 0.69315 && last < 0.2) }' "$work/out" ||
    failed "the history of J"

shows "no epoch stands in the history twice"
awk '/^ +epoch +J/ { on = 1; next } on && NF < 3 { exit } on { print $1 }' "$work/out" | sort | uniq -d |
    grep . && failed "an epoch stands twice"

shows "the gradient check agrees with central differences"
expect_out "exact and central differences agree"

shows "what the command chooses is called automatic, and the learning rate used is printed"
hillock fit "$cancer" --target malignant --standardize --l2 0.1 --solver gd
expect_status 0
expect_out "learning-rate=automatic"
expect_out "epochs=automatic"
awk '/learning rate of the last step:/ { rate = $NF } END { exit !(rate > 0 && rate < 10) }' \
    "$work/out" || failed "the learning rate"
hillock fit "$cancer" --target malignant --standardize --l2 0.1 --solver gd \
    --learning-rate 0.0625
expect_status 0
expect_out "learning-rate=0.0625"
expect_out "learning rate of the last step: 0.0625"

shows "what is given wins over what hillock_fit would take"
hillock fit "$cancer" --target malignant --l2 0.1 --solver lbfgs --standardize no
expect_status 0
expect_out "solver=lbfgs"
expect_out "standardize=no"
hillock fit "$cancer" --target malignant --l1 0.01
expect_status 0
expect_silence
expect_out "l1=0.01"
grep -qE 'converged after [0-9]+ epochs' "$work/out" || failed "auto takes a solver for l1"

shows "a solver without a learning rate is given none"
hillock fit "$cancer" --target malignant --standardize --l2 0.1 --solver newton
expect_status 0
expect_no_out "learning"

shows "one is one epoch, one step, one feature"
hillock fit "$cancer" --target malignant --solver gd --epochs 1
expect_status 0
expect_out "for 1 epoch, 1 step;"

shows "convergence and the limit of epochs are told apart; both are exit status 0"
hillock fit "$cancer" --target malignant --standardize --l2 1 --solver gd --epochs 100000
expect_status 0
grep -qE '^ended +converged' "$work/out" || failed "convergence was to be said"
hillock fit "$cancer" --target malignant --standardize --l2 0.01 --solver gd --epochs 3
expect_status 0
grep -qE '^ended +stopped at the limit' "$work/out" || failed "the limit was to be said"
tr -s ' \n' ' ' <"$work/out" >"$work/joined"
grep -qF "(tolerance 1e-06); allow more epochs " "$work/joined" || failed "what to do was to be said"
expect_no_out "again"
hillock fit "$cancer" --target malignant --solver sgd --l2 0.01 --epochs 3
expect_status 0
tr -s ' \n' ' ' <"$work/out" >"$work/joined"
grep -qF "the noise of single samples stays: set a schedule" "$work/joined" ||
    failed "what to do about noise was to be said"

shows "--top chooses how many weights are printed; 0 none"
hillock fit "$cancer" --target malignant --standardize --epochs 5 --top 3
expect_out "and 27 more"
hillock fit "$cancer" --target malignant --standardize --epochs 5 --top 0
expect_no_out "largest weights"

shows "--test-fraction 0 holds nothing out"
hillock fit "$cancer" --target malignant --standardize --epochs 5 --test-fraction=0
expect_status 0
expect_out "569 to train on, 0 held out"
! grep -q "^scores.*held out" "$work/out" || failed "there are no held-out scores"

shows "a regression recovers the line y = 3 x1 - 2 x2 + 5, from the standard input too"
awk 'BEGIN { print "x1,y,x2"; for (j = 0; j < 60; j++) { a = (j * 7) % 11; b = (j * 5) % 13
             printf "%d,%d,%d\n", a, 3 * a - 2 * b + 5, b } }' >"$work/line.csv"
hillock fit "$work/line.csv" --target y --standardize --epochs 20000
expect_status 0
expect_out "identity activation, squared loss"
grep -qE '^  x1 +3 ' "$work/out" || failed "the weight of x1 is 3"
grep -qE '^  x2 +-2 ' "$work/out" || failed "the weight of x2 is -2"
grep -qE '^  .bias. +5 ' "$work/out" || failed "the bias is 5"
expect_out "RMSE"
status=0
"$HILLOCK" fit - --target y --standardize --epochs 20000 \
    <"$work/line.csv" >"$work/piped" 2>"$work/err" || status=$?
expect_status 0
grep -qF "standard input: 60 samples" "$work/piped" || failed "the standard input is not named"
cmp -s <(grep -E '^  (x1|x2|.bias.) ' "$work/out") <(grep -E '^  (x1|x2|.bias.) ' "$work/piped") ||
    failed "the standard input gives other weights"

shows "an activation given alone gets its usual loss, a loss given alone its usual activation"
hillock fit "$cancer" --target malignant --standardize --epochs 5 --activation tanh
expect_out "tanh activation, squared loss"
expect_out "chosen: the usual loss of this activation"
hillock fit "$cancer" --target malignant --standardize --epochs 5 --activation normal-cdf
expect_out "normal-cdf activation, cross-entropy loss"
hillock fit "$cancer" --target mean_area --standardize --epochs 5 --loss gamma
expect_out "exp activation, gamma loss"
expect_out "chosen: the usual activation of this loss"

shows "a constant feature is named"
awk '{ print (NR == 1 ? "always_one" : 1) "," $0 }' "$cancer" >"$work/constant.csv"
hillock fit "$work/constant.csv" --target malignant --standardize --epochs 5
expect_status 0
expect_out "constant, so of no use: always_one"

shows "separable classes without a penalty are not called converged"
hillock fit "$cancer" --target malignant --standardize --epochs 20000 --test-fraction 0
expect_status 0
! grep -qE '^ended +converged' "$work/out" || failed "there is no optimum to converge to"
awk 'BEGIN { print "x,y"; for (j = 0; j < 20; j++) print j "," (j >= 10) }' >"$work/parted.csv"
hillock fit "$work/parted.csv" --target y
expect_status 0
expect_out "the classes are separated"
