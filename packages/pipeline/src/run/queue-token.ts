import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SameseedError } from "@sameseed/core";
import { writeDurably } from "@sameseed/runner";
import * as z from "@sameseed/core/zod";

const Token = z.whenUsed(() => z.object({ token: z.string().regex(/^[0-9a-f]{32}$/) }));

/**
 * A random name known only to those who may read the run's folder. A resumed run keeps it. Errors: `BAD_RUN`
 * for a damaged file.
 */
export async function tokenOf(queueFile: string): Promise<string> {
  const text = await readFile(queueFile, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause; // a new token would send answers again that are still in Redis
    return "";
  });
  if (text.trim() !== "") return storedToken(text, queueFile);
  const token = randomBytes(16).toString("hex");
  await writeDurably(queueFile, JSON.stringify({ token }) + "\n", 0o600);
  return token;
}

function storedToken(text: string, file: string): string {
  try {
    return Token.parse(JSON.parse(text)).token;
  } catch (cause) {
    throw new SameseedError("BAD_RUN", `${file} is damaged: it names no run in Redis.`, {
      hint: "Restore it, or delete it: answers that are still in Redis are then sent and paid for again.",
      cause,
    });
  }
}
