#!/usr/bin/env bash
# `hillock surface`: J of every cell beside J worked out by awk, the minimum in the middle, a path
# that leads to it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=pictures.sh
. "$(dirname "$0")/pictures.sh"

table=$work/table.csv
printf 'u,v,t\n1,3,2\n2,1,2.5\n3,5,4.5\n4,2,4\n6,4,7\n' >"$table"

# cells_are FORMULA: J of every line is the mean over the table of (t - z)^2, z by the formula in x,
# y, u and v, plus the penalty p(x, y).
cells_are() {
    awk -F, -v OFS=, '
        function z(x, y, u, v) { return '"$1"' }
        function p(x, y) { return '"${2:-0}"' }
        NR == FNR { if (FNR > 1) { m++; u[m] = $1; v[m] = $2; t[m] = $3 }; next }
        FNR == 1 { next }
        {
            J = 0
            for (j = 1; j <= m; j++) J += (t[j] - z($1, $2, u[j], v[j])) ^ 2 / m
            J += p($1, $2)
            n++
            if ((J - $3) ^ 2 > 1e-18 * (1 + J) ^ 2) { print "J is " J " in: " $0; bad = 1 }
        }
        END { exit bad || n < 9 }' "$table" "$work/out" || failed "J was to be another"
}

# The least J of the grid is its middle, and no less than the last of the path.
middle_is_least() {
    awk -F, '
        NR > 1 && $4 == "" { n++; J[n] = $3 }
        $4 != "" && NR > 1 { if ($4 > 0 && $3 > last * (1 + 1e-12)) bad = 1; last = $3 }
        END {
            middle = J[(n + 1) / 2]
            for (i = 1; i <= n; i++) if (J[i] < middle) bad = 1
            if (last != "" && (last - middle > 1e-6 || middle - last > 1e-9)) bad = 1
            exit bad
        }' "$work/out" || failed "the middle was to be the minimum, and the path to lead there"
}

shows "weight of a raw feature and bias: J = mean (t - x u - y)^2"
cut -d, -f1,3 "$table" >"$work/one.csv"
hillock surface "$work/one.csv" --target t --raw --grid 7 --path --epochs 5000
expect_status 0
expect_silence
cells_are "x * u + y"
middle_is_least
[ "$(head -1 "$work/out")" = x,y,J,step ] || failed "a header was to come first"
[ "$(grep -c ',$' "$work/out")" -eq 49 ] || failed "49 cells were to come"

shows "weights of standardized features, the bias at its best: mean u 3.2, mean v 3, mean t 4"
hillock surface "$table" --target t --x u --y v --grid 5 --path
expect_status 0
cells_are "4 + x * (u - 3.2) / sqrt(2.96) + y * (v - 3) / sqrt(2)"
middle_is_least
hillock surface "$table" --target t --x u --y v --grid 5
[ "$(wc -l <"$work/out")" -eq 26 ] || failed "26 lines were to come"

shows "by itself a grid is 61 by 61, and 0 is inside"
hillock surface "$table" --target t --x u --y v
[ "$(wc -l <"$work/out")" -eq 3722 ] || failed "3722 lines were to come"
awk -F, 'NR > 1 && $1 < 0 && $2 < 0 { below = 1 } $1 > 0 && $2 > 0 { above = 1 }
         END { exit !(below && above) }' "$work/out" || failed "0 was to be inside"

shows "a training that ends short of the minimum is no secret"
sed '1s/.*/u,w,t/; s/^\([^,]*\),[^,]*/\1,\1/; 1s/.*/u,w,t/' "$table" >"$work/twins.csv"
hillock surface "$work/twins.csv" --target t --x u --y w --grid 3
expect_status 0
expect_err "hillock: note: the minimum: "

shows "the axes may be exchanged"
hillock surface "$table" --target t --x v --y u --grid 5 --path
cells_are "4 + y * (u - 3.2) / sqrt(2.96) + x * (v - 3) / sqrt(2)"
middle_is_least
hillock surface "$work/one.csv" --target t --x "(bias)" --y u --grid 5 --path
cells_are "x + y * (u - 3.2) / sqrt(2.96)"
middle_is_least

shows "a penalty is part of J, in either coordinates, and the path heeds it"
hillock surface "$table" --target t --x u --y v --grid 5 --path --l2 0.3
cells_are "4 + x * (u - 3.2) / sqrt(2.96) + y * (v - 3) / sqrt(2)" "0.15 * (x ^ 2 + y ^ 2)"
middle_is_least
hillock surface "$work/one.csv" --target t --x u --grid 5 --path --l2 0.3 --raw --epochs 9999
cells_are "x * u + y" "0.15 * 2.96 * x ^ 2"
middle_is_least

shows "ranges are kept; other solvers take their own path"
hillock surface "$work/one.csv" --target=t --raw --grid=3 --x-range -1:2 --y-range=0:4
expect_out "-1,0,"
expect_out "0.5,2,"
expect_out "2,4,"
hillock surface "$work/one.csv" --target t --grid 3 --path --solver newton --l2 1e-3
middle_is_least

shows "two weights go down alone: each place is a step of 0.01 against the gradient, b stays 1"
model "$work/two" <<'END'
hillock model 1
activation identity
loss squared
target "t"
features 2
bias 0x1p+0
weight 0x1p-1 "u"
weight 0x1p-2 "v"
END
hillock surface "$table" --model "$work/two" --x u --y v --raw --grid 2 --path --epochs 3 \
    --learning-rate 0.01
awk -F, '
    NR == FNR { if (FNR > 1) { m++; u[m] = $1; v[m] = $2; t[m] = $3 }; next }
    FNR > 1 && $4 != "" {
        n++
        if ((x - $1) ^ 2 + (y - $2) ^ 2 > 1e-20) bad = 1
        dx = dy = 0
        for (j = 1; j <= m; j++) {
            e = 2 * (x * u[j] + y * v[j] + 1 - t[j]) / m
            dx += e * u[j]; dy += e * v[j]
        }
        x -= 0.01 * dx; y -= 0.01 * dy
    }
    END { exit bad || n != 4 }' "$table" "$work/out" || failed "the path was to be another"

shows "the minimum of a model is taken as it is"
model "$work/model" <<'END'
hillock model 1
activation identity
loss squared
target "t"
features 1
bias 0x1p+0
weight 0x1p-1 "u"
END
hillock surface "$table" --model "$work/model" --raw --grid 3 --x-range 0:1 --y-range 0:2
expect_out "0.5,1,"
cells_are "x * u + y"

shows "classes: J is that of fit, all other weights at the minimum"
hillock surface "$cancer" --target malignant --x mean_radius --y worst_area --l2 0.01 --grid 3
expect_status 0
awk -F, 'NR == 6 { exit ($3 - 0.099591375) ^ 2 > 1e-16 }' "$work/out" || failed "J was to be fit's"

draw() {
    with_fake hillock surface "$table" --target t --x u --grid 3 --path \
        --plot "$work/picture.svg"
}

shows "a picture is gnuplot's: its script has the cells, the path and names in quotes"
fake_cat
sed -i "1s/u/it's_u/" "$table"
with_fake hillock surface "$table" --target t --x "it's_u" --grid 3 --path \
    --plot "$work/picture.svg"
sed -i "1s/it's_u/u/" "$table"
expect_status 0
expect_silence
[ ! -s "$work/out" ] || failed "only the picture was to come"
for text in "set terminal svg" "weight of it''s_u, standardized'" "\$cells <<" "0 0" "gd, "; do
    grep -qF -e "$text" "$work/picture.svg" || failed "the script was to have: $text"
done

shows "where gnuplot fails, what it said is said, and the picture that was there stays"
fake 'cat >/dev/null; echo half; echo "line 3: undefined" >&2; exit 1'
echo before >"$work/picture.svg"
draw
expect_status 1
expect_err "hillock: gnuplot could not make the picture: line 3: undefined"
[ "$(cat "$work/picture.svg")" = before ] || failed "the old picture was to stay"

shows "a gnuplot that does not listen, says nothing, or stops amid a picture, is no trouble"
fake 'exec <&-; exit 3'
draw
expect_status 1
expect_err "no reason given"
for half in 'cat >/dev/null' 'cat >/dev/null; echo "<svg>"' 'cat >/dev/null; seq 999'; do
    fake "$half"
    draw
    expect_status 1
    expect_err "gnuplot has not made all of the picture"
    [ "$(cat "$work/picture.svg")" = before ] || failed "the old picture was to stay"
done

shows "a picture that cannot be written whole is said"
fake_cat
ln -s /dev/full "$work/full.svg"
with_fake hillock surface "$table" --target t --x u --grid 60 --plot "$work/full.svg"
expect_status 1
expect_err "/dev/full: No space left on device"

shows "a missing gnuplot is one line"
PATH=$work/none hillock surface "$table" --target t --x u --plot "$work/none.png"
expect_status 1
expect_err "--plot needs gnuplot"
[ "$(wc -l <"$work/err")" -eq 1 ] || failed "one line was to come"
[ ! -e "$work/none.png" ] || failed "no picture was to come"

shows "a picture of text: the minimum, the start, the path, and J by shades"
hillock surface "$table" --target t --x u --y v --path --plot -
expect_status 0
expect_silence
for text in "J for t: identity activation" "upward: weight of v" "to the right: weight of u" \
    "M minimum, J 0." "S start   o gd, " " (@)"; do
    expect_out "$text"
done
grep '^ .*|$' "$work/out" >"$work/rows"
[ "$(wc -l <"$work/rows")" -eq 22 ] || failed "22 rows were to come"
[ "$(grep -c M "$work/rows")" -eq 1 ] || failed "the minimum was to be there once"
[ "$(grep -c S "$work/rows")" -eq 1 ] || failed "the start was to be there once"
grep -q @ "$work/rows" || failed "the highest J was to be dark"
awk 'length > 80 { exit 1 }' "$work/rows" || failed "a line is longer than 80 columns"

shows "a picture that is neither SVG nor PNG, or has no place, is refused"
hillock surface "$table" --target t --x u --plot "$work/picture.pdf"
expect_usage_error "ends in .svg or .png"
fake_cat
with_fake hillock surface "$table" --target t --x u --grid 3 --plot "$work/no/where.svg"
expect_status 1
expect_err "--plot $work/no/where.svg: nothing can be written to the folder $work/no"

if command -v gnuplot >/dev/null; then
    shows "the real gnuplot draws both kinds, of a flat surface as well"
    for kind in svg png; do
        hillock surface "$table" --target t --x u --path --plot "$work/real.$kind"
        expect_status 0
        expect_silence
        grep -qa -e "<svg" -e PNG "$work/real.$kind" || failed "a picture was to come"
    done
    model "$work/dead" <<'END'
hillock model 1
activation relu
loss squared
target "t"
features 1
bias -0x1p+6
weight 0x0p+0 "u"
END
    hillock surface "$table" --model "$work/dead" --raw --x-range -1:1 --y-range -65:-64 \
        --plot "$work/flat.svg"
    expect_status 0
    expect_silence
fi

shows "what is wrong is said"
hillock surface "$table" --target t
expect_usage_error "--x FEATURE"
hillock surface "$table" --target t --x w
expect_usage_error '--x: no feature is named "w"' "u, v"
hillock surface "$table" --target t --x u --y u
expect_usage_error "are the same"
hillock surface "$table" --target t --x u --grid 1
expect_usage_error "--grid takes a whole number, from 2 to 1001"
hillock surface "$table" --target t --x u --x-range 2:1
expect_usage_error "--x-range takes two numbers, LOW:HIGH"
hillock surface "$table" --target t --x u --raw=yes
expect_usage_error "--raw takes no value"
hillock surface "$table" --target t --x u --raw yes
expect_usage_error '"yes" is no file, and no value of an option'
hillock surface "$table" "$table" --target t --x u
expect_usage_error "two files"
hillock surface "$table" --target t --x u --wat=yes
expect_usage_error "no option --wat;"
hillock surface "$table" --target t --x u --solver wat
expect_usage_error '--solver: there is no "wat"'
hillock surface "$table" --target t --x u --l2
expect_usage_error "--l2 needs a value"
hillock surface "$cancer" --target malignant --x mean_radius
expect_status 1
expect_err "no minimum"
expect_err "--l2 0.01"
hillock surface --help
expect_status 0
expect_out "usage"
