import { useEffect, useRef } from 'react';
import { useNow } from '../../lib/use-now.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import { waitLevel } from '../../stores/view/waiting.ts';
import { sound } from './sound.ts';

/** A critical wait is heard again after this time. */
const LATE_REPEAT_MS = 30_000;

/** Says what rings and who waits too long to those who do not see it, and lets a long wait be heard. Draws nothing. */
export function Announcer() {
  const { ringing, active, held } = useDeskLists();
  const interval = useSessionStore((state) => state.settings?.customerWaitIntervalSeconds) ?? 30;
  const now = useNow();
  const late = [...active, ...held]
    .map(({ interaction, waiting: { customerSince } }) => ({
      connID: interaction.connID,
      name: nameOf(interaction),
      level: customerSince === null ? ('new' as const) : waitLevel(now - customerSince, interval),
    }))
    .filter(({ level }) => level !== 'new');
  const levels = late.map(({ connID, level }) => `${connID} ${level}`).join(' ');
  const heard = useRef('');
  const hasCritical = late.some(({ level }) => level === 'critical');

  useEffect(() => {
    const isNew = levels.split(' ').some((part) => !heard.current.split(' ').includes(part));
    if (levels !== '' && isNew) sound('late');
    heard.current = levels;
  }, [levels]);

  useEffect(() => {
    if (!hasCritical) return;
    const timer = setInterval(() => sound('late'), LATE_REPEAT_MS);
    return () => clearInterval(timer);
  }, [hasCritical]);

  return (
    <section aria-label="Announcements" className="sr-only">
      <p role="alert">
        {ringing.map((interaction) => `${nameOf(interaction)} is ringing. Control Shift A accepts. `).join('')}
      </p>
      <p aria-live="polite">
        {late
          .map(({ name, level }) => `${name} waits ${level === 'critical' ? 'far too long' : 'too long'}. `)
          .join('')}
      </p>
    </section>
  );
}
