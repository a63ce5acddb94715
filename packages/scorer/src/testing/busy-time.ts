/**
 * Milliseconds that this thread has computed: on a busy machine the clock measures the others. Before Node 23.9, that of
 * all threads.
 */
export function busyMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  return (threadCpuUsage?.call(process) ?? process.cpuUsage()).user / 1000;
}
