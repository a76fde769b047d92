import { CircleAlert, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { dismissNotice, type Notice, useNoticesStore } from '../../stores/requests/notices-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';

const SHOWN_MS = 10_000;

/** What the server refused, in its words, for some seconds. */
export function Notices() {
  const notices = useNoticesStore((state) => state.notices);
  return (
    <div
      role="alert"
      className="pointer-events-none fixed top-16 right-4 z-40 flex w-[min(360px,calc(100vw-32px))] flex-col gap-2"
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { id, tone, words } = notice;
  useEffect(() => {
    const timer = setTimeout(() => dismissNotice(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id]);
  const Icon = tone === 'error' ? CircleAlert : Info;
  return (
    <div className="raised pointer-events-auto flex items-start gap-2.5 rounded-xl border border-line bg-surface p-3 text-[13px]">
      <Icon
        aria-hidden="true"
        className={classNames('mt-0.5 size-4 shrink-0', tone === 'error' ? 'text-danger' : 'text-accent-ink')}
      />
      <span className="flex-1">{words}</span>
      <IconButton icon={X} size="small" label="Dismiss" className="-m-1" onClick={() => dismissNotice(id)} />
    </div>
  );
}
