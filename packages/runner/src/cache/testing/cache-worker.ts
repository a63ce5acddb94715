/** One of several processes of a test: writes 500 entries that all of them write, then prints the stored ones. */
import { identityPart, partsOf } from "../cache-key.ts";
import { openCache } from "../cache-store.ts";

const [folder = "", number = ""] = process.argv.slice(2);
const store = await openCache(folder);
const parts = Array.from({ length: 500 }, (_, seed) =>
  partsOf(identityPart("m", {}), { messages: [], params: {}, seed, repeat: 0 }),
);
for (const one of parts) {
  store.put(one, {
    text: `of process ${number}`,
    finishReason: "stop",
    refusal: null,
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
  });
}
if (store.problem() !== null) throw new Error(store.problem()!);
process.send!(parts.map((one) => store.get(one)?.completion.text ?? "missing"));
store.close();
process.disconnect();
