import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { SameseedError } from "@sameseed/core";

export const TINY_NAMES = ["250k", "1m"] as const;
export type TinyName = (typeof TINY_NAMES)[number];

export interface TinyConfig {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of the feed-forward layer. */
  readonly hidden: number;
  /** Longest prompt plus answer, in tokens. */
  readonly context: number;
  readonly vocabulary: number;
}

export interface Weights {
  readonly config: TinyConfig;
  readonly words: readonly string[];
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** Row-major matrices and vectors by name. */
  tensor(name: string): Float32Array;
}

interface TensorEntry {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Bytes from the end of the header. */
  readonly offset: number;
  /** `int8`: a float32 scale a row, then one signed byte a value. `float32`: the values. */
  readonly type: "int8" | "float32";
}

/** The bytes of a model's weights. Throws NOT_FOUND where the package lacks its file. */
export function readWeightsFile(name: TinyName): Buffer {
  // src/ and dist/ are at the same depth: the same relative path works in both.
  const file = new URL(`../weights/tiny-${name}.bin`, import.meta.url);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", `The weights of tiny:${name} cannot be read: ${file.pathname}`, {
      hint: "Install @sameseed/tiny again: its folder weights/ is missing or unreadable.",
      cause,
    });
  }
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Layout: header length (uint32, little-endian), JSON header, then the tensors at their offsets. */
export function parseWeights(bytes: Buffer): Weights {
  const start = 4 + bytes.readUInt32LE(0);
  const header: { config: TinyConfig; words: string[]; tensors: TensorEntry[] } = JSON.parse(
    bytes.toString("utf8", 4, start),
  );
  const entries = new Map(header.tensors.map((entry) => [entry.name, entry]));

  return {
    config: header.config,
    words: header.words,
    sha256: sha256Hex(bytes),
    tensor(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new RangeError(`no tensor ${name}`);
      return entry.type === "int8"
        ? dequantise(bytes, start + entry.offset, entry)
        : floats(bytes, start + entry.offset, entry.rows * entry.columns);
    },
  };
}

/** value = byte × scale of its row; exact in a double, rounded once to float32. */
function dequantise(bytes: Buffer, offset: number, { rows, columns }: TensorEntry): Float32Array {
  const values = new Float32Array(rows * columns);
  const data = offset + rows * 4;
  for (let row = 0; row < rows; row++) {
    const scale = bytes.readFloatLE(offset + row * 4);
    for (let index = row * columns; index < (row + 1) * columns; index++)
      values[index] = bytes.readInt8(data + index) * scale;
  }
  return values;
}

function floats(bytes: Buffer, offset: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => bytes.readFloatLE(offset + index * 4));
}
