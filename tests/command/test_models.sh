#!/usr/bin/env bash
# A model that fit has saved answers in predict and shows itself in info; what is no whole model is
# refused.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

golden=$work/golden.model
cat >"$golden" <<'END'
hillock model 1
activation logistic
loss cross-entropy
target "kind"
class "benign"
class "not, \x22benign\x22"
solver newton
status HILLOCK_OK
samples 569
J 0x1.8p-4
gradient-norm 0x1p-40
epochs 0x1.2p+3
features 2
bias -0x1.8p-1
weight 0x1p-1 0x1.8p+0 0x1p+0 "mean radius"
weight -0x1p+0 0x1p+1 0x1p-1 "mean, texture"
checksum 620a7b71d643df39
END
printf 'extra,"mean, texture",mean radius\nred,1,2\n,0,1.5\nx,2,-1\n' >"$work/rows.csv"

# expect_output: the standard output is the text on the standard input, nothing is on the other.
expect_output() {
    expect_status 0
    expect_silence
    diff - "$work/out" >"$work/diff" || failed "another output was expected: $(cat "$work/diff")"
}

shows "predict finds the columns by name, wherever they stand, and passes over others"
hillock predict "$golden" "$work/rows.csv"
awk 'NR > 1 { $0 = sprintf("%.14f", $0) } 1' "$work/out" >"$work/rounded" # kernels differ by ulps
mv "$work/rounded" "$work/out"
expect_output <<'END'
probability
0.32082130082461
0.50000000000000
0.03732688734413
END
hillock predict "$golden" "$work/rows.csv" --sums
expect_output <<'END'
z
-0.75
0
-3.25
END

shows "classes have the names of the model, in quotes where a table needs them"
hillock predict "$golden" "$work/rows.csv" --classes
expect_output <<'END'
class
benign
"not, ""benign"""
benign
END
hillock predict "$golden" "$work/rows.csv" --classes --threshold 0.3
expect_output <<'END'
class
"not, ""benign"""
"not, ""benign"""
benign
END

shows "info says what is in it"
hillock info "$golden"
expect_output <<'END'
activation logistic, a = 1 / (1 + exp(-z)), a probability
loss       cross-entropy, l = -y log a - (1 - y) log(1 - a); targets 0 and 1, or between
target     kind
lower      benign
upper      not, "benign"
trained    on 569 samples by newton, 9 epochs: converged
           J 0.09375, scaled gradient norm 9.09e-13

                  weight          mean     deviation  feature
                   -0.75                              (bias)
                     0.5           1.5             1  mean radius
                      -1             2           0.5  mean, texture
END

shows "a model without a spread has no columns of it; names are no orders to a terminal"
model "$work/odd.model" <<'END'
hillock model 1
activation identity
loss squared
target "a\x1b[31m"
features 1
bias 0x0p+0
weight 0x1p+0 "b\x1b]0;\x07\x7f"
END
hillock info "$work/odd.model"
expect_output <<'END'
activation identity, a = z
loss       squared, l = (a - y)^2; any target
target     a?[31m

                  weight  feature
                       0  (bias)
                       1  b?]0;??
END
printf 'c\n1\n' >"$work/c.csv"
hillock predict "$work/odd.model" "$work/c.csv"
expect_status 1
expect_err '"b?]0;??"'
printf 'a\033[31m,\302\233m\302\240,y\n1,1,p\a\n1,2,q\a\n1,5,q\a\n1,1,q\a\n' >"$work/odd.csv"
hillock fit "$work/odd.csv" --target y --test-fraction 0 --l2 1
expect_status 0
! grep -q $'[\001-\010\013-\037]' "$work/out" || failed "a control character was printed"
expect_out "constant, so of no use: a"
expect_out "?m"$'\302\240'
expect_out "classes: 0 = p"

shows "predict and info explain themselves"
for command in predict info; do
    hillock $command --help
    expect_status 0
    expect_out "hillock $command MODEL"
done

shows "a missing column is named, with the nearest one"
printf '"mean, textur",mean radius\n1,2\n' >"$work/short.csv"
hillock predict "$golden" "$work/short.csv"
expect_status 1
expect_err "$work/short.csv, line 1: no column is named \"mean, texture\""
expect_err 'did you mean "mean, textur"?); the columns are: "mean, textur", mean radius'
printf 'inner,colour,y\n1,a,1\n2,b,2\n3,"c, d",4\n5,a,3\n' >"$work/coloured.csv"
hillock fit "$work/coloured.csv" --target y --categorical colour --test-fraction 0 --model "$work/coloured"
cut -d, -f1 "$work/coloured.csv" >"$work/short.csv"
hillock predict "$work/coloured" "$work/short.csv"
expect_err 'no column is named "colour"; the columns are: inner'

shows "where columns are taken by their order alone a note says so, once"
sed 1d "$work/coloured.csv" | cut -d, -f1 | sed 's/$/,0,1/' >"$work/headless.csv"
hillock fit "$work/coloured.csv" --target y --features inner --test-fraction 0 --model "$work/inner"
for command in predict "evaluate --target 2"; do
    cut -d, -f1,2 "$work/headless.csv" >"$work/two.csv"
    [ "$command" != predict ] || cut -d, -f1 "$work/headless.csv" >"$work/two.csv"
    # shellcheck disable=SC2086  # a word, or three
    hillock $command "$work/inner" "$work/two.csv"
    expect_status 0
    [ "$(cat "$work/err")" = "hillock: note: the columns of $work/two.csv have no names: they are \
taken for the features of the model in their order" ] || failed "a note"
done
hillock predict "$work/inner" "$work/coloured.csv"
expect_silence

shows "no head is printed before the first row is right, nor where nothing can be answered"
printf 'mean radius,"mean, texture"\none,2\n' >"$work/words.csv"
for option in --sums --json; do
    hillock predict "$golden" "$work/words.csv" $option
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
done
printf 'mean radius,"mean, texture"\n,2\n' >"$work/words.csv"
hillock predict "$golden" "$work/words.csv" --missing drop
expect_status 0
[ "$(paste -sd' ' "$work/out")" = "probability NA" ] || failed "no answer but the place of it"

shows "a cell that is no number is refused with line and column, after the rows before it"
printf 'mean radius,"mean, texture"\n1,2\n1,two\n' >"$work/words.csv"
hillock predict "$golden" "$work/words.csv"
expect_status 1
expect_err "$work/words.csv, line 3, column 2 (mean, texture): \"two\""

# refused: predict and info refuse the file, with the text.
refused() {
    hillock predict "$1" "$work/rows.csv"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$2"
    hillock info "$1"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$2"
}

shows "a table, an empty file and a file that is not there are no models"
refused "$cancer" "line 1"
: >"$work/empty.model"
refused "$work/empty.model" "line 1"
refused "$work/nothing.model" "No such file"

shows "a checkpoint is none, and how it becomes one is said"
hillock fit "$cancer" --target malignant --checkpoint "$work/cancer.checkpoint" --quiet
expect_status 0
refused "$work/cancer.checkpoint" "line 1: this is the checkpoint of a training, and no model"
refused "$work/cancer.checkpoint" "hillock fit --checkpoint FILE --resume --model MODEL"

shows "a model with any byte changed, added or missing is refused"
size=$(wc -c <"$golden")
for ((at = 0; at < size; at += 7)); do
    {
        head -c $at "$golden"
        printf '\001'
        tail -c +$((at + 2)) "$golden"
    } >"$work/damaged.model"
    hillock info "$work/damaged.model"
    expect_status 1
    expect_err "line "
    head -c $at "$golden" >"$work/damaged.model"
    hillock info "$work/damaged.model"
    expect_status 1
done
sed 's/^bias .*/bias -0x1.9p-1/' "$golden" >"$work/damaged.model"
refused "$work/damaged.model" "checksum"
{
    cat "$golden"
    echo
} >"$work/damaged.model"
refused "$work/damaged.model" "line 18"

shows "what fit saves is what it has trained: predict answers with the same scores"
hillock fit "$cancer" --target malignant --l2 0.01 --test-fraction 0 --model "$work/cancer.model"
expect_status 0
expect_silence
expect_out "model      saved to $work/cancer.model"
accuracy=$(awk '$1 == "accuracy" { print $2 }' "$work/out")
hillock predict "$work/cancer.model" "$cancer" --classes
expect_status 0
paste -d, "$work/out" "$cancer" | awk -F, -v accuracy="$accuracy" '
    NR == 1 { for (i = 2; i <= NF; i++) if ($i == "malignant") target = i; next }
    { right += $1 == $target; n++ }
    END { exit !(n == 569 && right / n - accuracy < 1e-6 && accuracy - right / n < 1e-6) }' ||
    failed "the classes are not those that fit scored"
hillock info "$work/cancer.model"
expect_out "target     malignant"
expect_out "trained    on 569 samples by newton"
expect_out "worst_fractal_dimension"
for line in 'target "malignant"' 'samples 569' 'features 30'; do
    grep -qxF "$line" "$work/cancer.model" || failed "$line is to stand in the model"
done

shows "mean and deviation of the features are saved"
printf 'x,y\n1,1\n3,2\n1,3\n3,4\n' >"$work/four.csv"
hillock fit "$work/four.csv" --target y --test-fraction 0 --model "$work/four.model"
expect_status 0
grep -qE '^weight [^ ]+ 0x1p\+1 0x1p\+0 "x"$' "$work/four.model" || failed "mean 2, deviation 1"

shows "a model that cannot be written is refused before any training"
for path in "$work/nowhere/a.model" "$work" ""; do
    hillock fit "$cancer" --target malignant --model "$path"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "--model"
done

# keeps PATH TEXT: fit refuses to save there before any training; the bytes there stay.
keeps() {
    cp "$1" "$work/before"
    hillock fit "$work/four.csv" --target y --model "$1"
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "--model $1: $2"
    cmp -s "$1" "$work/before" || failed "$1 was to stay"
}

shows "no file but a model is replaced: not the table itself, nor a text"
keeps "$work/four.csv" "that is the table"
ln -s four.csv "$work/link.csv"
keeps "$work/link.csv" "that is the table"
ln "$work/four.csv" "$work/hard.csv"
keeps "$work/hard.csv" "that is the table"
echo "hillock models" >"$work/notes.txt"
keeps "$work/notes.txt" "the file there is no model, and stays as it is; take another name, or remove"
printf 'h' >"$work/notes.txt"
keeps "$work/notes.txt" "the file there is no model"
for old in empty old; do
    [ $old = old ] || : >"$work/$old.model"
    hillock fit "$work/four.csv" --target y --model "$work/$old.model"
    expect_status 0
    hillock info "$work/$old.model"
    expect_status 0
    ln -sf "$old.model" "$work/followed.model"
    hillock fit "$work/four.csv" --target y --model "$work/followed.model"
    expect_status 0
    [ -L "$work/followed.model" ] || failed "a link stays one"
done

shows "devices, pipes, the standard output and links that lead nowhere are no place for a model"
# refuses PATH TEXT
refuses() {
    hillock fit "$work/four.csv" --target y --model "$1"
    expect_status 1
    expect_err "--model $1: $2"
}
refuses - "a model is saved in a file, not on the standard output"
[ ! -e - ] || failed "no file named - was to be made"
if mknod "$work/null" c 1 3 2>/dev/null; then
    refuses "$work/null" "a device or a pipe"
    [ -c "$work/null" ] || failed "the device was to stay"
fi
mkfifo "$work/pipe"
refuses "$work/pipe" "a device or a pipe"
[ -p "$work/pipe" ] || failed "the pipe was to stay"
ln -s nowhere "$work/dangling"
refuses "$work/dangling" "a link that leads to no file"
[ ! -e "$work/nowhere" ] || failed "the link was not to be followed"
if [ -e /proc/self/fd/1 ]; then
    ln -s /proc/self/fd/1 "$work/stdout"
    refuses "$work/stdout" "the results are written there"
fi

hillock fit "$cancer" --target malignant --model a --model b
expect_usage_error '--model is given twice, as "a" and "b"'

shows "a training that diverged saves nothing and leaves the old file"
cp "$golden" "$work/old.model"
hillock fit "$cancer" --target mean_area --solver gd --standardize no --learning-rate 1 \
    --model "$work/old.model"
expect_status 3
cmp -s "$golden" "$work/old.model" || failed "the old model was to stay"

shows "a threshold that no probability can pass is refused, of both commands"
for command in "predict $golden $work/words.csv --classes" "evaluate $golden $work/words.csv"; do
    # shellcheck disable=SC2086  # words
    hillock $command --threshold 50
    expect_status 1
    expect_err "--threshold 50: a of this model is a probability, from 0 to 1"
done
