import { setFlagsFromString } from "node:v8";

/** V8's default of 13 million is used up by the first four responses. */
const BYTES_EXECUTED = 2_000_000_000;

/**
 * Optimizes WebAssembly after some hundreds of responses and not after four. The HTTP parser of undici is
 * WebAssembly, and optimizing it takes about 65 ms of CPU time in a second thread: a tenth of a run of four cases.
 */
export function optimizeWasmLate(): void {
  setFlagsFromString(`--wasm-tiering-budget=${BYTES_EXECUTED}`);
}
