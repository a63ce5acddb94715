import { useEffect, useState } from "preact/hooks";

/** How often a page of a run that goes on asks for news. */
const REFRESH_MS = 2000;

/** Counts up while something goes on and the page is seen. */
export function useTick(isOn: boolean): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => document.hidden || setTick((count) => count + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isOn]);
  return tick;
}
