/* Functions whose callers pass constants that the loops inside are made for. */
#ifndef HK_CORE_INLINE_H
#define HK_CORE_INLINE_H

#define HK_INLINE static inline __attribute__((always_inline))

#endif
