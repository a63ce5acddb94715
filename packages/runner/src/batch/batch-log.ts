import { open, readFile } from "node:fs/promises";
import { option, SameseedError, thrownText } from "@sameseed/core";
import * as z from "@sameseed/core/zod";

const Entry = z.whenUsed(() =>
  z.discriminatedUnion("event", [
    /** Written before a batch is sent, so that a batch that was sent but not recorded can be found by its key. */
    z.object({ event: z.literal("submitting"), key: z.string(), model: z.string(), ids: z.array(z.string()) }),
    z.object({ event: z.literal("submitted"), key: z.string(), batch: z.string() }),
    /** Every answer of it is stored, or it had none. */
    z.object({ event: z.literal("over"), key: z.string() }),
  ]),
);
type Entry = z.infer<typeof Entry>;

/** A batch that was begun and is not over. */
export interface OpenBatch {
  readonly key: string;
  readonly model: string;
  /** Names of its requests. */
  readonly ids: readonly string[];
  /** The service's name; null where the process ended before it was noted. */
  readonly batch: string | null;
}

/** The log of batches on disk. A resumed run collects them and sends none again. */
export interface BatchLog {
  /** Batches of an earlier process. */
  readonly open: readonly OpenBatch[];
  submitting(batch: Omit<OpenBatch, "batch">): Promise<void>;
  submitted(key: string, batch: string): Promise<void>;
  over(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Errors: `BAD_RUN` for a file that is damaged or cannot be written. A last line that was torn by a kill is dropped. */
export async function openBatchLog(file: string): Promise<BatchLog> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n");
  const torn = lines.pop()!;
  const open_ = new Map<string, OpenBatch>();
  for (const [place, line] of lines.entries()) {
    const entry = entryOf(line, `${file}:${place + 1}`);
    if (entry.event === "submitting") open_.set(entry.key, { ...entry, batch: null });
    else if (entry.event === "over") open_.delete(entry.key);
    else if (open_.has(entry.key)) open_.set(entry.key, { ...open_.get(entry.key)!, batch: entry.batch });
  }
  const handle = await open(file, "a");
  if (torn !== "") await handle.truncate(Buffer.byteLength(text) - Buffer.byteLength(torn));
  const append = async (entry: Entry): Promise<void> => {
    try {
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
      await handle.datasync();
    } catch (cause) {
      throw new SameseedError("BAD_RUN", `${file} cannot be written: ${thrownText(cause)}`, {
        hint: `Free some space or correct the permissions, then continue with ${option("resume")}.`,
        cause,
      });
    }
  };
  return {
    open: [...open_.values()],
    submitting: (batch) => append({ event: "submitting", ...batch, ids: [...batch.ids] }),
    submitted: (key, batch) => append({ event: "submitted", key, batch }),
    over: (key) => append({ event: "over", key }),
    close: () => handle.close(),
  };
}

function entryOf(line: string, where: string): Entry {
  try {
    return Entry.parse(JSON.parse(line));
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${where} is not an entry of a batch log.`, {
      hint: "The file was changed by another program; restore it, or start a new run.",
      cause,
    });
  }
}
