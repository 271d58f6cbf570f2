/* The tmpfs option tmpcopyup: the directory's contents appear in the new tmpfs. */
#ifndef DAVIT_TMPCOPYUP_H
#define DAVIT_TMPCOPYUP_H

#include "error.h"

int copy_up(int from, int to, struct error *e);

#endif
