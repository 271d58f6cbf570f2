#include "cmd.h"
int cmd_features(int argc, char **argv, struct error *e) { (void)argc; (void)argv; return error_set(e, "later"); }
int cmd_spec(int argc, char **argv, struct error *e) { (void)argc; (void)argv; return error_set(e, "later"); }
int cmd_update(int argc, char **argv, struct error *e) { (void)argc; (void)argv; return error_set(e, "later"); }
