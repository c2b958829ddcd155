#!/usr/bin/env bash
# Tables that strangers wrote: what is malformed is refused with file, line, column and what to do.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

table=$work/table.csv

# refused WHAT TABLE PLACE ADVICE: TABLE (a printf format, target y) is refused there, with that
# advice.
refused() {
    shows "$1 is refused"
    # shellcheck disable=SC2059  # the table is a format
    printf "$2" >"$table"
    hillock fit "$table" --target y
    expect_status 1
    [ ! -s "$work/out" ] || failed "nothing was to be printed"
    expect_err "$table, $3"
    expect_err "$4"
}

# accepted WHAT TABLE: TABLE says that y = x for six samples and trains.
accepted() {
    shows "$1 is accepted"
    # shellcheck disable=SC2059
    printf "$2" >"$table"
    hillock fit "$table" --target y --test-fraction 0
    expect_status 0
    expect_out "6 samples, 1 feature,"
}

refused "an empty file" '' 'line 1, column 1' 'first row must name the columns'
refused "a header alone" 'x,y\n' 'line 2, column 1' 'add rows of numbers'
refused "a header of numbers" '1,2\n3,4\n' 'line 1, column 1' 'put a row with the names'
refused "a duplicate name" 'x,x,y\n1,2,3\n' 'line 1, column 2' 'that of column 1'
refused "an empty name" 'x,,y\n1,2,3\n' 'line 1, column 2' 'must name every column'
refused "a target alone" 'y\n1\n' 'line 1, column 1' 'add a column'
refused "a short row" 'x,y\n1,2\n3\n' 'line 3, column 2 (y)' 'complete the row or remove it'
refused "a long row" 'x,y\n1,2,3\n' 'line 2, column 3' 'remove the cell'
refused "an empty cell" 'x,y\n1,2\n,2\n' 'line 3, column 1 (x)' 'fill it in, or leave such rows out with --missing drop'
refused "an empty last cell" 'x,y\n1,' 'line 2, column 2 (y)' 'fill it in, or leave such rows out with --missing drop'
refused "an empty line" 'x,y\n1,2\n\n3,4\n' 'line 3, column 1' 'remove it'
refused "a cell of text" 'x,y\nred,2\n' 'line 2, column 1 (x): "red"' 'name it in --categorical (a feature of text) or --ignore'
refused "a number with a tail" 'x,y\n1.5kg,2\n' 'line 2, column 1 (x): "1.5kg"' 'code the column'
refused "nan" 'x,y\nnan,2\n' 'line 2, column 1 (x): "nan"' 'fill it in, or leave such rows out with --missing drop'
refused "NA" 'x,y\nNA,2\n' 'line 2, column 1 (x): "NA"' 'fill it in, or leave such rows out with --missing drop'
refused "inf" 'x,y\n-Inf,2\n' 'line 2, column 1 (x): "-Inf"' 'not finite'
refused "an infinity by size" 'x,y\n1e999,2\n' 'line 2, column 1 (x): "1e999"' 'rescale'
refused "a hexadecimal number" 'x,y\n0x1p3,2\n' 'line 2, column 1 (x): "0x1p3"' 'as a decimal'
refused "a decimal comma" 'x,y\n"1,5",2\n' 'line 2, column 1 (x): "1,5"' 'decimal point'
refused "a NUL byte" 'x,y\n1,\0002\n' 'line 2, column 2' 'NUL byte'
refused "a quote never closed" 'x,y\n1,"2\n3,4\n' 'line 2, column 2' 'never closed'
refused "a quote inside a cell" 'x,y\n1,2"3\n' 'line 2, column 2' 'double the quotes'
refused "text behind a quote" 'x,y\n"1"2,3\n' 'line 2, column 1' 'put a comma'
refused "a lone carriage return" 'x,y\r1,2\r' 'line 1, column 2' 'LF or CRLF'

shows "lines are counted through quoted line breaks"
printf '"x\nx",y\n1,2\nred,3\n' >"$table"
hillock fit "$table" --target y
expect_status 1
expect_err "line 4, column 1 (x x): \"red\""

shows "what a terminal would obey is not printed"
printf 'x,y\n\033[31mred,2\n' >"$table"
hillock fit "$table" --target y
expect_status 1
expect_err '"?[31mred"'

printf '\211PNG\r\n\032\n\000\000\000\rIHDR' >"$table"
hillock fit "$table" --target y
expect_status 1
expect_err "$table: this is no text, as there are NUL bytes in it, or it is UTF-16"
printf '\211x,z\n1,2\n' >"$table"
hillock fit "$table" --target y
expect_err "the columns are: ?x, z"
LC_ALL=C grep -q '[^ -~]' "$work/err" && failed "a byte that is no character was printed"

shows "rows are told by their line alone"
printf 'x,y\n1,0\n2,7\n' >"$table"
for command in fit explain; do
    hillock $command "$table" --target y --loss cross-entropy
    expect_status 1
    expect_err "line 3, column y: the target is 7, which cross-entropy does not take"
done

shows "what a column cannot be is said with its name"
printf 'x,z,y\n1,a,0\n2,b,7\n' >"$table"
hillock fit "$table" --target y --categorical y
expect_err 'the column "y" cannot be categorical, which only features are: it is the target'
hillock fit "$table" --target y --features x --categorical z
expect_err 'the column "z" cannot be categorical, which only features are: it is not among the features'
hillock fit "$table" --target y --ignore z --categorical z
expect_err 'the column "z" cannot be categorical, which only features are: it is ignored'
printf 'x,z,y\n1,a,0\n2,a,7\n' >"$table"
hillock fit "$table" --target y --categorical z
expect_status 1
expect_err 'column 2 (z): it holds no two different texts, and so tells nothing; name it in --ignore instead of --categorical'

accepted "a plain table" 'x,y\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n'
accepted "a last line without an end" 'x,y\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6'
for separator in ';' '\t' '|'; do
    accepted "a table of cells separated by $separator" \
        "x${separator}y\n1${separator}1\n2${separator}2\n3${separator}3\n4${separator}4\n5${separator}5\n6${separator}6\n"
done
accepted "CRLF behind a byte-order mark" \
    '\xef\xbb\xbfy,x\r\n1,1\r\n2,2\r\n3,3\r\n4,4\r\n5,5\r\n6,6\r\n'
accepted "quoted cells" '"x","y"\n"1",1\n2,"2"\n"3","3"\n4,4\n5,5\n6,6\n'
accepted "a quoted name with quotes, comma and line break" \
    '"a ""b"", c\nd",y\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n'
accepted "spaces around cells" ' x , y \n 1 ,1\n2, 2\n3,3\n4,4\n5,5\n6,6\n'
accepted "signs, points and exponents" 'x,y\n+1,1.\n.2e1,2\n3,3\n4,4\n50E-1,5\n6,6\n'

shows "a file that is not there, and a directory"
hillock fit "$work/nothing.csv" --target y
expect_status 1
expect_err "nothing.csv: No such file"
hillock fit "$work" --target y
expect_status 1
expect_err "$work is a directory"

shows "numbers beyond what can be trained on are the table's fault, not the command line's"
printf 'x,y\n1e200,1\n-1e200,2\n3e200,3\n' >"$table"
hillock fit "$table" --target y --test-fraction 0
expect_status 1
expect_err "hillock: "

shows "the nameless first column of R's write.csv has its remedy"
printf '"","x","y"\n"1",1,2\n"2",3,5\n' >"$work/r.csv"
hillock fit "$work/r.csv" --target y
expect_status 1
expect_err "$work/r.csv, line 1, column 1: the column has no name"
expect_err "row.names = FALSE"

shows "what is no table is called by its name"
gzip -c "$cancer" >"$work/packed.csv.gz"
hillock fit "$work/packed.csv.gz" --target y
expect_status 1
expect_err "packed.csv.gz: this is packed by gzip: unpack it first"
printf 'PK\3\4more' >"$work/book.xlsx"
hillock fit "$work/book.xlsx" --target y
expect_err "spreadsheet"
hillock fit "$cancer" --target malignant --l2 1 --model "$work/model" --quiet
for command in "fit $work/model --target y" "predict $work/model $work/model"; do
    # shellcheck disable=SC2086  # words
    hillock $command
    expect_status 1
    expect_err "$work/model: this is a model of hillock, and no table"
done

shows "finite numbers that are too large are named as that, with the file"
printf 'a,b,y\n1,2,3\n1,1,1e160\n2,4,4\n5,3,1\n6,6,2\n' >"$work/huge.csv"
hillock fit "$work/huge.csv" --target y --test-fraction 0
expect_status 1
expect_err "$work/huge.csv: row 1 has z = 0 and the target 1e+160, where the loss is inf"
hillock surface "$work/huge.csv" --target y --x a
expect_status 1
expect_err "$work/huge.csv: row 1 has z = 0 and the target 1e+160"
hillock explain "$work/huge.csv" --target y
expect_status 1
expect_err "$work/huge.csv: the numbers of these rows are too large for a start"

shows "what rounding leaves of a gradient is not called a confirmation"
printf 'a,b,y\n1,2,0\n1e160,1,1\n2,4,0\n5,3,1\n' >"$work/wide.csv"
hillock explain "$work/wide.csv" --target y
expect_status 0
expect_out "they do not confirm it"

shows "indices of LIBSVM from 0: what to do"
printf '0 0:1 1:2\n' >"$work/zero.libsvm"
hillock fit "$work/zero.libsvm"
expect_err "add 1 to every index of a file that counts from 0"
