"""Trains one model: python3 train.py <data.npz> <name> <minutes> <out.pt> [--muon]

LayerNorm (without bias) before each block, rotary positions, SwiGLU, tied embeddings, no biases. Many
short examples share a row; attention never crosses an example's border. Only replies are learned.
"""

import json
import math
import sys
import time

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F

CONFIGS = {
    "1m": dict(width=128, layers=4, heads=4, hidden=384),
    "250k": dict(width=64, layers=4, heads=4, hidden=160),
}
CONTEXT = 256
SHORT, LONG = 80, 256  # tokens of a row


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, None, 1e-5)


def rope_table(size, length):
    # Pairs (i, i + size / 2) turn by position * 10000^(-2i/size); the same table is stored with the weights.
    angles = torch.outer(torch.arange(length).double(), 10000.0 ** (-torch.arange(0, size, 2).double() / size))
    angles = torch.cat((angles, angles), -1)
    return angles.cos().float(), angles.sin().float()


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x, mask, cos, sin):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(q.shape[-1])) + mask
        y = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = x + self.out(y)
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Tiny(nn.Module):
    def __init__(self, vocabulary, width, layers, heads, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList(Block(width, heads, hidden) for _ in range(layers))
        self.norm = Norm(width)
        cos, sin = rope_table(width // heads, CONTEXT)
        self.register_buffer("cos", cos)
        self.register_buffer("sin", sin)
        for name, p in self.named_parameters():
            if p.ndim == 2:
                scale = 0.02 if "embedding" in name else 1 / math.sqrt(p.shape[1])
                if "out." in name or "down." in name:
                    scale /= math.sqrt(2 * layers)
                nn.init.normal_(p, std=scale)

    def forward(self, ids, documents, wanted):
        """Logits at the wanted positions (a 0/1 mask)."""
        length = ids.shape[1]
        allowed = documents[:, :, None] == documents[:, None, :]
        allowed &= torch.ones(length, length, dtype=torch.bool).tril()
        mask = torch.zeros(allowed.shape).masked_fill_(~allowed, -1e9)[:, None]
        x = self.embedding(ids)
        cos, sin = self.cos[:length], self.sin[:length]
        for block in self.blocks:
            x = block(x, mask, cos, sin)
        return self.norm(x[wanted]) @ self.embedding.weight.T


class Stream:
    """Rows of whole examples, for ever, in the order of the data."""

    def __init__(self, data, name, length):
        self.tokens = torch.from_numpy(data[f"{name}_tokens"].astype(numpy.int64))
        self.mask = torch.from_numpy(data[f"{name}_mask"].astype(bool))
        lengths = data[f"{name}_lengths"].astype(numpy.int64)
        starts = numpy.concatenate([[0], numpy.cumsum(lengths)])
        rows, row, used = [], [], 0
        for start, size in zip(starts, lengths):
            if size > length:
                continue
            if used + size > length:
                rows.append(row)
                row, used = [], 0
            row.append((int(start), int(size)))
            used += size
        self.rows, self.length, self.next, self.epoch = rows, length, 0, 0

    def batch(self, count):
        ids = torch.zeros(count, self.length, dtype=torch.int64)
        documents = torch.zeros(count, self.length, dtype=torch.int64)
        learn = torch.zeros(count, self.length, dtype=torch.bool)
        for r in range(count):
            if self.next == len(self.rows):
                self.next, self.epoch = 0, self.epoch + 1
            at = 0
            for number, (start, size) in enumerate(self.rows[self.next]):
                ids[r, at : at + size] = self.tokens[start : start + size]
                learn[r, at : at + size] = self.mask[start : start + size]
                documents[r, at : at + size] = number + 1
                at += size
            self.next += 1
        wanted = torch.zeros_like(learn)
        wanted[:, :-1] = learn[:, 1:]
        targets = ids[:, 1:][learn[:, 1:]]
        return ids, documents, wanted, targets


class Muon:
    """Momentum orthogonalised by a Newton-Schulz iteration, for the matrices (Jordan 2024)."""

    def __init__(self, parameters):
        self.parameters = list(parameters)
        self.momentum = [torch.zeros_like(p) for p in self.parameters]

    def step(self, rate, decay):
        for p, m in zip(self.parameters, self.momentum):
            m.mul_(0.95).add_(p.grad)
            g = p.grad + 0.95 * m
            tall = g.shape[0] > g.shape[1]
            x = g.T if tall else g
            x = x / (x.norm() + 1e-7)
            for _ in range(5):
                a = x @ x.T
                x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
            x = x.T if tall else x
            p.mul_(1 - rate * decay).add_(x, alpha=-rate * 0.2 * math.sqrt(max(p.shape)))


def main():
    data = numpy.load(sys.argv[1])
    name, minutes, target = sys.argv[2], float(sys.argv[3]), sys.argv[4]
    use_muon = "--muon" in sys.argv
    torch.set_num_threads(int(sys.argv[sys.argv.index("--threads") + 1]) if "--threads" in sys.argv else 2)
    torch.set_flush_denormal(True)
    torch.manual_seed(7)
    vocabulary = json.loads(str(data["vocabulary"]))
    model = Tiny(256 + len(vocabulary) + 4, **CONFIGS[name])
    short, long = Stream(data, "short", SHORT), Stream(data, "long", LONG)
    print("parameters", sum(p.numel() for p in model.parameters()), flush=True)
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embedding" not in n]
    others = [p for n, p in model.named_parameters() if p.ndim < 2 or "embedding" in n]
    peak = 3e-3
    adam = torch.optim.AdamW(
        [{"params": others, "weight_decay": 0.0}] if use_muon
        else [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}],
        lr=peak, betas=(0.9, 0.98), eps=1e-9,
    )
    muon = Muon(matrices) if use_muon else None
    start, step, seen, sums = time.time(), 0, 0, [0.0, 0.0, 0]
    while (elapsed := time.time() - start) < minutes * 60:
        progress = elapsed / (minutes * 60)
        factor = min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in adam.param_groups:
            group["lr"] = peak * factor
        loss = 0
        for index, (stream, count, weight) in enumerate(((short, 32, 1.0), (long, 2, 0.35))):
            ids, documents, wanted, targets = stream.batch(count)
            part = F.cross_entropy(model(ids, documents, wanted), targets)
            loss = loss + weight * part
            sums[index] += part.item()
            seen += ids.numel()
        adam.zero_grad()
        for p in matrices:
            p.grad = None
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        if muon:
            with torch.no_grad():
                muon.step(peak * factor * 1.0, 0.05)
        step += 1
        sums[2] += 1
        if step % 100 == 0:
            print(f"{step} {elapsed:.0f}s {seen / elapsed:.0f} tok/s epochs {short.epoch + short.next / len(short.rows):.2f}/{long.epoch + long.next / len(long.rows):.2f} "
                  f"short {sums[0] / sums[2]:.4f} long {sums[1] / sums[2]:.4f}", flush=True)
            sums = [0.0, 0.0, 0]
    torch.save({"name": name, "config": CONFIGS[name], "vocabulary": vocabulary, "state": model.state_dict(), "steps": step, "tokens": seen}, target)
    print("done", step, seen, flush=True)


if __name__ == "__main__":
    main()
