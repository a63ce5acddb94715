import { createHash, randomBytes } from "node:crypto";

/** Uniform numbers in [0, 1) with 53 random bits. */
export type UniformStream = () => number;

/**
 * A xoshiro128** stream (Blackman & Vigna 2021) with the SHA-256 of the seed and the prompt as state: equal
 * seeds draw independently for different prompts. Seed null takes fresh randomness from the system.
 */
export function seededStream(seed: number | null, prompt: readonly number[]): UniformStream {
  const bytes =
    seed === null
      ? randomBytes(16)
      : createHash("sha256")
          .update(`tiny/1|${seed}|${prompt.join(",")}`)
          .digest();
  const next = xoshiro128(bytes);
  return () => {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
}

/** The next 32 bits of the generator with the given 16 bytes of state (not all 0). */
function xoshiro128(bytes: Buffer): () => number {
  let s0 = bytes.readInt32LE(0);
  let s1 = bytes.readInt32LE(4);
  let s2 = bytes.readInt32LE(8);
  let s3 = bytes.readInt32LE(12);
  return () => {
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
}
