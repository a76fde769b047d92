import { isLeaderTab } from '../../lib/leader-tab.ts';
import { openChat } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';

const BODY_LENGTH_MAX = 140;

/** Only while nobody looks at the desk, only from the tab that leads, and one per chat. */
export function showNotification(title: string, body: string, connID: string): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  if (document.hasFocus() || !isLeaderTab()) return;
  const notification = new Notification(title, { body: body.slice(0, BODY_LENGTH_MAX), tag: connID });
  notification.onclick = () => {
    window.focus();
    changeView((view) => openChat(view, connID));
    notification.close();
  };
}
