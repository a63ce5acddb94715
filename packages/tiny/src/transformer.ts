import { exp } from "./exact-math.ts";
import type { Weights } from "./weights.ts";

/**
 * The network with its memory of the tokens seen so far. A class, because that memory is the point.
 *
 * Only + - * / and the square root touch a number (all correctly rounded by IEEE 754), sums run in one
 * fixed order, and a token's keys and values depend on the tokens before it alone: so the logits are the
 * same bits on every machine, whether a prefix was computed now or kept from the request before.
 */
export class Transformer {
  readonly context: number;
  readonly #width: number;
  readonly #heads: number;
  readonly #hidden: number;
  readonly #embedding: Float32Array;
  readonly #finalNorm: Float32Array;
  readonly #cos: Float32Array;
  readonly #sin: Float32Array;
  readonly #layers: readonly Layer[];
  readonly #x: Float32Array;
  readonly #normed: Float32Array;
  readonly #qkv: Float32Array;
  readonly #attended: Float32Array;
  readonly #projected: Float32Array;
  readonly #gateUp: Float32Array;
  readonly #scores: Float64Array;
  readonly #logits: Float32Array;
  /** The tokens with keys and values in memory. */
  #seen: number[] = [];

  constructor(weights: Weights) {
    const { width, layers, heads, hidden, context, vocabulary } = weights.config;
    this.context = context;
    this.#width = width;
    this.#heads = heads;
    this.#hidden = hidden;
    this.#embedding = weights.tensor("embedding");
    this.#finalNorm = weights.tensor("norm");
    this.#cos = weights.tensor("cos");
    this.#sin = weights.tensor("sin");
    this.#layers = Array.from({ length: layers }, (_, index) => ({
      norm1: weights.tensor(`${index}.norm1`),
      norm2: weights.tensor(`${index}.norm2`),
      qkv: weights.tensor(`${index}.qkv`),
      out: weights.tensor(`${index}.out`),
      gateUp: weights.tensor(`${index}.gate_up`),
      down: weights.tensor(`${index}.down`),
      keys: new Float32Array(context * width),
      values: new Float32Array(context * width),
    }));
    this.#x = new Float32Array(width);
    this.#normed = new Float32Array(width);
    this.#qkv = new Float32Array(3 * width);
    this.#attended = new Float32Array(width);
    this.#projected = new Float32Array(width);
    this.#gateUp = new Float32Array(2 * hidden);
    this.#scores = new Float64Array(context);
    this.#logits = new Float32Array(vocabulary);
  }

  /** Drops all cached tokens except the common beginning with `tokens`, and returns its length. */
  keep(tokens: readonly number[]): number {
    let common = 0;
    while (common < tokens.length && this.#seen[common] === tokens[common]) common++;
    this.#seen.length = common;
    return common;
  }

  /** Takes one more token into memory. Throws RangeError when the context is full. */
  feed(token: number): void {
    const position = this.#seen.length;
    if (position >= this.context) throw new RangeError(`context of ${this.context} tokens is full`);
    const width = this.#width;
    this.#x.set(this.#embedding.subarray(token * width, (token + 1) * width));
    for (const layer of this.#layers) {
      normalise(this.#normed, this.#x, layer.norm1);
      multiply(this.#qkv, layer.qkv, this.#normed);
      this.#attend(layer, position);
      multiply(this.#projected, layer.out, this.#attended);
      add(this.#x, this.#projected);
      normalise(this.#normed, this.#x, layer.norm2);
      multiply(this.#gateUp, layer.gateUp, this.#normed);
      gate(this.#gateUp, this.#hidden);
      multiply(this.#projected, layer.down, this.#gateUp);
      add(this.#x, this.#projected);
    }
    this.#seen.push(token);
  }

  /** The logits after the last token fed; overwritten by the next call. */
  logits(): Float32Array {
    normalise(this.#normed, this.#x, this.#finalNorm);
    multiply(this.#logits, this.#embedding, this.#normed);
    return this.#logits;
  }

  #attend({ keys, values }: Layer, position: number): void {
    const width = this.#width;
    const size = width / this.#heads;
    const scale = 1 / Math.sqrt(size);
    this.#rotate(0, position);
    this.#rotate(width, position);
    keys.set(this.#qkv.subarray(width, 2 * width), position * width);
    values.set(this.#qkv.subarray(2 * width), position * width);
    const scores = this.#scores;
    this.#attended.fill(0);
    for (let head = 0; head < width; head += size) {
      let highest = -Infinity;
      for (let past = 0; past <= position; past++) {
        let sum = 0;
        for (let index = head; index < head + size; index++) sum += this.#qkv[index]! * keys[past * width + index]!;
        const score = sum * scale;
        scores[past] = score;
        if (score > highest) highest = score;
      }
      let total = 0;
      for (let past = 0; past <= position; past++) {
        const weight = exp(scores[past]! - highest);
        scores[past] = weight;
        total += weight;
      }
      for (let index = head; index < head + size; index++) {
        let sum = 0;
        for (let past = 0; past <= position; past++) sum += scores[past]! * values[past * width + index]!;
        this.#attended[index] = sum / total;
      }
    }
  }

  /** Rotary positions: the two halves of each head are the coordinates that turn (Su et al. 2021). */
  #rotate(offset: number, position: number): void {
    const vector = this.#qkv;
    const size = this.#width / this.#heads;
    const half = size / 2;
    for (let head = offset; head < offset + this.#width; head += size) {
      for (let index = 0; index < half; index++) {
        const cos = this.#cos[position * half + index]!;
        const sin = this.#sin[position * half + index]!;
        const a = vector[head + index]!;
        const b = vector[head + half + index]!;
        vector[head + index] = a * cos - b * sin;
        vector[head + half + index] = b * cos + a * sin;
      }
    }
  }
}

interface Layer {
  readonly norm1: Float32Array;
  readonly norm2: Float32Array;
  readonly qkv: Float32Array;
  readonly out: Float32Array;
  readonly gateUp: Float32Array;
  readonly down: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/** out = matrix × vector; the vector may be longer than a row. Four sums hide the latency of an addition. */
function multiply(out: Float32Array, matrix: Float32Array, vector: Float32Array): void {
  const rows = out.length;
  const columns = matrix.length / rows;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let column = 0; column < columns; column += 4, at += 4) {
      sum0 += matrix[at]! * vector[column]!;
      sum1 += matrix[at + 1]! * vector[column + 1]!;
      sum2 += matrix[at + 2]! * vector[column + 2]!;
      sum3 += matrix[at + 3]! * vector[column + 3]!;
    }
    out[row] = sum0 + sum1 + (sum2 + sum3);
  }
}

/** LayerNorm without bias. */
function normalise(out: Float32Array, vector: Float32Array, weight: Float32Array): void {
  const size = vector.length;
  let sum = 0;
  for (let index = 0; index < size; index++) sum += vector[index]!;
  const mean = sum / size;
  let squares = 0;
  for (let index = 0; index < size; index++) {
    const distance = vector[index]! - mean;
    squares += distance * distance;
  }
  const scale = 1 / Math.sqrt(squares / size + 1e-5);
  for (let index = 0; index < size; index++) out[index] = (vector[index]! - mean) * scale * weight[index]!;
}

/** SwiGLU: the first half becomes silu(first half) × second half (Shazeer 2020). */
function gate(vector: Float32Array, hidden: number): void {
  for (let index = 0; index < hidden; index++) {
    const value = vector[index]!;
    vector[index] = (value / (1 + exp(-value))) * vector[hidden + index]!;
  }
}

function add(vector: Float32Array, other: Float32Array): void {
  for (let index = 0; index < vector.length; index++) vector[index] = vector[index]! + other[index]!;
}
