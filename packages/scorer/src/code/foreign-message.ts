/** Code that runs in a separate process. */
export type ForeignCode =
  | { readonly source: string }
  /** A function of a script: `loader` is a module that exports `scriptReader`. */
  | { readonly loader: string; readonly folder: string; readonly reference: string };

/** One call, and its answer. `id` keeps a late answer from being taken for another's. */
export interface ForeignCall {
  readonly id: number;
  readonly code: ForeignCode;
  readonly args: readonly unknown[];
  readonly timeoutMs: number;
}
export type ForeignReply =
  | { readonly isReady: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: string };
