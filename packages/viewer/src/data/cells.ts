/** The status of a trial, as a number that fits a byte. */
export const CellStatus = { missing: 0, completed: 1, truncated: 2, refused: 3, failed: 4 } as const;

/** The labels of a trial's answer; the bits of a cell are added up. */
export const CellReview = { labelled: 1, commented: 2, flagged: 4 } as const;

/**
 * The figures of many trials in columns. The cell of (case, repeat, variant) is at `(case * repeats + repeat)
 * * variants.length + variant`, where `case` is a position in `caseIds`.
 */
export interface Cells {
  readonly repeats: number;
  readonly variants: readonly string[];
  readonly metrics: readonly string[];
  readonly fingerprints: readonly string[];
  readonly caseIds: readonly string[];
  /** Each case's number in the run's table; they ascend. */
  readonly caseNumbers: Uint32Array;
  /** `CellStatus` of each cell. */
  readonly status: Uint8Array;
  /** One column per metric; NaN for a missing score. */
  readonly scores: readonly Float32Array[];
  /** NaN where it is unknown, and for answers from a cache. */
  readonly latencyMs: Float32Array;
  /** Seconds from the start of the run to the start of the trial; NaN where no row is. */
  readonly startedS: Float32Array;
  /** Position in `fingerprints` plus one; 0 where the service sent none. */
  readonly fingerprint: Uint16Array;
  /** A hash of the answer's text; 0 without text. */
  readonly answer: Uint32Array;
  /** US dollars; NaN where they are unknown. */
  readonly costUsd: Float32Array;
  /** Bits of `CellReview`; 0 without labels. */
  readonly review: Uint8Array;
  /** The filters of cases: a column for each metadata key with few values. */
  readonly groups: readonly CaseGroup[];
}

/** The values of one metadata key. */
export interface CaseGroup {
  readonly key: string;
  /** In the order of their first case. */
  readonly values: readonly string[];
  /** Per case the position in `values` plus one; 0 for a case without a value. */
  readonly codes: Uint16Array;
}

/** The columns that exist per case and per cell. */
export type CellColumns = Pick<
  Cells,
  "caseNumbers" | "status" | "scores" | "latencyMs" | "startedS" | "fingerprint" | "answer" | "costUsd" | "review"
>;

interface Header {
  readonly repeats: number;
  readonly variants: readonly string[];
  readonly metrics: readonly string[];
  readonly fingerprints: readonly string[];
  readonly caseIds: readonly string[];
  readonly groups: readonly Pick<CaseGroup, "key" | "values">[];
}

/** One block of bytes: the length of the header, the header as JSON, then the columns, each at a multiple of 4. */
export function encodeCells(cells: Cells): Uint8Array<ArrayBuffer> {
  const [before, after] = cellsHeader(cells);
  const ids = cells.caseIds.map((id) => JSON.stringify(id)).join(",");
  const header = new TextEncoder().encode(before + ids + after);
  const columns = [...cellColumns(cells), ...cells.groups.map(({ codes }) => codes)];
  const size = columns.reduce((sum, { byteLength }) => sum + padded(byteLength), 4 + padded(header.length));
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let offset = 4 + padded(header.length);
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += padded(column.byteLength);
  }
  return bytes;
}

/** The header's JSON before and after the ids of the cases, which are many. */
export function cellsHeader({
  repeats,
  variants,
  metrics,
  fingerprints,
  groups,
}: Omit<Header, "caseIds">): readonly [before: string, after: string] {
  const before = JSON.stringify({ repeats, variants, metrics, fingerprints });
  const named = groups.map(({ key, values }) => ({ key, values }));
  return [`${before.slice(0, -1)},"caseIds":[`, `],"groups":${JSON.stringify(named)}}`];
}

/** The columns in the order of `encodeCells`; those of the groups follow. */
export function cellColumns(cells: CellColumns): readonly ArrayBufferView[] {
  const { caseNumbers, status, scores, latencyMs, startedS, fingerprint, answer, costUsd, review } = cells;
  return [caseNumbers, status, ...scores, latencyMs, startedS, fingerprint, answer, costUsd, review];
}

/** The inverse of `encodeCells`. The columns are views of `bytes`, which begins at a multiple of 4 in its buffer. */
export function decodeCells(bytes: Uint8Array<ArrayBuffer>): Cells {
  const { buffer, byteOffset } = bytes;
  const headerLength = new DataView(buffer, byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as Header;
  const cases = header.caseIds.length;
  const cells = cases * header.repeats * header.variants.length;
  let offset = byteOffset + 4 + padded(headerLength);
  const next = <T>(column: new (buffer: ArrayBuffer, offset: number, length: number) => T, length: number): T => {
    const made = new column(buffer, offset, length);
    offset += padded((made as ArrayBufferView).byteLength);
    return made;
  };
  return {
    ...header,
    caseNumbers: next(Uint32Array, cases),
    status: next(Uint8Array, cells),
    scores: header.metrics.map(() => next(Float32Array, cells)),
    latencyMs: next(Float32Array, cells),
    startedS: next(Float32Array, cells),
    fingerprint: next(Uint16Array, cells),
    answer: next(Uint32Array, cells),
    costUsd: next(Float32Array, cells),
    review: next(Uint8Array, cells),
    groups: header.groups.map((group) => ({ ...group, codes: next(Uint16Array, cases) })),
  };
}

/** Position of a cell. */
export function cellAt(
  cells: Pick<Cells, "repeats" | "variants">,
  place: readonly [casePosition: number, repeat: number, variant: number],
): number {
  return (place[0] * cells.repeats + place[1]) * cells.variants.length + place[2];
}

/** Columns begin at multiples of 4. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}
