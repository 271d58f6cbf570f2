/* What the statistics of both versions are written with. */
#ifndef DAVIT_STATS_TEXT_H
#define DAVIT_STATS_TEXT_H

#include "cgroup.h"
#include "text.h"

/* A comma, unless it would be the first: of an object of which only some members are written. */
void stats_separate(struct text *to);
void stats_member(struct text *to, const char *key, uint64_t value);
void stats_unless_zero(struct text *to, const char *key, uint64_t value);
/* "" where there is no such file. */
char *stats_contents(struct text *to, const struct hierarchy *h, const char *file);
/* A file of one number; "max" is the largest there is. */
uint64_t stats_number(const struct hierarchy *h, const char *file);
/* The number behind "key " at the beginning of a line. */
uint64_t stats_keyed(const char *text, const char *key);
void stats_numbers(struct text *to, const char *key, char *list);
void stats_io_entry(struct text *to, unsigned major, unsigned minor, const char *operation, uint64_t value);

#endif
