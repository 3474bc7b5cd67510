// Numbers that occur in zip files (APPNOTE.TXT 6.3.10 by PKWARE).

/** What records begin with. */
export const LOCAL = 0x04034b50,
  CENTRAL = 0x02014b50,
  END = 0x06054b50,
  END64 = 0x06064b50,
  LOCATOR64 = 0x07064b50,
  DESCRIPTOR = 0x08074b50;

/** Bytes of records without what varies in length. */
export const LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22, END64_BYTES = 56, LOCATOR64_BYTES = 20;

/** How entries are stored. */
export const STORED = 0, DEFLATED = 8;

/** Bits of flags: encrypted, sizes follow the data, the name is UTF-8, and what else changes the meaning of the data. */
export const ENCRYPTED = 1, FOLLOWED = 8, UTF8 = 0x800, STRANGE = 0x2060;

/** The number of the extra field with numbers of 8 bytes. */
export const ZIP64 = 1;

/** A number that stands in the extra field instead. */
export const WIDE = 0xffffffff;
