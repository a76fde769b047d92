import { useEffect, useRef } from 'react';
import { DirectoryRow } from './directory-row.tsx';
import type { DestinationChoice } from './use-destination-choice.ts';

interface DestinationListProps {
  readonly id: string;
  readonly optionId: (key: string) => string;
  readonly choice: DestinationChoice;
}

/** Everybody and everything that was found, by section; the current one is kept in sight. */
export function DestinationList({ id, optionId, choice }: DestinationListProps) {
  const { sections, current, armedKey, favourites, deskStatus, typed } = choice;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row in use is the occasion.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  }, [current?.key]);
  const isEmpty = sections.every(({ rows }) => rows.length === 0);
  const question = `Press again: the chat leaves you and rings at ${current?.name ?? ''}`;
  return (
    <>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Destinations"
        aria-busy={deskStatus === 'loading' || undefined}
        className="h-[min(320px,30vh)] md:h-[min(320px,40vh)] overflow-auto p-1.5"
      >
        {sections.map((section) => (
          <div key={section.title} role="presentation">
            <p role="presentation" className="section-title px-2.5 pt-2 pb-1">
              {section.title}
            </p>
            {section.rows.map((row) => (
              <DirectoryRow
                key={row.key}
                id={optionId(row.key)}
                row={row}
                isCurrent={row === current}
                isFavourite={favourites.includes(row.key)}
                question={armedKey === row.key ? question : null}
                onPoint={() => choice.pointAt(row)}
                onChoose={() => void choice.choose(row)}
                onKeyDown={choice.keyPressed}
              />
            ))}
            {section.more > 0 && (
              <p role="presentation" className="px-2.5 py-1 text-xs text-ink-2">
                {section.more} more: type a name
              </p>
            )}
          </div>
        ))}
      </div>
      {isEmpty && (
        <p role="status" className="-mt-[min(300px,38vh)] h-[min(300px,38vh)] p-4 text-ink-2">
          {deskStatus === 'loading' ? 'The directory is being read…' : `Nothing is called “${typed}”.`}
        </p>
      )}
    </>
  );
}
