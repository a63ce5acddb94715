"""Writes the weights that the package ships: python3 export.py <model.pt> <out.bin>

int8 per row with one float32 scale a row; norms and the table of rotary positions as float32.
"""

import json
import struct
import sys

import numpy
import torch


def main():
    saved = torch.load(sys.argv[1])
    config, state = saved["config"], saved["state"]
    tensors, blobs, offset = [], [], 0

    def put(name, value, quantise):
        nonlocal offset
        value = value.numpy().astype(numpy.float32)
        rows, columns = value.shape if value.ndim == 2 else (1, value.shape[0])
        if quantise:
            scale = (numpy.abs(value).max(1) / 127).astype(numpy.float32)
            scale[scale == 0] = 1
            levels = numpy.clip(numpy.rint(value / scale[:, None]), -127, 127).astype(numpy.int8)
            blob = scale.astype("<f4").tobytes() + levels.tobytes()
        else:
            blob = value.astype("<f4").tobytes()
        tensors.append({"name": name, "type": "int8" if quantise else "float32", "rows": rows, "columns": columns, "offset": offset})
        blobs.append(blob)
        offset += len(blob)

    put("embedding", state["embedding.weight"], True)
    for index in range(config["layers"]):
        prefix = f"blocks.{index}."
        put(f"{index}.norm1", state[prefix + "norm1.weight"], False)
        put(f"{index}.norm2", state[prefix + "norm2.weight"], False)
        for name in ("qkv", "out", "gate_up", "down"):
            put(f"{index}.{name}", state[f"{prefix}{name}.weight"], True)
    put("norm", state["norm.weight"], False)
    half = state["cos"].shape[1] // 2
    put("cos", state["cos"][:, :half].contiguous(), False)
    put("sin", state["sin"][:, :half].contiguous(), False)
    header = json.dumps(
        {
            "format": "sameseed-tiny/1",
            "name": saved["name"],
            "config": {**config, "context": state["cos"].shape[0], "vocabulary": state["embedding.weight"].shape[0]},
            "training": {"steps": saved["steps"], "tokens": saved["tokens"]},
            "words": saved["vocabulary"],
            "tensors": tensors,
        },
        separators=(",", ":"),
    ).encode()
    with open(sys.argv[2], "wb") as file:
        file.write(struct.pack("<I", len(header)) + header + b"".join(blobs))


if __name__ == "__main__":
    main()
