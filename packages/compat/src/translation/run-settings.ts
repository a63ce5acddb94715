/** Another tool's settings for a run: options of `sameseed run`, which flags override. */
export interface RunSettings {
  readonly maxConcurrency?: number;
  readonly maxRpm?: number;
  /** Deadline of one request, in milliseconds. */
  readonly timeout?: number;
  /** In milliseconds. */
  readonly maxDuration?: number;
  readonly cache?: "readwrite" | "off";
  readonly limit?: number;
  readonly filterCases?: string;
  readonly filterPrompts?: string;
  readonly filterModels?: string;
  readonly filterMetadata?: Readonly<Record<string, string>>;
  readonly filterSample?: number;
  readonly progressBar?: false;
  readonly verbose?: true;
  /** Files that the run is written to, relative to the working folder of the command. */
  readonly outputs?: readonly string[];
}
