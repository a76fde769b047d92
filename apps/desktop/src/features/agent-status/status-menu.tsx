import { CircleCheck, CircleDot, CircleMinus, LogIn, LogOut } from 'lucide-react';
import { useCallback } from 'react';
import { useAgentStore } from '../../stores/agent/agent-store.ts';
import { summarizeAgent } from '../../stores/agent/agent-summary.ts';
import { mediaWords } from '../../stores/session/place-media.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { chooseMedia, logOut } from '../../stores/session-actions.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import { showOverlay } from '../../stores/view/view-store.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { setNotReady, setReady } from './status-actions.ts';

/** Ready, Not Ready with its reasons, Log out. */
export function StatusMenu() {
  const agent = summarizeAgent(useAgentStore());
  const place = useSessionStore((state) => state.place);
  const reasons = useSessionStore((state) => state.settings?.notReadyReasons) ?? [];
  const { dialing, ringing, active, held } = useDeskLists();
  const close = useCallback(() => showOverlay(null), []);
  const { status, loggedIn } = agent;
  const openCount = dialing.length + ringing.length + active.length + held.length;
  const items: MenuItem[] = [];

  if (loggedIn.length > 0) {
    items.push({
      id: 'ready',
      isChecked: status === 'ready',
      content: <Entry icon={CircleCheck} colour="text-ready" words="Ready" />,
      choose: () => void setReady(loggedIn),
    });
    if (loggedIn.length > 1)
      for (const each of loggedIn) {
        const media = place?.directoryNumbers.find(({ number }) => number === each.dn);
        items.push({
          id: `ready-${each.dn}`,
          isChecked: status === 'readyForSome' && each.status === 2,
          content: (
            <Entry
              icon={CircleDot}
              colour="text-partly"
              words={`Ready for ${media ? mediaWords(media) : each.dn} only`}
            />
          ),
          choose: () => {
            void setReady([each]);
            void setNotReady(
              loggedIn.filter((other) => other.dn !== each.dn),
              null,
            );
          },
        });
      }
    for (const [index, reason] of [null, ...reasons].entries())
      items.push({
        id: `not-ready-${reason ?? ''}`,
        ...(index === 0 ? { heading: 'Not ready' } : {}),
        isChecked: status === 'notReady' && agent.reason === reason,
        content: <Entry icon={CircleMinus} colour="text-not-ready" words={reason ?? 'Not ready'} />,
        choose: () => void setNotReady(loggedIn, reason),
      });
  } else
    items.push({
      id: 'login',
      content: <Entry icon={LogIn} colour="text-ink-2" words="Log in at this place" />,
      choose: chooseMedia,
    });
  items.push({
    id: 'logout',
    heading: 'Session',
    content: <Entry icon={LogOut} colour="text-ink-2" words="Log out" />,
    disabledReason:
      openCount > 0 ? `Finish your ${openCount === 1 ? 'open chat' : `${openCount} open chats`} first.` : undefined,
    choose: () => void logOut(),
  });
  return <Menu label="Status" items={items} onClose={close} className="top-full left-0 mt-2" />;
}

interface EntryProps {
  readonly icon: typeof LogOut;
  readonly colour: string;
  readonly words: string;
}

function Entry({ icon: Icon, colour, words }: EntryProps) {
  return (
    <>
      <Icon aria-hidden="true" className={`size-4 ${colour}`} />
      {words}
    </>
  );
}
