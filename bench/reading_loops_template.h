/* The orders of reading for one instruction set: included by reading_loops.c with
 *     SET      the name of the function made
 *     TARGET   its attribute, or nothing
 *     BYTES    the width of a register
 * (A vector wider than the registers would travel through memory, with GCC 12.) */

#define JOINED(name, set) name##_##set
#define JOIN(name, set) JOINED(name, set)
#define NAMED(name) JOIN(name, SET)
#define vector NAMED(vector)

typedef uint64_t vector __attribute__((vector_size(BYTES)));

INLINED TARGET uint64_t NAMED(total_of)(const vector sums[SUMS])
{
    uint64_t total = 0;
    for (size_t u = 0; u < SUMS; u++)
        for (size_t lane = 0; lane < BYTES / sizeof(uint64_t); lane++)
            total += sums[u][lane];
    return total;
}

/* sums += line, the u-th of those read at once: neighbours go to different sums, so that no
 * addition waits for another. */
INLINED TARGET void NAMED(add_line)(vector sums[SUMS], const bench_line *line, size_t u)
{
    enum { PARTS = sizeof(bench_line) / BYTES };
    const vector *const part = (const vector *)line;
    for (size_t k = 0; k < PARTS; k++)
        sums[(u * PARTS + k) % SUMS] += part[k];
}

/* One line after another. */
INLINED TARGET uint64_t NAMED(in_order)(const bench_line *lines, size_t count, size_t at_once,
                                        hint into, size_t ahead)
{
    vector sums[SUMS] = {{0}};
    size_t k = 0;
    for (; k + at_once <= count; k += at_once)
        for (size_t u = 0; u < at_once; u++) {
            ask_for(lines + k + u + ahead, into);
            NAMED(add_line)(sums, lines + k + u, u);
        }
    for (; k < count; k++)
        NAMED(add_line)(sums, lines + k, 0);
    return NAMED(total_of)(sums);
}

/* Eight rows of `row` lines side by side: line i of each in turn, and the same line of the next
 * eight rows asked for. What is left over is read in order. */
INLINED TARGET uint64_t NAMED(in_streams)(const bench_line *lines, size_t count, size_t row,
                                          hint into)
{
    vector sums[SUMS] = {{0}};
    const size_t block = STREAMS * row;
    size_t k = 0;
    for (; k + block <= count; k += block)
        for (size_t i = 0; i < row; i++)
            for (size_t u = 0; u < STREAMS; u++) {
                const bench_line *const at = lines + k + u * row + i;
                ask_for(at + block, into);
                NAMED(add_line)(sums, at, u);
            }
    return NAMED(total_of)(sums) + NAMED(in_order)(lines + k, count - k, STREAMS, NO_HINT, 0);
}

TARGET static uint64_t SET(const bench_line *lines, size_t count, int order)
{
    switch (order) {
    case 0:
        return NAMED(in_order)(lines, count, 4, NO_HINT, 0);
    case 1:
        return NAMED(in_order)(lines, count, 8, NO_HINT, 0);
    case 2:
        return NAMED(in_order)(lines, count, 4, FIRST_LEVEL, NEAR);
    case 3:
        return NAMED(in_order)(lines, count, 8, FIRST_LEVEL, NEAR);
    case 4:
        return NAMED(in_order)(lines, count, 4, SECOND_LEVEL, FAR);
    case 5:
        return NAMED(in_order)(lines, count, 8, SECOND_LEVEL, FAR);
    case 6:
        return NAMED(in_order)(lines, count, 4, NOT_TO_STAY, FAR);
    case 7:
        return NAMED(in_order)(lines, count, 8, NOT_TO_STAY, FAR);
    case 8:
        return NAMED(in_streams)(lines, count, LONG_ROW, NO_HINT);
    case 9:
        return NAMED(in_streams)(lines, count, SHORT_ROW, FIRST_LEVEL);
    default:
        return NAMED(in_streams)(lines, count, LONG_ROW, FIRST_LEVEL);
    }
}

#undef vector
#undef NAMED
#undef JOIN
#undef JOINED
#undef SET
#undef TARGET
#undef BYTES
