#!/usr/bin/env bash
# A training that was stopped goes on from its checkpoint as if it had never been.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

set -m # or SIGINT would be ignored in the background
check=$work/check

# fit OPTION...: of the table's training, with statistics that take no time.
fit() {
    hillock fit "$cancer" --target malignant --tolerance 0 --l2 1e-4 --statistics none "$@"
}

# begun SIGNAL OPTION...: a training that got that signal once it had saved a checkpoint, unless it
# had ended by then.
begun() {
    local signal=$1
    shift
    rm -f "$check"
    "$HILLOCK" fit "$cancer" --target malignant --tolerance 0 --l2 1e-4 --statistics none \
        --checkpoint "$check" --checkpoint-every 0.02 "$@" >"$work/out" 2>"$work/err" </dev/null &
    local training=$!
    until [ -s "$check" ]; do
        sleep 0.01
    done
    kill -"$signal" "$training" 2>/dev/null || true
    status=0
    wait "$training" || status=$?
}

shows "what goes on is the same model as what was never stopped: by a limit, Ctrl-C or a kill"
for solver in gd agd sgd adam averaged-sgd saga lbfgs newton; do
    options=(--solver "$solver" --epochs 60 --horizon 60 --validate 0.1 --patience 0)
    fit "${options[@]}" --model "$work/whole"
    expect_status 0
    fit "${options[@]}" --epochs 23 --checkpoint "$check"
    expect_status 0
    expect_out "checkpoint saved to $check"
    expect_no_out "keep-state"
    fit "${options[@]}" --checkpoint "$check" --resume --model "$work/moved"
    expect_status 0
    expect_out "resumed    from $check, after"
    cmp "$work/whole" "$work/moved" || failed "$solver came to another model"
done
options=(--solver sgd --epochs 20000 --horizon 20000)
fit "${options[@]}" --model "$work/whole"
for signal in INT KILL; do
    begun $signal "${options[@]}"
    fit "${options[@]}" --checkpoint "$check" --resume --model "$work/moved"
    expect_status 0
    cmp "$work/whole" "$work/moved" || failed "another model after SIG$signal"
done

shows "Ctrl-C and a deadline save what was reached"
begun INT --solver gd --epochs 1000000000
expect_status 130
expect_out "checkpoint saved to $check"
fit --solver gd --epochs 1000000000 --seconds 0.1 --checkpoint "$check" --resume
expect_status 0
expect_out "allow more seconds"

shows "one that Ctrl-C ended beyond the limit now given ends at the limit, not at Ctrl-C"
begun INT --solver gd --epochs 1000000000
fit --solver gd --epochs 1 --checkpoint "$check" --resume
expect_status 0
expect_out "the limit (--epochs, of the whole) is 1;"
expect_no_out "cancelled"
expect_silence
fit --solver gd --epochs 1 --checkpoint "$check" --resume --json
expect_out '"status": "HILLOCK_STEP_LIMIT"'

shows "without --epochs, or with 0 of them, there are as many as without --resume"
options=(--solver agd --horizon 300)
fit "${options[@]}" --model "$work/whole" --json
grep -o '"epochs": [0-9]*' "$work/out" >"$work/epochs"
for epochs in "" "--epochs 0"; do
    rm -f "$check"
    fit "${options[@]}" --epochs 5 --checkpoint "$check"
    # shellcheck disable=SC2086  # two words or none
    fit "${options[@]}" $epochs --checkpoint "$check" --resume --model "$work/moved" --json
    expect_status 0
    grep -o '"epochs": [0-9]*' "$work/out" | cmp - "$work/epochs" || failed "as many epochs"
    cmp "$work/whole" "$work/moved" || failed "another model than without a stop"
    # shellcheck disable=SC2086
    fit "${options[@]}" $epochs --checkpoint "$check" --resume
    expect_out "nothing was trained"
    expect_out "(chosen without --epochs, of the whole)"
done
rm "$check"
fit --solver gd --steps 7 --checkpoint "$check"
fit --solver gd --steps 0 --epochs 9 --checkpoint "$check" --resume
expect_out "9 epochs, 9 steps"

shows "what has converged has, whatever the limit"
rm "$check"
hillock fit "$cancer" --target malignant --l2 0.01 --checkpoint "$check"
hillock fit "$cancer" --target malignant --l2 0.01 --checkpoint "$check" --resume --steps 1 --json
expect_out '"status": "HILLOCK_OK"'
expect_out '"rule": "converged after'

shows "nothing is done where nothing is left, and more where more is asked for"
rm "$check"
fit --solver gd --steps 7 --checkpoint "$check"
fit --solver gd --steps 7 --checkpoint "$check" --resume
expect_status 0
expect_out "resumed"
expect_out "7 epochs, 7 steps"
expect_out "nothing was trained: the checkpoint has reached 7 steps already"
fit --solver gd --steps 9 --checkpoint "$check" --resume --json
expect_status 0
expect_out '"epochs": 9,'
expect_out '"passes": 16,' # of both calls: 7 + 2 steps, what begins and what ends them
expect_out '"rule": "going on from where it had stopped: stopped at the limit of steps after 9 epochs'
expect_no_out "resumed"
fit --solver gd --steps 9 --checkpoint "$check" --resume --json
expect_status 0
expect_out '"status": "HILLOCK_STEP_LIMIT"'
expect_out '"rule": "nothing was trained: the checkpoint has reached 9 steps already, and the limit'
fit --solver gd --steps 9 --checkpoint "$check" --resume
expect_out "9 epochs, 9 steps"

shows "without a file the training begins anew, and says so"
fit --solver gd --epochs 5 --checkpoint "$work/none" --resume
expect_status 0
expect_err "note: there is no $work/none yet: the training begins anew"
expect_no_out "resumed"
rm "$work/none"
fit --solver gd --epochs 5 --checkpoint "$work/none" --resume --quiet
expect_silence

shows "another table, other options, no checkpoint: what differs is named, and nothing is lost"
cp "$check" "$work/kept"
sed '$d' "$cancer" >"$work/shorter.csv"
hillock fit "$work/shorter.csv" --target malignant --tolerance 0 --l2 1e-4 --solver gd \
    --checkpoint "$check" --resume
expect_status 1
expect_err "--resume: $check: the checkpoint is of another training: samples is 455 there"
expect_err "give the table and the options it was made with, or begin another one"
fit --solver gd --checkpoint "$check" --resume --seed 5
expect_status 1
expect_err "seed is 0 there and 5 here"
sed '2s/^[^,]*/1/' "$cancer" >"$work/other.csv"
hillock fit "$work/other.csv" --target malignant --tolerance 0 --l2 1e-4 --solver gd \
    --checkpoint "$check" --resume
expect_status 1
expect_err "the features differ from those it was made with"
fit --solver gd --checkpoint "$check" --resume --l2 0.5
expect_status 1
expect_err "l2 is 0.0001 there and 0.5 here"
fit --solver agd --checkpoint "$check" --resume
expect_status 1
expect_err "solver is gd there and agd here"
fit --activation normal-cdf --solver gd --checkpoint "$check" --resume
expect_status 1
expect_err "activation is logistic there and normal-cdf here"
cmp "$check" "$work/kept" || failed "the checkpoint was changed"
fit --solver gd --checkpoint "$cancer" --resume
expect_status 1
expect_err "--checkpoint $cancer: that is the table"
cp "$cancer" "$work/table.csv"
fit --solver gd --checkpoint "$work/table.csv"
expect_status 1
expect_err "the file there is no checkpoint, and stays as it is"
cmp "$cancer" "$work/table.csv" || failed "the table was changed"
fit --solver gd --checkpoint "$work/both" --model "$work/both"
expect_usage_error "are to be two files"
fit --solver gd --epochs 2 --checkpoint "$work/json.checkpoint" --json
expect_status 0
expect_out "\"checkpoint\": \"$work/json.checkpoint\""
head -c 1000 "$check" >"$work/cut"
fit --solver gd --checkpoint "$work/cut" --resume
expect_status 1
expect_err "the file has been cut short"

shows "a checkpoint that cannot be written is said, and the old one stays"
status=0
(
    trap '' XFSZ
    ulimit -f 1
    "$HILLOCK" fit "$cancer" --target malignant --tolerance 0 --l2 1e-4 --statistics none \
        --solver gd --steps 30 --checkpoint "$check" 2>&1 </dev/null || echo "exits $?"
) | cat >"$work/out"
: >"$work/err"
expect_out "ended"
expect_out "hillock: the checkpoint could not be saved: cannot write $check: File too large"
expect_out "exits 1"
cmp "$check" "$work/kept" || failed "the checkpoint was changed"
[ "$(find "$work" -name 'check*' | wc -l)" -eq 1 ] || failed "something was left beside it"
fit --solver gd --checkpoint "$work/missing/check"
expect_status 1
expect_err "nothing can be written to the folder $work/missing"

shows "options that make no sense are refused"
fit --resume
expect_usage_error "--resume" "--checkpoint FILE"
fit --checkpoint-every 3
expect_usage_error "--checkpoint-every" "--checkpoint FILE"
fit --checkpoint "$check" --checkpoint-every 0
expect_usage_error "--checkpoint-every takes a number of seconds, above 0"
fit --checkpoint "$check" --folds 5
expect_usage_error "--folds"
