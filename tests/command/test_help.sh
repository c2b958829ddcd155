#!/usr/bin/env bash
# The help that teaches, the version, and a word that is no command.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

shows "help, --help and -h print the same text on the standard output"
hillock help
expect_status 0
expect_silence
cp "$work/out" "$work/help"
for word in --help -h; do
    hillock "$word"
    expect_status 0
    cmp -s "$work/out" "$work/help" || failed "hillock $word prints another text"
done

shows "it says what a neuron is, names commands and topics, gives examples and exit statuses"
for text in "z = w x + b" "examples" "hillock fit data/breast_cancer.csv" "hillock help" \
    "exit status" "the classes are separated" "3  training diverged"; do
    expect_out "$text"
done
commands=(fit predict evaluate info export explain surface)
for command in "${commands[@]}"; do
    [ "$(grep -c "^  hillock $command " "$work/out")" -ge 2 ] ||
        failed "$command is to stand among the commands and the examples"
done

shows "each topic it lists is a screen, with something to say and no line longer than 80 columns"
mapfile -t topics < <(sed -n '/^help on a topic/,/^$/s/^  \([a-z-]*\) .*/\1/p' "$work/help")
[ "${#topics[@]}" -ge 8 ] || failed "the topics are to be listed"
for topic in "${topics[@]}"; do
    hillock help "$topic"
    expect_status 0
    expect_silence
    [ "$(wc -l <"$work/out")" -le 45 ] || failed "$topic is longer than a screen"
    [ "$(wc -l <"$work/out")" -ge 5 ] || failed "$topic says nothing"
    ! grep -qE '^.{81,}' "$work/out" || failed "a line is too long"
done

shows "what a topic says is what the library knows"
hillock help activations
expect_out "1 / (1 + exp(-z))"
hillock help losses
expect_out "-y log a - (1 - y) log(1 - a)"
grep -qE 'with logistic normal-cdf cloglog$' "$work/out" || failed "the partners of cross-entropy"
for topic in activations losses solvers; do
    hillock help "$topic"
    ! grep -qE '^  [a-z][a-z-]+ *$' "$work/out" || failed "a name without a formula"
done
for solver in auto gd averaged-sgd saga newton least-squares; do
    expect_out "  $solver "
done

hillock help files
expect_out "--checkpoint FILE"

shows "an unknown topic: the nearest name, and which there are"
hillock help losess
expect_usage_error 'no command "losess" and no topic (did you mean "losses"?)' "exit-status"
hillock help predikt
expect_usage_error 'did you mean "predict"?'

hillock help fit
expect_status 0
expect_silence
cp "$work/out" "$work/help"

shows "every option of the trainer and of the command is listed"
for option in target activation loss test-fraction top check-gradient quiet help solver \
    learning-rate schedule decay period batch-size sampling seed epochs steps seconds tolerance l2 penalize-bias \
    standardize evaluate-every fit-bias l1 penalize-raw class-weights model statistics json features ignore weight weight-kind offset no-bias validate patience folds alpha delta tau momentum beta2 epsilon average-from covariance \
    horizon checkpoint checkpoint-every resume; do
    grep -qE "^  --$option( |$)" "$work/out" || failed "--$option is missing"
done
expect_no_out "--keep-state"

shows "bounds, choices and defaults come with the options"
for text in "[at least 1; default 32]" "least-squares; default auto]" "[yes or no; default no]" "(excluded)"; do
    expect_out "$text"
done

shows "fit --help is a screen that names every option once, and says where they are explained"
grep -oE '^  --[a-z0-9-]+' "$work/help" | tr -d ' ' | sort >"$work/all"
for word in --help -h; do
    hillock fit $word
    expect_status 0
    expect_silence
    sed '1,/^options/d' "$work/out" | grep -oE ' --[a-z0-9-]+' | tr -d ' ' | sort >"$work/named"
    diff "$work/all" "$work/named" >"$work/err" || failed "other options"
    [ "$(wc -l <"$work/out")" -le 45 ] || failed "longer than a screen"
    expect_out "hillock help fit"
    expect_no_out "  others"
    ! grep -qE '^.{81,}' "$work/out" || failed "a line is too long"
done

shows "no line is longer than 80 columns"
cp "$work/help" "$work/out"
! grep -qE '^.{81,}' "$work/out" || failed "a line is too long"

shows "--version names the version"
hillock --version
expect_status 0
grep -qE '^hillock [0-9]+\.[0-9]+\.[0-9]+, (portable|avx2|avx512) kernels$' "$work/out" ||
    failed "the version line"
grep -qE '^BLAS     [^ ].*$' "$work/out" || failed "the BLAS"
OMP_NUM_THREADS=3 hillock --version
grep -qx 'threads  3' "$work/out" || failed "the threads"

shows "no command is a usage error that lists the commands, an unknown one is named"
hillock
expect_usage_error "hillock fit FILE.csv" "hillock predict MODEL" "hillock evaluate MODEL" \
    "hillock info MODEL" "hillock export MODEL" "hillock explain FILE.csv" \
    "hillock surface FILE.csv" "hillock help" "hillock --version"
[ "$(wc -l <"$work/err")" -le 16 ] || failed "the usage is to be short"
hillock fitt
expect_usage_error 'no command "fitt" (did you mean "fit"?)'
hillock fti
expect_usage_error 'no command "fti" (did you mean "fit"?)'
hillock evalute
expect_usage_error 'did you mean "evaluate"?'

shows "results that cannot be written are an error"
if [ -w /dev/full ]; then
    status=0
    "$HILLOCK" help >/dev/full 2>"$work/err" || status=$?
    : >"$work/out"
    expect_status 1
    expect_err "writing the results failed"
fi

shows "help of a command is the command's own"
for command in predict evaluate info export explain surface; do
    hillock help "$command"
    expect_status 0
    expect_out "hillock $command"
    expect_no_out "hillock fit FILE.csv"
done
hillock help nothing
expect_usage_error "no command \"nothing\""

shows "what can be read, and what may be deleted"
hillock help tables
for text in TSV LIBSVM NPY "the standard input" --categorical --missing --delimiter --format; do
    expect_out "$text"
done
hillock help files
expect_out "FILE.hillock-NUMBER-NUMBER.tmp"

shows "every command explains itself by -h, whatever else is there, and has a version by any name"
for command in convert evaluate explain export fit info predict surface; do
    hillock $command --help
    expect_status 0
    cp "$work/out" "$work/explained"
    for words in -h "no-such-file -h" "no-such-file --no-such-option --help"; do
        # shellcheck disable=SC2086  # words
        hillock $command $words
        expect_status 0
        cmp -s "$work/out" "$work/explained" || failed "hillock $command $words"
    done
done
hillock --version
cp "$work/out" "$work/version"
for word in version -V; do
    hillock $word
    expect_status 0
    cmp -s "$work/out" "$work/version" || failed "hillock $word"
done

shows "help is on one thing at a time"
hillock help fit predict
expect_usage_error "one thing at a time: hillock help fit"

shows "help says what is chosen where activation and loss are left out"
hillock help losses
expect_out "Without --activation cross-entropy has logistic"
hillock help fit
expect_out "the usual one of --loss"
