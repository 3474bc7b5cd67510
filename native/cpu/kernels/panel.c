/* The narrow matrices that factorisations work on between matrix products. */
#include "kernels.h"
#define BODY "panel.inc"
#include "each_real.h"
