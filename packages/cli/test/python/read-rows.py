"""Reads rows.csv with the types of its columns. Usage: python read-rows.py rows.csv"""
import sys

import pandas as pd

INTEGERS = ["repeat", "seed", "order", "prompt_tokens", "completion_tokens", "attempts"]
DECIMALS = ["score", "cost_usd", "latency_ms", "ttft_ms"]


def read(file: str) -> pd.DataFrame:
    names = pd.read_csv(file, nrows=0).columns
    scores = [name for name in names if name.startswith("score.")]
    types = {name: "string" for name in names}
    types |= {name: "Int64" for name in INTEGERS} | {name: "float64" for name in DECIMALS + scores}
    rows = pd.read_csv(file, dtype=types, keep_default_na=False, na_values=[""])
    return rows.assign(
        started_at=pd.to_datetime(rows["started_at"], utc=True, format="ISO8601"),
        cached=rows["cached"].map({"true": True, "false": False}).astype("boolean"),
    )


rows = read(sys.argv[1])
by_case = rows.groupby(["case", "variant"])["score"].mean()  # repeats are averaged inside their case first
print(by_case.unstack("variant").mean())
