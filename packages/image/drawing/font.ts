// The letters that drawText() draws, five pixels wide and seven high.

/** Height and width of a letter. */
export const LETTER_HEIGHT = 7, LETTER_WIDTH = 5;

/**
 * The characters from the blank (32) to the tilde (126): a word each, a digit of base 32 for each row from the top. The five bits
 * of a digit are the pixels of the row, the leftmost first: "H" is hhhvhhh, where h is 10001 and v is 11111.
 */
const LETTERS = (
  "0000000 4444404 aaa0000 aavavaa 4fke5u4 op248j3 cik8lid 4480000 2488842 8422248 04lel40 044v440 " +
  "0000c48 000v000 00000cc 01248g0 ehjlphe 4c4444e eh1eggv eh161he 26aiv22 vgu11he 68guhhe v124888 " +
  "ehhehhe ehhf12c 0cc0cc0 0cc0c48 248g842 00v0v00 8421248 eh12404 ehnlmgf ehhvhhh uhhuhhu ehggghe " +
  "sihhhis vgguggv vgguggg ehgnhhf hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hppljjh ehhhhhe " +
  "uhhuggg ehhhlid uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllrh hha4ahh hha4444 v1248gv e88888e " +
  "0g84210 e22222e 4ah0000 000000v 8420000 00c2eif ggmphpm 00egghe 11djhjd 00ehvge 698s888 0fhhf1e " +
  "ggmphhh 40c444e 20622ic ggikoki c44444e 00qlllh 00mphhh 00ehhhe 00uhugg 00fhf11 00mpggg 00fge1u " +
  "88s8896 00hhhjd 00hhha4 00hhlla 00ha4ah 00hhf1e 00v248v 2448442 4444444 8442448 008l200"
).split(" ");

/** The rows of a box, for characters that the font does not have. */
const UNKNOWN = "vhhhhhv";

/** Returns the seven rows of a character as numbers of five bits, the leftmost pixel the highest. */
export function letterOf(character: string): number[] {
  const letter = LETTERS[character.charCodeAt(0) - 32] ?? UNKNOWN;
  return Array.from(letter, (digit) => parseInt(digit, 32));
}
