import type { SeedPolicy, Shard } from "@sameseed/core";
import type { CacheMode } from "@sameseed/runner";
import type { ExportFormat, Threshold } from "@sameseed/pipeline/choices";
import type { OutputFile } from "./outputs.ts";
import type { SelectionFlags } from "./selection-flags.ts";

/** What can be typed after `sameseed run`. */
export interface RunFlags extends SelectionFlags {
  readonly maxConcurrency: number;
  readonly repeats?: number;
  readonly repeat?: number;
  readonly seed?: number;
  readonly seedPolicy?: SeedPolicy;
  readonly baseline?: string;
  readonly margin?: number;
  readonly passAt?: readonly number[];
  readonly by?: readonly string[];
  readonly aa?: boolean;
  readonly sequential?: boolean;
  readonly latency?: boolean;
  readonly warmUp?: number;
  readonly baseUrl?: string;
  readonly dropUnsupported?: boolean;
  readonly maxRetries?: number;
  /** In milliseconds, as is `trialTimeout`. */
  readonly timeout?: number;
  readonly trialTimeout?: number;
  readonly maxRpm?: number;
  readonly maxTpm?: number;
  readonly resume?: string | true;
  readonly retryErrors?: string | true;
  readonly failOnDrift?: boolean;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
  /** False for --no-cache; absent where no flag says. */
  readonly cache?: CacheMode | "off" | boolean;
  readonly cacheDir?: string;
  readonly cacheTtl?: number;
  readonly prices?: string;
  readonly maxCost?: number;
  readonly maxTokensTotal?: number;
  readonly maxDuration?: number;
  readonly probe?: boolean;
  readonly trustData?: boolean;
  readonly shard?: Shard;
  readonly executor?: "local" | "bullmq" | "batch" | "openai-batch";
  readonly redis?: string;
  readonly out: string;
  readonly format?: readonly ExportFormat[];
  readonly bom?: boolean;
  readonly csvRaw?: boolean;
  readonly progressBar: boolean;
  readonly verbose?: boolean;
  /** Means that every variant must reach. */
  readonly failUnder?: readonly Threshold[];
  /** Files that the run is written to beside its folder. */
  readonly files?: readonly OutputFile[];
}
