/** The other side of `run --executor bullmq`; apart from `run`, which loads no queue. */
export { runWorker } from "../run/queue-worker.ts";
