import type { Weights } from "../packages/tiny/src/weights.ts";

/** A value of GGUF's metadata. */
type Value = string | boolean | { readonly u32: number } | { readonly f32: number } | readonly string[] | Int32Array;

const ALIGNMENT = 32;

/**
 * An embedded model as a GGUF file (version 3), for llama.cpp: architecture `stablelm` with the same layers
 * and biases of zero, and a `rwkv` tokenizer, which matches the longest word first. Layout: ggml
 * docs/gguf.md.
 */
export function toGguf({ config, words, tensor }: Weights): Buffer {
  const { width, layers, heads, hidden, context } = config;
  const bytes = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
  const marks = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"];
  const tokens = [...bytes, ...words, ...marks];
  const metadata: Readonly<Record<string, Value>> = {
    "general.architecture": "stablelm",
    "general.name": "sameseed tiny",
    "stablelm.context_length": { u32: context },
    "stablelm.embedding_length": { u32: width },
    "stablelm.block_count": { u32: layers },
    "stablelm.feed_forward_length": { u32: hidden },
    "stablelm.attention.head_count": { u32: heads },
    "stablelm.attention.layer_norm_epsilon": { f32: 1e-5 },
    "stablelm.rope.dimension_count": { u32: width / heads },
    "stablelm.use_parallel_residual": false,
    "tokenizer.ggml.model": "rwkv",
    "tokenizer.ggml.tokens": tokens,
    "tokenizer.ggml.token_type": Int32Array.from(tokens, (_, id) => (id < tokens.length - marks.length ? 1 : 3)),
    "tokenizer.ggml.eos_token_id": { u32: tokens.length - 1 },
    "tokenizer.ggml.add_bos_token": false,
  };
  const zeros = new Float32Array(width);
  const tensors: [name: string, values: Float32Array, columns: number][] = [
    ["token_embd.weight", tensor("embedding"), width],
    ["output.weight", tensor("embedding"), width],
    ["output_norm.weight", tensor("norm"), width],
    ["output_norm.bias", zeros, width],
  ];
  for (let layer = 0; layer < layers; layer++) {
    const qkv = tensor(`${layer}.qkv`);
    const gateUp = tensor(`${layer}.gate_up`);
    const part = (matrix: Float32Array, at: number, parts: number): Float32Array =>
      matrix.subarray((at * matrix.length) / parts, ((at + 1) * matrix.length) / parts);
    const name = (what: string): string => `blk.${layer}.${what}`;
    tensors.push(
      [name("attn_norm.weight"), tensor(`${layer}.norm1`), width],
      [name("attn_norm.bias"), zeros, width],
      [name("attn_q.weight"), part(qkv, 0, 3), width],
      [name("attn_k.weight"), part(qkv, 1, 3), width],
      [name("attn_v.weight"), part(qkv, 2, 3), width],
      [name("attn_output.weight"), tensor(`${layer}.out`), width],
      [name("ffn_norm.weight"), tensor(`${layer}.norm2`), width],
      [name("ffn_norm.bias"), zeros, width],
      [name("ffn_gate.weight"), part(gateUp, 0, 2), width],
      [name("ffn_up.weight"), part(gateUp, 1, 2), width],
      [name("ffn_down.weight"), tensor(`${layer}.down`), hidden],
    );
  }
  return written(metadata, tensors);
}

function written(
  metadata: Readonly<Record<string, Value>>,
  tensors: readonly (readonly [name: string, values: Float32Array, columns: number])[],
): Buffer {
  const entries = Object.entries(metadata);
  const head = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(entries.length)];
  for (const [key, value] of entries) head.push(text(key), valueOf(value));
  let offset = 0;
  const data: Buffer[] = [];
  for (const [name, values, columns] of tensors) {
    const sizes = values.length === columns ? [columns] : [columns, values.length / columns];
    head.push(text(name), u32(sizes.length), ...sizes.map(u64), u32(0), u64(offset));
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    data.push(bytes, padding(bytes.length));
    offset += bytes.length + padding(bytes.length).length;
  }
  const start = Buffer.concat(head);
  return Buffer.concat([start, padding(start.length), ...data]);
}

function valueOf(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([u32(8), text(value)]);
  if (typeof value === "boolean") return Buffer.concat([u32(7), Buffer.from([Number(value)])]);
  if (value instanceof Int32Array) return Buffer.concat([u32(9), u32(5), u64(value.length), Buffer.from(value.buffer)]);
  if ("u32" in value) return Buffer.concat([u32(4), u32(value.u32)]);
  if ("f32" in value) return Buffer.concat([u32(6), Buffer.from(Float32Array.of(value.f32).buffer)]);
  return Buffer.concat([u32(9), u32(8), u64(value.length), ...value.map(text)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}
