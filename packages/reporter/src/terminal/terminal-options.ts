export interface TerminalOptions {
  /** Cells a line. Default 80. */
  readonly width?: number;
  /** Default false. */
  readonly color?: boolean;
  /** Names the statistical methods too. Default false. */
  readonly verbose?: boolean;
}

/** Width and colour of a stream: plain 100 columns without a terminal; `NO_COLOR` and `FORCE_COLOR` are honoured. */
export function terminalOptions(
  stream: Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns" | "hasColors">>,
): Required<Omit<TerminalOptions, "verbose">> {
  return { width: stream.columns ?? 100, color: stream.isTTY === true && stream.hasColors?.() === true };
}
