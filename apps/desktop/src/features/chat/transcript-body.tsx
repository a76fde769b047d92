import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { Row } from './transcript-rows.ts';

/** Up to here all rows are in the document: find in page and screen readers see everything. */
const PLAIN_ROWS_MAX = 200;
const ROW_HEIGHT_PX = 64;

interface TranscriptBodyProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Row[];
  readonly drawRow: (row: Row) => ReactNode;
  /** The whole height, whenever measuring has changed it. */
  readonly onHeight: (height: number) => void;
}

/** The rows of a transcript; a long one is drawn only where it is looked at. */
export function TranscriptBody(props: TranscriptBodyProps) {
  return props.rows.length > PLAIN_ROWS_MAX ? <VirtualRows {...props} /> : <PlainRows {...props} />;
}

function PlainRows({ rows, drawRow, onHeight }: TranscriptBodyProps) {
  const list = useRef<HTMLDivElement>(null);
  // Rows grow, too: one that has failed says why.
  useEffect(() => {
    const element = list.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <div ref={list}>
      {rows.map((row) => (
        <div key={row.key} className="px-4 py-[5px] sm:px-5">
          {drawRow(row)}
        </div>
      ))}
    </div>
  );
}

function VirtualRows({ box, rows, drawRow, onHeight }: TranscriptBodyProps) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });
  const height = virtualizer.getTotalSize();
  useEffect(() => onHeight(height), [height, onHeight]);
  return (
    <div className="relative w-full" style={{ height }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            className="absolute top-0 left-0 w-full px-4 py-[5px] sm:px-5"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {drawRow(row)}
          </div>
        );
      })}
    </div>
  );
}
