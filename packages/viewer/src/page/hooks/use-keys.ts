import { useEffect } from "preact/hooks";

/** A box to check takes the space bar alone. */
function isBox({ type }: HTMLInputElement): boolean {
  return type === "checkbox";
}

/**
 * Calls the handler of a pressed key, unless the reader is typing, holds a modifier, or a dialog with its own
 * keys is open. `isFirst`: before those of the frame, for keys that are also the number of a view.
 */
export function useKeys(handlers: Readonly<Record<string, () => void>>, { isFirst = false } = {}): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (document.querySelector("dialog[open]") !== null) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      const isWriting = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && !isBox(target));
      if (isWriting && event.key !== "Escape") return;
      const isPressed = event.key === "Enter" && target.closest("a, button") !== null;
      if (isPressed) return; // Enter on a link or a button is its own
      const handler = Object.hasOwn(handlers, event.key) ? handlers[event.key] : undefined;
      if (handler === undefined) return;
      event.preventDefault();
      handler();
    };
    addEventListener("keydown", press, isFirst);
    return () => removeEventListener("keydown", press, isFirst);
  });
}
