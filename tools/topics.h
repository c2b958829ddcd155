/* `hillock help TOPIC`: what a screen each says of one thing. The manual pages are made of the same
 * texts. */
#ifndef TOOLS_TOPICS_H
#define TOOLS_TOPICS_H

#include <stddef.h>
#include <stdio.h>

struct topic {
    const char *name;
    const char *what; /* in a line of the list of topics */
    const char *text; /* blocks of a heading and lines two blanks further in; NULL: what follows */
    void (*print)(FILE *file);
};

/* The topic at position index; NULL past the last. By name: NULL where there is none. */
const struct topic *topic_at(size_t index);
const struct topic *topic_named(const char *name);

void topic_print(const struct topic *topic, FILE *file);

/* What the topic "exit-status" says of fit alone. */
void print_exit_status_of_fit(FILE *file);

#endif
