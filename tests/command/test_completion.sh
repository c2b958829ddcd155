#!/usr/bin/env bash
# Completion in bash: the function is called as bash calls it, with the words of a line cut where
# bash cuts them.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

script=${BUILD_DIR:?the build directory}/tools/manual/pages/completions/hillock
[ -f "$script" ] || exit 77 # not made where the build is for another machine
: >"$work/err"
mkdir "$work/here"
cd "$work/here"
printf 'age,"size, m",mean radius,y\n1,2,3,4\n' >table.csv
mkdir folder
: >other.model

# complete_words WORD...: what is offered for the last word, a line each, goes to $work/out.
complete_words() {
    bash --norc -c '. "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _hillock
        [ "${#COMPREPLY[@]}" -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"' \
        _ "$script" "$@" 2>"$work/err" | sort >"$work/out"
    expect_silence
}

# offers WORD... -- OFFER...: exactly these, in the order of the alphabet.
offers() {
    local words=()
    while [ "$1" != -- ]; do
        words+=("$1")
        shift
    done
    shift
    complete_words "${words[@]}"
    { [ $# -eq 0 ] || printf '%s\n' "$@"; } | sort | cmp -s - "$work/out" ||
        failed "${words[*]}: offered was to be: $*"
}

shows "commands, and behind help commands and topics"
offers hillock e -- evaluate explain export
offers hillock --v -- --version
offers hillock help ex -- exit-status explain export
offers hillock help los -- losses

shows "options of the command alone"
offers hillock fit --pat -- --patience
offers hillock predict --i -- --intervals
offers hillock predict --patience --
offers hillock export --t -- --to
complete_words hillock fit --
for option in --target --solver --l2 --covariance --alpha --help; do
    grep -qx -e "$option" "$work/out" || failed "$option is to be offered"
done

shows "names that an option takes, also behind an equals sign"
offers hillock fit table.csv --activation s -- silu softplus softsign step
offers hillock fit table.csv --loss h -- hinge huber
offers hillock fit table.csv --solver = sag -- saga
offers hillock fit table.csv --solver = -- auto gd sgd momentum nesterov adagrad rmsprop adam adamw \
    averaged-sgd saga agd lbfgs newton least-squares
offers hillock fit table.csv --class-weights b -- balanced
offers hillock fit table.csv --weight-kind "" -- precision frequency
offers hillock fit table.csv --statistics s -- sandwich
offers hillock fit table.csv --standardize y -- yes
offers hillock export other.model --to "" -- c json
offers hillock surface table.csv --x age --solver ad -- adagrad adam adamw

for command in "fit table.csv" "predict other.model table.csv" "convert table.csv"; do
    # shellcheck disable=SC2086
    offers hillock $command --missing "" -- error drop mean
    # shellcheck disable=SC2086
    offers hillock $command --format "" -- auto csv libsvm npy
done
offers hillock fit table.csv --picture "" -- training weights fit
offers hillock convert table.csv --to "" -- csv tsv libsvm npy
offers hillock convert table.csv --from = t -- tsv
offers hillock export other.model --prefix w --

shows "columns of the table on the line, also in lists and with blanks"
offers hillock fit table.csv --target "" -- age 'size\,\ m' 'mean\ radius' y
offers hillock fit --l2 0.1 table.csv --target a -- age
offers hillock fit --target y table.csv --weight 'mean\ r' -- 'mean\ radius'
offers hillock fit table.csv --features age,m -- 'age,mean\ radius'
offers hillock fit table.csv --features age,s -- 'age,\"size\,\ m\"'
offers hillock fit table.csv --target y --ignore = a -- age
offers hillock surface table.csv --x y --y a -- age
offers hillock evaluate other.model table.csv --target y -- y
offers hillock fit --target "" --
printf 'one\ttwo; or, three\tfour\r\n' >tabs.tsv
offers hillock fit tabs.tsv --target "" -- one 'two\;\ or\,\ three' four
printf '\x93NUMPY\x01\x00v\x00{,,,}\n' >array.npy
offers hillock fit array.npy --target "" --
rm tabs.tsv array.npy
offers hillock fit nowhere.csv --target "" --

shows "files, where a file is meant or nothing is known"
offers hillock fit t -- table.csv
offers hillock predict o -- other.model
offers hillock predict other.model "" -- folder other.model table.csv
offers hillock fit table.csv --model o -- other.model
offers hillock fit table.csv --standardize t -- table.csv
offers hillock fit table.csv --l2 t --
