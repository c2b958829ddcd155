/* The tables a person reads: at most 120 columns, printed as the figures come in. */
#ifndef BENCH_REPORT_TABLE_H
#define BENCH_REPORT_TABLE_H

#include "elementwise.h"
#include "machine.h"
#include "results.h"

/* A number of about four figures in `width` columns, or "-" when there is none. */
void bench_print_number(int width, double value);

void bench_print_machine(const bench_machine *machine);
void bench_print_limits(const bench_limits *limits);
void bench_print_legend(void);

/* With new_part the header is repeated above it. */
void bench_print_case(const bench_case *item, bool new_part);

void bench_print_growths(const bench_results *results);
void bench_print_elementwise(const bench_elementwise *table);
void bench_print_verdict(const bench_results *results);

#endif
