// The native library for image files. It is one of its own, so that tensors need neither libjpeg nor libpng.
import { NativeLibrary, type Symbols } from "@taimatsu/tensor/native";
import { CODEC_SYMBOLS } from "./symbols.ts";

/** The ABI that this package speaks, `TM_CODEC_ABI` in `taimatsu_image.h`; `tools/check_symbols.ts` compares them. */
export const CODEC_ABI = 2;

const HEADERS = "Debian, Ubuntu: apt-get install libjpeg-dev libpng-dev; macOS: brew install jpeg-turbo libpng";
/** What a library may have been built with. */
const ALL =
  "Debian, Ubuntu: apt-get install libjpeg-dev libpng-dev libwebp-dev libgif-dev; macOS: brew install jpeg-turbo libpng webp giflib";

const library = new NativeLibrary({
  name: "libtaimatsu_image",
  title: "the native library for image files",
  variable: "TAIMATSU_IMAGE_LIBRARY",
  abiFunction: "tm_codec_abi",
  abi: CODEC_ABI,
  before: `install libjpeg and libpng with their headers (${HEADERS}), then `,
  missing: /lib(jpeg|png|webp|gif)[^:]*: cannot open shared object/,
  install: `install what it was built with (${ALL})`,
});

/** Decoding off the main thread: no buffer of such a call may be shared with anything. */
const ASIDE = { tm_codec_decode: { ...CODEC_SYMBOLS.tm_codec_decode, nonblocking: true } } as const;

let here: Symbols<typeof CODEC_SYMBOLS> | undefined, aside: Symbols<typeof ASIDE> | undefined;

/** Returns the codecs; opened at first use. */
export function codecs(): Symbols<typeof CODEC_SYMBOLS> {
  return here ??= library.open(CODEC_SYMBOLS);
}

/** Returns the codecs that run on another thread. */
export function codecsAside(): Symbols<typeof ASIDE> {
  return aside ??= library.open(ASIDE);
}
