import { CloudOff, LoaderCircle, Wifi } from 'lucide-react';
import { useEffect } from 'react';
import { plural } from '../../lib/plural.ts';
import { dismissBack } from '../../stores/session/connection-reducer.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';

const BACK_SHOWN_MS = 6000;

/** Says when the connection is lost, and what came after when it is back. */
export function ConnectionBanner() {
  const { status, isBack, recovered } = useConnectionStore();
  useEffect(() => {
    if (!isBack) return;
    const timer = setTimeout(() => useConnectionStore.setState(dismissBack), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isBack]);

  return (
    <div role="status" aria-label="Connection">
      {(status === 'lost' || status === 'refused') && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-[13px] font-medium text-warn">
          <CloudOff aria-hidden="true" className="size-4" />
          Connection lost. Reconnecting… What you write is kept.
          <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />
        </p>
      )}
      {isBack && status === 'live' && (
        <p className="flex items-center justify-center gap-2 bg-ready-soft px-4 py-1.5 text-[13px] font-medium text-ready">
          <Wifi aria-hidden="true" className="size-4" />
          Back online. {recovered === 0 ? 'Nothing was missed.' : `${plural(recovered, 'event')} recovered.`}
        </p>
      )}
    </div>
  );
}
