import { useEffect, useState } from "preact/hooks";

/** Refresh interval of the page of a run in progress. */
const REFRESH_MS = 2000;

/** Counts up while `isOn` and the page is visible. */
export function useTick(isOn: boolean): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => document.hidden || setTick((count) => count + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isOn]);
  return tick;
}
