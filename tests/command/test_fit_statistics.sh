#!/usr/bin/env bash
# The table of coefficients with what it says of them, against published numbers (Spector & Mazzeo
# 1980: statsmodels, R and 50-digit arithmetic).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

spector=$(dirname "$0")/spector.csv

# expect_row NAME NUMBER...: the table has this row.
expect_row() {
    grep -qE "^  $1 $(printf ' *%s' "${@:2}")\$" "$work/out" || failed "the row of $1: ${*:2}"
}

shows "estimates, standard errors, z, p and intervals of a logistic regression"
hillock fit "$spector" --target y --test-fraction 0
expect_status 0
expect_silence
grep -qE '^  feature +estimate +std. error +z +P\(>\|z\|\) +95 % from +to$' "$work/out" ||
    failed "the heading"
expect_out "largest weights: first those that, times the deviation of their feature, are largest"
expect_row GPA 2.826113 1.2629 2.238 0.025 0.35079 5.3014
expect_row TUCE 0.09515766 0.14155 0.6722 0.5 -0.18228 0.3726
expect_row PSI 2.378688 1.0646 2.234 0.025 0.29218 4.4652
expect_row '\(bias\)' -13.02135 4.9313 -2.641 0.0083 -22.687 -3.3561

shows "deviances, dispersion and AIC"
expect_out "deviance   25.7793 on 28 degrees of freedom; null deviance 41.1835 on 31"
expect_out "dispersion 1, fixed; AIC 33.7793"
expect_no_out "remark"

shows "where the dispersion is estimated the statistic is Student's"
hillock fit "$spector" --target GPA --test-fraction 0
expect_out "P(>|t|)"
expect_out "estimated; AIC"

shows "--statistics sandwich is robust; none leaves the weights alone"
hillock fit "$spector" --target y --test-fraction 0 --statistics sandwich
expect_row GPA 2.826113 1.2675 2.23 0.026 0.34177 5.3105
hillock fit "$spector" --target y --test-fraction 0 --statistics none
expect_status 0
expect_no_out "std. error"
expect_no_out "deviance"
expect_out "change in z"
hillock fit "$spector" --target y --statistics robust
expect_usage_error '--statistics takes none, model or sandwich; not "robust"'

shows "a loss without a distribution has robust errors on request, and none otherwise"
hillock fit "$spector" --target GPA --loss log-cosh --test-fraction 0
expect_no_out "std. error"
joined() {
    tr -s ' \n' ' ' <"$work/out" >"$work/joined"
    grep -qF -e "$1" "$work/joined" || failed "the output was to have: $1"
}
joined "no standard errors: the log-cosh loss has no distribution; --statistics sandwich prints robust ones"
hillock fit "$spector" --target GPA --loss log-cosh --test-fraction 0 --statistics sandwich
expect_out "P(>|z|)"
expect_no_out "deviance"
hillock fit "$spector" --target GPA --loss log-cosh --test-fraction 0 --statistics model
expect_status 0
joined "no standard errors: the log-cosh loss has no distribution; --statistics sandwich"
expect_no_out "HILLOCK"
expect_no_out "std. error"
hillock fit "$spector" --target GPA --loss quantile --test-fraction 0
joined "no standard errors: the quantile loss has neither a distribution nor a curvature"

shows "with a penalty there are no standard errors, unless they are asked for; both is said"
hillock fit "$spector" --target y --test-fraction 0 --l2 0.1
expect_no_out "std. error"
expect_out "deviance"
expect_out "no standard errors: with a penalty"
joined "degrees of freedom and AIC count every parameter as if it were free"
hillock fit "$spector" --target y --test-fraction 0 --l2 0.1 --statistics model
expect_out "std. error"
expect_out "with a penalty the standard errors are those of the curvature"
hillock fit "$spector" --target y --test-fraction 0 --class-weights balanced
expect_out "no standard errors: with balanced classes"

shows "what cannot be estimated has a dash, separated classes a warning"
awk -F, '{ print $0 "," (NR == 1 ? "always" : 1) }' "$spector" >"$work/constant.csv"
hillock fit "$work/constant.csv" --target y --test-fraction 0
expect_row always 0 - - - - -
awk 'BEGIN { print "x,y"; for (j = 0; j < 20; j++) print j "," (j >= 10) }' >"$work/parted.csv"
hillock fit "$work/parted.csv" --target y --test-fraction 0
joined "no standard errors: the classes are separated, and the weights grow without end"
joined "deviance, degrees of freedom and AIC are those of where the training has stopped"
expect_no_out "std. error"
hillock fit "$work/parted.csv" --target y --test-fraction 0 --class-weights balanced
joined "the classes are separated, and the weights grow without end"
expect_no_out "where the training"
hillock fit "$work/parted.csv" --target y --test-fraction 0 --statistics model
expect_out "std. error"
expect_out "the classes are separated: the weights grow without end"

shows "where a solver has split a weight, what depends on it says so; where the feature is left out, nothing"
awk -F, '{ print $0 "," (NR == 1 ? "double" : 2 * $2) }' "$spector" >"$work/double.csv"
hillock fit "$work/double.csv" --target y --test-fraction 0 --solver lbfgs
expect_out "a feature whose weight has no standard error depends on others"
hillock fit "$work/double.csv" --target y --test-fraction 0
expect_no_out "remark"

shows "a target that is the same in every row leaves nothing but rounding"
awk -F, 'NR <= 23 { print $2 "," $3 "," (NR == 1 ? "same" : 0.86) }' "$spector" >"$work/same.csv" # 22 * 0.86 / 22 is not 0.86
hillock fit "$work/same.csv" --target same --test-fraction 0
expect_status 0
expect_out "null deviance 0 on 21"
expect_out "AIC -"
expect_out "the target is the same in every row: the bias alone is exact but for"

shows "what is not finite is a dash"
printf 'x,y\n1,2\n' >"$work/row.csv"
hillock fit "$work/row.csv" --target y
expect_status 0
! grep -qE '(^|[ -])(nan|inf)' "$work/out" || failed "a number that is none"
expect_out "dispersion -, no degree of freedom is left; AIC -"

shows "a training that was cut short is not taken for the estimate"
hillock fit "$spector" --target y --test-fraction 0 --solver gd --epochs 2
expect_out "remark"
expect_out "is not least at these parameters"
