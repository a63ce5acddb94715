"""What exact-match, fuzzy-match and word-f1 should say, by Python's own strings and patterns.

Reads lines of {"output", "reference"} and writes lines of {"strict", "flexible", "fuzzy", "f1"}: lm-eval's two filters of
GSM8K with its exact_match, and the match and F1 of OpenAI evals.
"""

import json
import re
import string
import sys
from collections import Counter

IGNORED = [",", r"\$", r"(?s).*#### ", r"\.$"]
STRICT = (r"#### (\-?[0-9\.\,]+)", 0)
FLEXIBLE = (r"(-?[$0-9.,]{2,})|(-?[0-9]+)", -1)


def found(text, pattern, which):
    matches = re.findall(pattern, text)
    if not matches:
        return "[invalid]"
    match = matches[which]
    if isinstance(match, tuple):
        match = next((group for group in match if group), "[invalid]")
    return match.strip()


def without_ignored(text):
    for pattern in IGNORED:
        text = re.sub(pattern, "", text)
    return text.lower()


def exact(output, reference, rule):
    return float(without_ignored(found(output, *rule)) == without_ignored(reference))


def words(text):
    plain = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", plain).split()


def fuzzy(output, reference):
    one, other = " ".join(words(output)), " ".join(words(reference))
    return float(one == other if "" in (one, other) else one in other or other in one)


def f1(output, reference):
    one, other = words(output), words(reference)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


for line in sys.stdin:
    case = json.loads(line)
    output, reference = case["output"], case["reference"]
    print(
        json.dumps(
            {
                "strict": exact(output, reference, STRICT),
                "flexible": exact(output, reference, FLEXIBLE),
                "fuzzy": fuzzy(output, reference),
                "f1": f1(output, reference),
            }
        )
    )
