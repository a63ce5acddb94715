import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type ColumnType, isCounted, type Manifest, type Row, SameseedError, withPath } from "@sameseed/core";
import { rowsTable } from "../csv/rows-table.ts";
import { makeFolder } from "./make-folder.ts";

/** Rows that are gathered before they are written: one row group. */
const GROUP_ROWS = 10_000;
/** Approximate size of a group in characters of its texts, which limits memory. */
const GROUP_LENGTH = 1 << 25;

/**
 * `rows.parquet`: the columns of `rows.csv` with types, one row group in memory at a time. Variables are text, objects and
 * lists their JSON. The file appears when it is complete. Needs hyparquet-writer, which is an optional dependency.
 */
export async function writeRowsParquet(
  path: string,
  manifest: Manifest,
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<void> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await loadWriter();
  const table = rowsTable(manifest);
  const columns = table.columns.map((name, index) => ({ name, index, type: table.types[index]! }));
  const columnData = (group: readonly (readonly unknown[])[]) =>
    columns.map(({ name, index, type }) => ({
      name,
      type,
      nullable: true,
      data: group.map((cells) => valueOf(cells[index], type)),
    }));
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnData([]) }),
    createdBy: `sameseed ${manifest.tool.version}`,
  });
  const part = `${path}.part`;
  await makeFolder(dirname(path));
  const file = await open(part, "w");
  const flush = async (): Promise<void> => {
    await file.appendFile(new Uint8Array(bytes.buffer, 0, bytes.index));
    bytes.index = 0;
  };
  try {
    let group: unknown[][] = [];
    let length = 0;
    const writeGroup = async (): Promise<void> => {
      if (group.length > 0) await writer.write({ columnData: columnData(group), rowGroupSize: GROUP_ROWS });
      group = [];
      length = 0;
      await flush();
    };
    for await (const row of rows) {
      if (!isCounted(manifest, row)) continue;
      const cells = table.cells(row);
      group.push(cells);
      for (const cell of cells) if (typeof cell === "string") length += cell.length;
      if (group.length === GROUP_ROWS || length >= GROUP_LENGTH) await writeGroup();
    }
    await writeGroup();
    await writer.finish();
    await flush();
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw withPath(error, path);
  }
  await file.datasync().finally(() => file.close());
  await rename(part, path);
}

function valueOf(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === "TIMESTAMP") return new Date(value as string);
  if (type === "INT64") return BigInt(value as number);
  if (type !== "STRING") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function loadWriter(): Promise<typeof import("hyparquet-writer")> {
  return import("hyparquet-writer").catch((cause: unknown) => {
    throw new SameseedError("BAD_ARGUMENT", "Parquet needs the package hyparquet-writer, which is not installed.", {
      hint: "npm install hyparquet-writer, or choose another format.",
      cause,
    });
  });
}
