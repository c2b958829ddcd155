/* Manual pages (man 7), made of the help texts. */
#ifndef TOOLS_MANUAL_PAGE_H
#define TOOLS_MANUAL_PAGE_H

#include <stdbool.h>
#include <stdio.h>

struct page {
    FILE *file;
    const char *hillock; /* the program that is asked */
    const char *version;
    const char *date;
    bool begins; /* nothing stands below the heading yet, which takes a paragraph's place */
};

/* The page of a command; NULL: of hillock itself, with all topics. */
bool page_write(struct page *page, const char *command);

#endif
