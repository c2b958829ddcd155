#ifndef HK_CORE_CLOCK_H
#define HK_CORE_CLOCK_H

/* Seconds of a clock that never goes back; only differences mean something. */
double hk_seconds(void);

#endif
