/* Includes BODY once per width of elements, with `bits` an unsigned type of 1, 2, 4 or 8 bytes and DTYPE its name. */
#define bits uint8_t
#define DTYPE b1
#include BODY
#undef DTYPE
#undef bits

#define bits uint16_t
#define DTYPE b2
#include BODY
#undef DTYPE
#undef bits

#define bits uint32_t
#define DTYPE b4
#include BODY
#undef DTYPE
#undef bits

#define bits uint64_t
#define DTYPE b8
#include BODY
#undef DTYPE
#undef bits

#ifndef BY_WIDTH
/* Of the loops for 1, 2, 4 and 8 bytes, the one for `width`. */
#define BY_WIDTH(name)                                                                                                            \
  (width == 1   ? TM_CAT(name##_b1, ISA)                                                                                          \
   : width == 2 ? TM_CAT(name##_b2, ISA)                                                                                          \
   : width == 4 ? TM_CAT(name##_b4, ISA)                                                                                          \
                : TM_CAT(name##_b8, ISA))
#endif
#undef BODY
