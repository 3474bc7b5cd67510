/* What max and average pooling share: reading the planes and the windows. */
#ifndef TM_POOLING_H
#define TM_POOLING_H
#include "layer.h"

/* Options of a pooling per axis (height, width), as the caller gave them. */
typedef struct {
  int32_t kernel[2], stride[2], pad[2], dilation[2];
} tm_window_options;

/* Checks that in [b][c][h][w] and out [b][c][oh][ow] have one dtype, the same batches and channels, and planes that int32 positions
   reach. */
int32_t tm_read_planes(const char *caller, const tm_tensor *in, const char *in_name, const tm_tensor *out, const char *out_name);

/* Checks the windows over in [b][c][h][w] that give out [b][c][oh][ow]: planes as above, sizes and steps positive, the padding
   at most half a window, and every window starting inside the input or before it. *p receives a pooling over the same elements
   whose numbers the sizes bound: a stride that is never taken is 1, taps that are outside for every window are cut off. */
int32_t tm_read_windows(tm_pool *p, const char *caller, const tm_tensor *in, const char *in_name, const tm_tensor *out,
                        const char *out_name, const tm_window_options *options);
#endif
