import type { ErrorKind } from "@sameseed/core";
import type { Question, TinyAnswer } from "./answer.ts";

/** A worker thread's request; one at a time. */
export interface WorkerTask {
  readonly question: Question;
  /** One Int32 in shared memory; set to 1, it ends the answer before its next token. */
  readonly abortFlag: Int32Array<SharedArrayBuffer>;
  /** False: only the first part of the text is posted, to measure the time to it. */
  readonly isStreamed: boolean;
}

/** A worker thread's messages: any number of parts, then one `done` or `failed`. */
export type WorkerReply =
  | { readonly type: "part"; readonly text: string }
  | { readonly type: "done"; readonly answer: TinyAnswer }
  | { readonly type: "failed"; readonly kind: ErrorKind; readonly message: string };
