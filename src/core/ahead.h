/* Memory asked for before it is needed, in eight streams at once: several streams are read faster
 * than one, and a prefetch waits for nothing as long as few are under way. How much is asked
 * for changes no result; whether anything is may decide which samples are taken together. */
#ifndef HK_CORE_AHEAD_H
#define HK_CORE_AHEAD_H

#include "core/inline.h"

#include <stdbool.h>
#include <stddef.h>

/* HK_LINE_END: of what begins inside of a line and goes on for some, the lines are asked for by
 * where they end: the first one came with what lies before it. */
enum { HK_CACHE_LINE = 64, HK_LINE_END = HK_CACHE_LINE - 1, HK_STREAMS = 8 };

/* All 0, `next` as well: nothing is asked for. A column is a cache line of each stream. It is asked
 * for in three places, and this many times in each eight samples: during their forward products,
 * before their elementwise mathematics and during their backward products. */
typedef struct hk_ahead {
    const char *next; /* the line of the first stream */
    size_t gap;       /* bytes from one stream to the next */
    size_t forward;
    size_t between;
    size_t backward;
    size_t every; /* or, `backward` being 0: one with each so many lines of a row, evenly */
    bool nearer;  /* only as far as the L2 cache: the L1 cache would not hold so much */
} hk_ahead;

static inline void hk_ask_further(const void *x, ptrdiff_t bytes)
{
    __builtin_prefetch((const char *)x + bytes);
}

/* Only as far as the L2 cache, which has more places for lines that are on their way. */
static inline void hk_ask_nearer(const void *x, ptrdiff_t bytes)
{
    __builtin_prefetch((const char *)x + bytes, 0, 2);
}

/* As far as which cache lines are asked for, if at all. In a loop a constant: a choice beside each
 * line costs what it gains. */
typedef enum hk_reach { HK_NO_LINES, HK_TO_L1, HK_TO_L2 } hk_reach;

HK_INLINE void hk_ask(hk_reach reach, const void *x, ptrdiff_t bytes)
{
    if (reach == HK_TO_L1)
        hk_ask_further(x, bytes);
    else if (reach == HK_TO_L2)
        hk_ask_nearer(x, bytes);
}

static inline void hk_ask_columns(hk_ahead *ahead, size_t count)
{
    const hk_reach reach = ahead->nearer ? HK_TO_L2 : HK_TO_L1;
    for (; count > 0; count--) {
        for (size_t k = 0; k < HK_STREAMS; k++)
            hk_ask(reach, ahead->next, (ptrdiff_t)(k * ahead->gap));
        ahead->next += HK_CACHE_LINE;
    }
}

static inline bool hk_asks(const hk_ahead *ahead)
{
    return ahead->forward + ahead->between + ahead->backward + ahead->every > 0;
}

#endif
