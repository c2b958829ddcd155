#!/usr/bin/env bash
# Pictures, converted tables and exports do not take the place of what cannot be made again: the
# table that is read, a model, a checkpoint.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=pictures.sh
. "$(dirname "$0")/pictures.sh"

cd "$work"
head -n 60 "$cancer" >table.svg
hillock fit table.svg --target malignant --features mean_radius --model model.svg \
    --checkpoint checkpoint.svg
expect_status 0
mkdir before
cp ./*.svg before
fake 'cat >/dev/null; echo "a whole picture</svg>"'

# refused TEXT COMMAND...: with exit status 1, that text, and nothing changed.
refused() {
    local text=$1
    shift
    with_fake hillock "$@"
    expect_status 1
    expect_err "hillock: $text, which would be lost; take another name"
    for kept in before/*; do
        cmp "$kept" "${kept#before/}" || failed "$kept was changed"
    done
}

shows "a picture is not drawn over the table, a model or a checkpoint"
for command in "fit table.svg --target malignant" "evaluate model.svg table.svg" \
    "surface table.svg --target malignant --x mean_radius --l2 0.01"; do
    # shellcheck disable=SC2086
    refused "--plot ./table.svg: that is the table" $command --plot ./table.svg
    # shellcheck disable=SC2086
    refused "--plot model.svg: the file there is a model" $command --plot model.svg
    # shellcheck disable=SC2086
    refused "--plot checkpoint.svg: the file there is a checkpoint" $command --plot checkpoint.svg
    echo old >picture.svg
    # shellcheck disable=SC2086
    with_fake hillock $command --plot picture.svg
    expect_status 0
    [ "$(cat picture.svg)" = "a whole picture</svg>" ] || failed "$command: any other file gives way"
done
hillock fit table.svg --target malignant --plot new.svg --model new.svg
expect_usage_error "--plot and --model are to be two files"
hillock fit table.svg --target malignant --plot new.svg --checkpoint new.svg
expect_usage_error "--plot and --checkpoint are to be two files"

shows "a table is not converted onto itself, a model or a checkpoint, by whatever name"
ln -s table.svg link
refused "OUT link: that is the table" convert table.svg link --to csv
refused "OUT model.svg: the file there is a model" convert table.svg model.svg --to csv
refused "OUT checkpoint.svg: the file there is a checkpoint" convert table.svg checkpoint.svg \
    --to csv
status=0
# shellcheck disable=SC2094 # which is what is refused
"$HILLOCK" convert - table.svg --to csv <table.svg >out 2>err || status=$?
expect_status 1
expect_err "OUT table.svg: that is the table"
cmp before/table.svg table.svg || failed "the table was changed"

shows "nor is a model that was saved by the same training, under another name for it"
with_fake hillock fit table.svg --target malignant --features mean_radius --plot ./both.svg \
    --model both.svg
expect_status 1
expect_err "--plot ./both.svg: the file there is a model, which would be lost"
grep -q "^hillock model" both.svg || failed "the model was to stay"

shows "nor is its checkpoint by its model"
hillock fit table.svg --target malignant --features mean_radius --checkpoint ./same --model same
expect_status 1
expect_err "--model same: the file there is no model, and stays as it is"
grep -q "^hillock checkpoint" same || failed "the checkpoint was to stay"

shows "a link that leads to nothing stays a link, and becomes no file"
ln -s nowhere.svg dangling.svg
for command in "convert table.svg dangling.svg --to csv" "export model.svg --to c --output dangling.svg" \
    "evaluate model.svg table.svg --plot dangling.svg"; do
    # shellcheck disable=SC2086
    with_fake hillock $command
    expect_status 1
    expect_err "dangling.svg: a link that leads to no file; remove it, or name the file itself"
    [[ -L dangling.svg && ! -e nowhere.svg ]] || failed "$command: the link was to stay"
done

shows "an export does not take the place of its model"
refused "--output model.svg: the file there is a model" export model.svg --to c \
    --output model.svg
