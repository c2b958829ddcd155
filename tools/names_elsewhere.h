/* Names that other tools and books give to what is here. */
#ifndef TOOLS_NAMES_ELSEWHERE_H
#define TOOLS_NAMES_ELSEWHERE_H

/* The name here of what is called `name` elsewhere; NULL when that is not known. option: whose
 * value it is ("activation", "loss"), or "" for the name of an option. */
const char *name_here(const char *option, const char *name);

#endif
