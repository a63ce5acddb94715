/**
 * Row store, measured: append-only JSONL against node:sqlite, 1,000,000 rows of about 700 bytes in groups
 * as the runner writes them. Prints CPU and wall time a row, bytes a row, and the cost of finding out which
 * trials are stored (resume) and of reading all rows in table order (reports).
 * Run: node benches/row-store.ts [rows]
 */
import { open, rm, stat, mkdtemp } from "node:fs/promises";
import { createReadStream, openSync, readSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const total = Number(process.argv[2] ?? 1_000_000);
const group = 64;
const folder = await mkdtemp(join(tmpdir(), "row-store-"));
const text = "The robe takes 2 bolts of blue fiber and half that much white fiber, so 3 bolts in all. ".repeat(4);

function row(index: number): unknown {
  return {
    trial: {
      index,
      order: index,
      case: { id: `case-${index >> 1}`, vars: { question: text.slice(0, 80) } },
      repeat: 0,
      variant: "direct/m",
      prompt: "direct",
      model: "m",
      seed: index,
    },
    outcome: { status: "completed", text, finishReason: "stop", latencyMs: 50, attempts: 1, cached: false },
    scores: { numeric: { value: 1 } },
  };
}

async function measure(label: string, work: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const wall = performance.now() - start;
  console.log(
    `${label.padEnd(34)} ${((user + system) / total).toFixed(2)} CPU µs/row  ${((wall * 1000) / total).toFixed(2)} wall µs/row  rss ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`,
  );
}

const jsonl = join(folder, "rows.jsonl");
await measure("jsonl append", async () => {
  const file = await open(jsonl, "a");
  for (let index = 0; index < total; index += group) {
    let batch = "";
    for (let at = index; at < Math.min(index + group, total); at++) batch += JSON.stringify(row(at)) + "\n";
    await file.appendFile(batch);
  }
  await file.datasync();
  await file.close();
});
console.log("jsonl bytes/row", ((await stat(jsonl)).size / total).toFixed(0));

const offsets = new Float64Array(total);
await measure("jsonl index (resume)", async () => {
  let position = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(jsonl, { highWaterMark: 1 << 20 })) {
    const data = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = data.indexOf(10, start); end !== -1; end = data.indexOf(10, start)) {
      const index = Number.parseInt(data.toString("latin1", start + 18, start + 30), 10);
      offsets[index] = position + start;
      start = end + 1;
    }
    position += start;
    rest = data.subarray(start);
  }
});
await measure("jsonl read in table order", async () => {
  const file = openSync(jsonl, "r");
  const size = (await stat(jsonl)).size;
  for (let index = 0; index < total; index++) {
    const end = index + 1 < total ? offsets[index + 1]! : size;
    const buffer = Buffer.allocUnsafe(end - offsets[index]!);
    readSync(file, buffer, 0, buffer.length, offsets[index]!);
    JSON.parse(buffer.toString("utf8"));
  }
  closeSync(file);
});

const database = new DatabaseSync(join(folder, "rows.db"), { timeout: 5000 });
database.exec(
  "pragma journal_mode=wal; pragma synchronous=normal; create table rows(idx integer primary key, json text not null)",
);
await measure("sqlite append (wal, normal)", async () => {
  const insert = database.prepare("insert into rows values(?, ?)");
  for (let index = 0; index < total; index += group) {
    database.exec("begin immediate");
    for (let at = index; at < Math.min(index + group, total); at++) insert.run(at, JSON.stringify(row(at)));
    database.exec("commit");
    await new Promise((resolve) => setImmediate(resolve));
  }
});
console.log("sqlite bytes/row", ((await stat(join(folder, "rows.db"))).size / total).toFixed(0));
await measure("sqlite index (resume)", async () => {
  for (const found of database.prepare("select idx from rows").iterate()) void found;
});
await measure("sqlite read in table order", async () => {
  for (const found of database.prepare("select json from rows order by idx").iterate())
    JSON.parse((found as { json: string }).json);
});
database.close();
await rm(folder, { recursive: true });
