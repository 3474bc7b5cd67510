/** Numbers that say in a file of Torch7 what follows (`File.lua`). */
export const NIL = 0,
  NUMBER = 1,
  STRING = 2,
  TABLE = 3,
  TORCH = 4,
  BOOLEAN = 5,
  OLD_FUNCTION = 6,
  OLD_CLOSURE = 7,
  CLOSURE = 8;
