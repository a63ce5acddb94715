"""The short tasks: what is asked, in which phrasings, and what is held out from training.

A case is held out by the hash of its content (the numbers, the word), never of its phrasing, so an
unseen case is unseen in every phrasing. Facts cannot be worked out, so for capitals every country is
trained in the commonest phrasing, and the held-out countries in no other.
"""

import csv
import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
HELD_OUT_PERCENT = 12

# Share of the task examples, then share of each phrasing inside the task.
TASKS = {
    "add": (0.17, {"question": 0.40, "terse": 0.20, "polite": 0.04, "stepwise": 0.36}),
    "subtract": (0.13, {"question": 0.40, "terse": 0.20, "polite": 0.04, "stepwise": 0.36}),
    "multiply": (0.11, {"question": 0.40, "terse": 0.20, "polite": 0.04, "stepwise": 0.36}),
    "reverse": (0.12, {"question": 0.50, "terse": 0.16, "polite": 0.04, "stepwise": 0.30}),
    "count": (0.12, {"question": 0.45, "terse": 0.20, "polite": 0.04, "stepwise": 0.31}),
    "sort": (0.10, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
    "alphabet": (0.05, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
    "plural": (0.05, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
    "capital": (0.06, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
    "compare": (0.05, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
    "is-capital": (0.04, {"question": 0.60, "terse": 0.30, "polite": 0.10}),
}

# Shared with evaluate.ts.
PHRASINGS = json.loads((HERE / "phrasings.json").read_text(encoding="utf-8"))

CAPITALS = [tuple(row) for row in csv.reader((HERE / "capitals.csv").open(encoding="utf-8"))][1:]
CAPITAL_OF = dict(CAPITALS)
PLURALS = [tuple(row) for row in csv.reader((HERE / "plurals.csv").open(encoding="utf-8"))][1:]
PLURAL_OF = dict(PLURALS)


def is_held_out(task, content):
    digest = hashlib.sha256(f"held-out/1|{task}|{content}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < HELD_OUT_PERCENT


def number(random):
    return random.randrange(10 if random.random() < 0.15 else 100)


def words_of(random, words):
    if random.random() < 0.12:  # letter salad: reversing and counting are about letters, not about words
        return "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random.randint(3, 9)))
    return random.choice(words)


def draw(task, random, words):
    """One random case: (fields, content, answer)."""
    if task in ("add", "subtract"):
        a, b = number(random), number(random)
        if task == "add":
            return {"a": a, "b": b}, f"{min(a, b)}+{max(a, b)}", str(a + b)
        a, b = max(a, b), min(a, b)
        return {"a": a, "b": b}, f"{a}-{b}", str(a - b)
    if task == "multiply":
        a = random.randint(2, 9) if random.random() < 0.2 else random.randint(10, 99)
        b = random.randint(2, 9)
        # The tables up to 9 are facts and stay in training.
        return {"a": a, "b": b}, None if a < 10 else f"{a}*{b}", str(a * b)
    if task == "reverse":
        word = words_of(random, words)
        return {"word": word}, word, word[::-1]
    if task == "count":
        word = words_of(random, words)
        letter = random.choice(word) if random.random() < 0.8 else random.choice("abcdefghijklmnopqrstuvwxyz")
        return {"letter": letter, "word": word}, word, str(word.count(letter))
    if task == "sort":
        numbers = [random.randrange(100) for _ in range(random.randint(3, 6))]
        content = ",".join(map(str, numbers))
        return {"list": ", ".join(map(str, numbers))}, content, ", ".join(map(str, sorted(numbers)))
    if task == "alphabet":
        letters = random.sample("abcdefghijklmnopqrstuvwxyz", random.randint(3, 6))
        return {"list": ", ".join(letters)}, ",".join(letters), ", ".join(sorted(letters))
    if task == "plural":
        word, plural = random.choice(PLURALS)
        return {"word": word}, word, plural
    if task == "capital":
        country, city = random.choice(CAPITALS)
        return {"country": country}, country, city
    if task == "compare":
        a, b = number(random), number(random)
        if random.random() < 0.3:  # near numbers, else a guess by length does too well
            b = max(0, a + random.randint(-9, 9))
        return {"a": a, "b": b}, f"{a}>{b}", "Yes" if a > b else "No"
    if task == "is-capital":
        country, city = random.choice(CAPITALS)
        shown = city if random.random() < 0.5 else random.choice(CAPITALS)[1]
        return {"country": country, "city": shown}, country, "Yes" if shown == city else "No"
    raise ValueError(task)


def scratchpad(task, fields, answer):
    """The worked answer of the stepwise phrasing; ends in `A: <answer>`."""
    steps = []
    if task in ("add", "subtract"):
        a, b, carry = fields["a"], fields["b"], 0
        while True:
            x, y = a % 10, b % 10
            if task == "add":
                steps.append(f"{x}+{y}{'+1' if carry else ''}={x + y + carry}")
                carry = 1 if x + y + carry > 9 else 0
            else:
                borrow = 1 if x - carry < y else 0
                steps.append(f"{x + 10 * borrow}-{y}{'-1' if carry else ''}={x + 10 * borrow - y - carry}")
                carry = borrow
            a, b = a // 10, b // 10
            if a == 0 and b == 0:
                break
    elif task == "multiply":
        a, b = fields["a"], fields["b"]
        ones, tens = a % 10, a - a % 10
        if a < 10 or ones == 0:
            steps.append(f"{a}*{b}={a * b}")
        else:
            steps += [f"{tens}*{b}={tens * b}", f"{ones}*{b}={ones * b}", f"{tens * b}+{ones * b}={a * b}"]
    elif task == "reverse":
        steps += ["-".join(fields["word"]), "-".join(answer)]
    elif task == "count":
        seen = 0
        for letter in fields["word"]:
            seen += letter == fields["letter"]
            steps.append(f"{letter}{seen}")
        return f"{' '.join(steps)}. A: {answer}"
    return f"{', '.join(steps)}. A: {answer}"


def reply(task, phrasing, fields, answer):
    return scratchpad(task, fields, answer) if phrasing == "stepwise" else answer


def example(task, phrasing, random, words):
    """A training example that is not held out: (prompt, reply)."""
    while True:
        fields, content, answer = draw(task, random, words)
        if task == "capital" and phrasing == "question":
            break  # the facts themselves
        if content is None or not is_held_out("capital" if task == "is-capital" else task, content):
            break
    return PHRASINGS[task][phrasing].format(**fields), reply(task, phrasing, fields, answer)
