/* The hinge loss of several labels a sample. */
#include "kernels.h"
#include <string.h>

#define BODY "multi_label_margin.inc"
#include "each_real.h"
