/** What another tool's config says of how a run goes: options of `sameseed run`, which what is typed overrides. */
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
  /** Files that the run is written to, from the folder in which the command runs. */
  readonly outputs?: readonly string[];
}
