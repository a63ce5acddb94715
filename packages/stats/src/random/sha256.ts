type EightWords = readonly [number, number, number, number, number, number, number, number];

const INITIAL: EightWords = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The fractional bits of the cube roots of the first 64 primes. */
function roundConstants(): Uint32Array {
  const constants = new Uint32Array(64);
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.some((prime) => candidate % prime === 0)) continue;
    primes.push(candidate);
    // 2^32 times the fraction of a cube root below 7 fits a double with 18 bits to spare.
    constants[primes.length - 1] = Math.floor((Math.cbrt(candidate) % 1) * 2 ** 32);
  }
  return constants;
}

const ROUND_CONSTANTS = roundConstants();
const encoder = new TextEncoder();

/** Pads to whole blocks: a 1 bit, zeros, and the length in bits as 64-bit big-endian. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const view = new DataView(new ArrayBuffer(blocks * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(blocks * 64 - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(blocks * 64 - 4, (bytes.length * 8) >>> 0);
  return view;
}

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** Fills the 64 words of a block's schedule. */
function expandBlock(words: Uint32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i);
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15]!;
    const late = words[i - 2]!;
    const mixEarly = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
    const mixLate = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16]! + mixEarly + words[i - 7]! + mixLate;
  }
}

type Hash = (algorithm: "sha256", text: string, encoding: "binary" | "hex") => string;

/**
 * Node's own, where there is one: a tenth of the time, and a trial needs several. Loaded at run time, so that
 * browsers need nothing.
 */
const nativeHash = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => { hash?: Hash } | undefined } }
).process?.getBuiltinModule?.("node:crypto")?.hash;

/** SHA-256 of the UTF-8 bytes of a text, a character for each of its 32 bytes: for who needs some of them. */
export function sha256Characters(text: string): string {
  if (nativeHash === undefined) return String.fromCharCode(...portableSha256(text));
  return nativeHash("sha256", text, "binary"); // half the time of a buffer
}

/** SHA-256 of the UTF-8 bytes of a text: 32 bytes. Synchronous, and in a browser too. */
export function sha256(text: string): Uint8Array {
  const characters = sha256Characters(text);
  const digest = new Uint8Array(32);
  for (let index = 0; index < 32; index++) digest[index] = characters.charCodeAt(index);
  return digest;
}

/** The same as 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  if (nativeHash !== undefined) return nativeHash("sha256", text, "hex");
  return Array.from(portableSha256(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same without anything but the language. Source: FIPS 180-4. */
export function portableSha256(text: string): Uint8Array {
  const view = padded(encoder.encode(text));
  const words = new Uint32Array(64);
  let [h0, h1, h2, h3, h4, h5, h6, h7]: EightWords = INITIAL;
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    expandBlock(words, view, offset);
    let [a, b, c, d, e, f, g, h] = [h0, h1, h2, h3, h4, h5, h6, h7];
    for (let i = 0; i < 64; i++) {
      const sumE = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + sumE + choice + ROUND_CONSTANTS[i]! + words[i]!) | 0;
      const sumA = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + sumA + majority) | 0;
    }
    h0 = (h0 + a) | 0;
    h1 = (h1 + b) | 0;
    h2 = (h2 + c) | 0;
    h3 = (h3 + d) | 0;
    h4 = (h4 + e) | 0;
    h5 = (h5 + f) | 0;
    h6 = (h6 + g) | 0;
    h7 = (h7 + h) | 0;
  }
  const digest = new Uint8Array(32);
  const bytes = new DataView(digest.buffer);
  for (const [index, word] of [h0, h1, h2, h3, h4, h5, h6, h7].entries()) bytes.setInt32(4 * index, word);
  return digest;
}
