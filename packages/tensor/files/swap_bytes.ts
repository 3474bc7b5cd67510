/** Turns around the bytes of each number of 4 bytes, or with `half` set those of both its halves. */
function swapWords(words: Uint32Array, half: boolean): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!, swapped = ((word & 0x00ff00ff) << 8) | ((word >>> 8) & 0x00ff00ff);
    words[i] = half ? swapped : (swapped << 16) | (swapped >>> 16);
  }
}

/** Turns around the two words of each number of 8 bytes. */
function swapHalves(words: Uint32Array): void {
  for (let i = 0; i < words.length; i += 2) {
    const word = words[i]!;
    words[i] = words[i + 1]!;
    words[i + 1] = word;
  }
}

/** Turns around the bytes of every element of so many bytes, in place: from one byte order to the other. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  if (width === 1) return;
  let start = 0;
  if (bytes.byteOffset % 4 === 0 && (width === 2 || width === 4 || width === 8)) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 8) * 2);
    swapWords(words, width === 2);
    if (width === 8) swapHalves(words);
    start = words.byteLength;
  }
  for (; start < bytes.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}
