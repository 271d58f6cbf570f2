/* This program's own file must not be writable through a container. */
#ifndef DAVIT_SELF_H
#define DAVIT_SELF_H

#include "error.h"

int self_seal(char **argv, struct error *e);

#endif
