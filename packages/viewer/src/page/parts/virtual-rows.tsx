import { type ComponentChildren, Fragment, type JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Browsers cut elements off at 17 to 33 million pixels; above this the scroll bar is scaled. */
const TALLEST_PX = 12_000_000;
const SPARE_PX = 240;

export interface VirtualRowsProps {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly label: string;
  readonly columns: number;
  readonly header?: ComponentChildren;
  /** A row, without a key: elements that scroll out of sight are used again for rows that come into it. */
  readonly children: (position: number) => JSX.Element;
  /** Kept in sight when it changes. */
  readonly selected?: number | undefined;
  readonly onWindow?: (first: number, last: number) => void;
  readonly class?: string;
  readonly style?: Readonly<Record<string, string | number>>;
  readonly role?: "table" | "listbox";
  readonly activeId?: string | undefined;
}

/** A list of any length with only the visible rows in the document. */
export function VirtualRows(props: VirtualRowsProps): JSX.Element {
  const { count, rowHeightPx, header, children, selected, onWindow, role = "table" } = props;
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void =>
      setScroll({ top: element.scrollTop, height: element.clientHeight - (head.current?.offsetHeight ?? 0) });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);

  const full = count * rowHeightPx;
  const shown = Math.min(full, TALLEST_PX);
  const height = Math.max(scroll.height, rowHeightPx);
  const ratio = shown > height ? (full - height) / (shown - height) : 1;
  const virtualTop = Math.max(0, Math.min(scroll.top * ratio, full - height));
  const spare = Math.ceil(SPARE_PX / rowHeightPx);
  const first = Math.max(0, Math.floor(virtualTop / rowHeightPx) - spare);
  const last = Math.min(count, Math.ceil((virtualTop + height) / rowHeightPx) + spare);
  const elements = Math.ceil(height / rowHeightPx) + 1 + 2 * spare;
  const offset = scroll.top - (virtualTop - first * rowHeightPx);

  useEffect(() => onWindow?.(first, last), [first, last, count]);
  useEffect(() => {
    if (selected === undefined || selected < 0) return;
    const top = selected * rowHeightPx;
    if (top < virtualTop) box.current!.scrollTop = top / ratio;
    else if (top + rowHeightPx > virtualTop + height) box.current!.scrollTop = (top + rowHeightPx - height) / ratio;
  }, [selected]);

  const positions = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place);
  return (
    <div
      ref={box}
      class={`virtual ${props.class ?? ""}`}
      role={role}
      style={props.style}
      aria-label={props.label}
      aria-rowcount={role === "table" ? count + 1 : undefined}
      aria-colcount={role === "table" ? props.columns : undefined}
      aria-activedescendant={props.activeId}
      tabIndex={0}
    >
      {header && (
        <div ref={head} class="virtual-head" role="rowgroup">
          {header}
        </div>
      )}
      <div class="virtual-space" role={role === "table" ? "rowgroup" : "presentation"} style={{ height: `${shown}px` }}>
        <div class="virtual-rows" role="presentation" style={{ transform: `translateY(${offset}px)` }}>
          {positions.map((position) => (
            <Fragment key={position % elements}>{children(position)}</Fragment>
          ))}
        </div>
      </div>
    </div>
  );
}
