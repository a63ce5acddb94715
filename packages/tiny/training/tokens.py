"""The tokenizer: whole words from a fixed list, UTF-8 bytes for everything else.

Must agree with ../src/tokenizer.ts. A token id is a byte (0 to 255), a word (256 up), or one of the
four marks at the end. A word of the list is written with its leading space (" plus"), or without one
when it starts a sentence ("What"); lower-case words without a space are never in the list, so that a
quoted word is always spelled letter by letter.
"""

import re

MARKS = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]
PIECE = re.compile(r" ?[A-Za-z]+|[\s\S]")


class Tokenizer:
    def __init__(self, words):
        self.words = list(words)
        self.ids = {word: 256 + index for index, word in enumerate(self.words)}
        self.system, self.user, self.assistant, self.end = (
            256 + len(self.words) + index for index in range(4)
        )
        self.size = 256 + len(self.words) + 4
        self.cache = {}

    def encode(self, text):
        out = []
        for piece in PIECE.findall(text):
            ids = self.cache.get(piece)
            if ids is None:
                known = self.ids.get(piece)
                ids = [known] if known is not None else list(piece.encode("utf-8"))
                self.cache[piece] = ids
            out.extend(ids)
        return out

    def chat(self, turns):
        """turns: [(role, text)]; gives token ids and a 0/1 mask of the tokens that are learned."""
        ids, mask = [], []
        for role, text in turns:
            body = self.encode(text)
            if role == "assistant":
                ids += [self.assistant, *body, self.end]
                mask += [0] + [1] * (len(body) + 1)
            else:
                ids += [self.system if role == "system" else self.user, *body]
                mask += [0] * (len(body) + 1)
        return ids, mask
