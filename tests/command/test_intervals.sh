#!/usr/bin/env bash
# Standard errors and intervals of predictions: the covariance that fit keeps, what predict makes of
# it, beside what R says.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

spector=$(dirname "$0")/spector.csv
printf 'PSI,TUCE,GPA\n1,21.5,3.2\n0,12,2\n1,29,4\n' >"$work/new.csv"

# expect_table HEADER: the output is this header and the numbers on the standard input, to 7 digits.
expect_table() {
    cat >"$work/wanted"
    expect_status 0
    expect_silence
    [ "$(head -n 1 "$work/out")" = "$1" ] || failed "the header was to be $1"
    tail -n +2 "$work/out" | paste -d, - "$work/wanted" | awk -F, '
        { for (i = 1; i <= 4; i++) { off = $i / $(i + 4) - 1; if (off * off > 1e-14) bad = 1 } }
        NF != 8 { bad = 1 }
        END { exit bad || NR != 3 }' || failed "other numbers were expected"
}

shows "a logistic regression's, as R: predict(glm, se.fit = TRUE), plogis(fit -+ qnorm se.fit)"
hillock fit "$spector" --target y --test-fraction 0 --model "$work/y.model"
expect_status 0
expect_out "hillock predict answers with it, also with --intervals"
hillock predict "$work/y.model" "$work/new.csv" --intervals
expect_table probability,standard_error,lower,upper <<'END'
0.609875952045826453,0.162553468787044381,2.906417291973285e-01,0.8564178455103987
0.001971022766170273,0.004488874583250945,2.255042540439718e-05,0.1474521791364896
0.968365562900066701,0.044964765951589387,6.328559223952813e-01,0.9981638350152889
END

shows "of a least squares fit the quantile is Student's, as R: predict(lm, interval, level = 0.9)"
hillock fit "$spector" --target GPA --features TUCE,PSI --test-fraction 0 --model "$work/g.model"
hillock predict "$work/g.model" "$work/new.csv" --level 0.9 --intervals
expect_table value,standard_error,lower,upper <<'END'
3.094820783645656,0.1204452355751156,2.890169028662783,3.299472538628529
2.658241226575809,0.2231572977432244,2.279068630812114,3.037413822339504
3.442422146507666,0.1802531997307240,3.136149063226052,3.748695229789280
END

shows "--sums has those of z"
hillock predict "$work/y.model" "$work/new.csv" --intervals --sums --level 0.5
expect_table z,standard_error,lower,upper <<'END'
0.4467908189585454,0.683206533073390,-0.0140249848665,0.907606622784
-6.2272297325221322,2.281931902489159,-7.7663694113965,-4.688090053648
3.4213633547543214,1.467820299252125,2.4313336077790,4.411393101730
END

shows "with the offset of the training: it moves z and its bounds, as in R's glm"
hillock fit "$spector" --target y --test-fraction 0 --offset GPA --model "$work/offset.model"
expect_out "hillock predict answers with it, also with --intervals"
hillock predict "$work/offset.model" "$work/new.csv" --intervals
expect_table probability,standard_error,lower,upper <<'END'
0.56015584361978032,0.14617864983540382,0.2847425401124055733,0.8029201485710327
0.01207095882449324,0.01895259669963826,0.0005419766164857435,0.2158746071339541
0.89855991589861695,0.09441347456273151,0.5377250878501007580,0.9853918884575074
END
sed '1s/GPA/points/' "$work/new.csv" >"$work/renamed.csv"
hillock predict "$work/offset.model" "$work/renamed.csv" --intervals --sums --level 0.5 --offset points
expect_table z,standard_error,lower,upper <<'END'
0.2417945630640461,0.593302596331133,-0.1583819569260265,0.6419710830541188
-4.4048084038927335,1.589282863159294,-5.4767634052559586,-3.3328534025295080
2.1813250685978773,1.035803415894178,1.4826862813591650,2.8799638558365896
END
cp "$work/out" "$work/with"
hillock predict "$work/offset.model" "$work/new.csv" --intervals --sums --level 0.5 --no-offset
expect_status 0
paste -d, "$work/with" "$work/out" "$work/new.csv" | awk -F, 'NR > 1 && ($1 - $5 - $11) ^ 2 + ($3 - $7 - $11) ^ 2 > 1e-24 { exit 1 }' ||
    failed "without the offset z was to be less by just that"

shows "info tells it, and the JSON has the matrix: the errors are the roots of its diagonal"
hillock info "$work/y.model"
expect_out "covariance of the weights"
hillock export "$work/y.model" --to json
expect_out '"kind": "model"'
expect_out '"degrees_of_freedom": null'
awk '/"matrix"/ { getline; split($1, cell, "[][,]"); exit !(cell[2] - 1.2629 ^ 2 < 1e-3 && 1.2629 ^ 2 - cell[2] < 1e-3) }' \
    "$work/out" || failed "the variance of GPA"

shows "a penalised fit keeps none by itself, and predict says what to do"
hillock fit "$spector" --target y --test-fraction 0 --l2 0.1 --model "$work/l2.model"
expect_status 0
expect_no_out "--intervals"
grep -qx "hillock model 1" "$work/l2.model" || failed "version 1 was expected"
hillock predict "$work/l2.model" "$work/new.csv" --intervals
expect_status 1
[ ! -s "$work/out" ] || failed "nothing was to be printed"
expect_err "l2.model has no covariance of its weights, which --intervals needs: fit it again"
hillock fit "$spector" --target y --test-fraction 0 --l2 0.1 --model "$work/l2.model" --covariance
expect_status 0
expect_err "note: the model has no covariance: no standard errors: with a penalty"
hillock fit "$spector" --target y --test-fraction 0 --model "$work/no.model" --covariance \
    --statistics none
expect_err "note: the model has no covariance: it needs the standard errors"
hillock fit "$spector" --target y --test-fraction 0 --l2 0.1 --model "$work/l2.model" --covariance \
    --statistics model
expect_silence
hillock predict "$work/l2.model" "$work/new.csv" --intervals
expect_status 0

shows "options that do not go together, levels that are none"
hillock fit "$spector" --target y --covariance
expect_usage_error "--covariance acts only with --model FILE"
hillock predict "$work/y.model" "$work/new.csv" --intervals --classes
expect_usage_error "not with --classes"
hillock predict "$work/y.model" "$work/new.csv" --intervals yes
expect_usage_error '"yes" is no file, and no value of an option'
hillock predict --intervals yes "$work/y.model" "$work/new.csv"
expect_usage_error '"yes" is no file, and no value of an option'
hillock predict "$work/y.model" "$work/new.csv" --level 0.9
expect_usage_error "--level acts only with --intervals"
for level in 0 1 -0.5 95 word; do
    hillock predict "$work/y.model" "$work/new.csv" --intervals --level "$level"
    expect_usage_error "--level takes a number between 0 and 1, not \"$level\""
done
hillock predict "$work/y.model" "$work/new.csv" --intervals --level
expect_usage_error "--level takes a number between 0 and 1"

shows "beyond 200 features it is kept only where that is asked for"
awk 'BEGIN {
    srand(5)
    for (j = 0; j <= 300; j++) {
        for (i = 1; i <= 201; i++)
            printf "%s,", j ? rand() : "x" i
        print j ? rand() : "y"
    }
}' >"$work/wide.csv"
for covariance in "" --covariance; do
    # shellcheck disable=SC2086  # nothing, or one word
    hillock fit "$work/wide.csv" --target y --test-fraction 0 --model "$work/wide.model" $covariance
    expect_status 0
    grep -qx "hillock model $((${#covariance} > 0 ? 2 : 1))" "$work/wide.model" ||
        failed "another version of the model was expected"
done
hillock predict "$work/wide.model" "$work/wide.csv" --intervals
expect_status 0
