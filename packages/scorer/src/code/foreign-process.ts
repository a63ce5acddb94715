/** The entry of a process that runs code of a benchmark file: a crash here affects nothing else. */
import { type ScriptReader, thrownText } from "@sameseed/core";
import { compileJavascript } from "./compile-javascript.ts";
import type { ForeignCall, ForeignCode, ForeignReply } from "./foreign-message.ts";
import { guardedCall } from "./guarded-call.ts";

type ForeignFunction = (...args: readonly unknown[]) => unknown;

const sendToParent = process.send!.bind(process) as (message: ForeignReply) => boolean;
/** The child's limit is longer than its parent's. It ends an endless loop if the parent has died. */
const AFTER_PARENT_MS = 1000;

const known = new Map<string, Promise<ForeignFunction>>();

async function load(code: ForeignCode): Promise<ForeignFunction> {
  if ("source" in code) return compileJavascript(code.source) as ForeignFunction;
  const { scriptReader } = (await import(code.loader)) as { readonly scriptReader: (folder: string) => ScriptReader };
  return scriptReader(code.folder)(code.reference).call;
}

function functionOf(code: ForeignCode): Promise<ForeignFunction> {
  const key = JSON.stringify(code);
  const loaded = known.get(key) ?? load(code);
  known.set(key, loaded);
  return loaded;
}

async function replyTo({ id, code, args, timeoutMs }: ForeignCall): Promise<void> {
  try {
    const call = await functionOf(code);
    const value = await guardedCall(() => call(...args), timeoutMs + AFTER_PARENT_MS);
    if (typeof value === "function" || typeof value === "symbol")
      send({ id, problem: `it returned a ${typeof value}` });
    else send({ id, value });
  } catch (error) {
    send({ id, problem: thrownText(error) });
  }
}

/** The code may disconnect; then no message arrives, and the process ends. */
function send(message: ForeignReply): void {
  if (process.connected) sendToParent(message);
  else process.exit();
}

process.on("message", (call: ForeignCall) => void replyTo(call));
process.on("disconnect", () => process.exit());
send({ isReady: true });
