/**
 * Upper bound of the CPU time of this thread since the call, in milliseconds, where Node does not report it.
 * A thread uses at most the CPU time of its process and at most the time on the clock. On a busy machine only
 * the clock advances.
 */
export function cpuTimeAtMost(
  cpuUsage: () => NodeJS.CpuUsage = () => process.cpuUsage(),
  now: () => number = () => performance.now(),
): () => number {
  const [cpuMs, startMs] = [totalMs(cpuUsage()), now()];
  return () => Math.min(totalMs(cpuUsage()) - cpuMs, now() - startMs);
}

export function totalMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
