/* Histograms over float and double. */
#include "element.h"

#define BODY "histogram.inc"
#include "each_real.h"
