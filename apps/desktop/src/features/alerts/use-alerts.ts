import { useEffect, useRef } from 'react';
import { customerName } from '../../lib/customer-name.ts';
import { askForLeadership } from '../../lib/leader-tab.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { unlockTones } from '../../lib/tones.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import { showNotification } from './notification.ts';
import { sound } from './sound.ts';

const RING_REPEAT_MS = 4000;
/** Older than this when it arrives is history, not news. */
const FRESH_MS = 15_000;

/** Title badge in every tab; sound and notifications in the one tab that leads. */
export function useAlerts(): void {
  const { ringing, needing } = useDeskLists();
  const firstRing = ringing[0];
  const announced = useRef(new Set<string>());

  useEffect(() => {
    askForLeadership();
    const unlock = (): void => unlockTones();
    window.addEventListener('pointerdown', unlock);
    window.addEventListener('keydown', unlock);
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }, []);

  useEffect(() => {
    document.title = needing > 0 ? `(${needing}) Cordboard` : 'Cordboard';
    return () => {
      document.title = 'Cordboard';
    };
  }, [needing]);

  const isRinging = firstRing !== undefined;
  useEffect(() => {
    if (!isRinging) return;
    sound('ring');
    const timer = setInterval(() => sound('ring'), RING_REPEAT_MS);
    return () => clearInterval(timer);
  }, [isRinging]);

  useEffect(() => {
    for (const interaction of ringing) {
      const { connID, queue } = interaction;
      if (announced.current.has(connID)) continue;
      announced.current.add(connID);
      showNotification(`${nameOf(interaction)} is ringing`, queue ?? 'Direct', connID);
    }
  }, [ringing]);

  useEffect(
    () =>
      useChatStore.subscribe(({ chats }, before) => {
        for (const chat of Object.values(chats)) {
          const known = before.chats[chat.connID];
          const line = chat.lines.at(-1);
          if (known === chat || line?.kind !== 'text' || line.fromRole !== 'customer') continue;
          if ((known?.lines.length ?? 0) >= chat.lines.length || serverNow() - line.time > FRESH_MS) continue;
          if (!document.hasFocus()) sound('text');
          showNotification(customerName(line.from), line.im, chat.connID);
        }
      }),
    [],
  );
}
