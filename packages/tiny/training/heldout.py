"""Writes cases that training never saw: python3 heldout.py <data.npz>

heldout/<task>.csv: id, the fields of the task, expected. All of them, at most CASES a task, in seeded order.
"""

import csv
import json
import random as random_module
import sys

import numpy

import tasks
from tasks import HERE, TASKS, draw, is_held_out

CASES = 300
TRIES = 200_000


def main():
    data = numpy.load(sys.argv[1])
    # Words of letters in disorder are for training alone: an unseen case is a real word.
    pool = json.loads(str(data["pool"]))
    tasks.PLURALS[:] = [tuple(pair) for pair in json.loads(str(data["plurals"]))]
    tasks.words_of = lambda random, words: random.choice(words)
    (HERE / "heldout").mkdir(exist_ok=True)
    for task in TASKS:
        random = random_module.Random(f"held-out cases/1|{task}")
        seen, cases = set(), []
        for _ in range(TRIES):
            fields, content, answer = draw(task, random, pool)
            # One true and one false city a country, else "No" is nearly always right.
            key = (fields["country"], answer) if task == "is-capital" else tuple(fields.values())
            if content is None or key in seen:
                continue
            if not is_held_out("capital" if task == "is-capital" else task, content):
                continue
            if task in ("add", "subtract") and max(fields["a"], fields["b"]) < 10:
                continue
            seen.add(key)
            cases.append({"id": f"{task}-{len(cases) + 1:03d}", **fields, "expected": answer})
            if len(cases) == CASES:
                break
        with (HERE / "heldout" / f"{task}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(cases[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(cases)
        print(task, len(cases))


if __name__ == "__main__":
    main()
