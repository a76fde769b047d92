import { Check } from 'lucide-react';
import { useState } from 'react';
import { unlockTones } from '../../lib/tones.ts';
import { setPreferences, usePreferencesStore } from '../../stores/session/preferences-store.ts';

/** `Sound ✓  Notifications: allow`: asked where it makes sense, never out of the blue. */
export function AlertPermissions() {
  const isSoundOn = usePreferencesStore((state) => state.isSoundOn);
  const [permission, setPermission] = useState(
    typeof Notification === 'undefined' ? 'unsupported' : Notification.permission,
  );
  const allow = async (): Promise<void> => {
    unlockTones();
    setPermission(await Notification.requestPermission());
  };
  return (
    <>
      <span>
        Sound:{' '}
        <button
          type="button"
          aria-pressed={isSoundOn}
          className="min-h-6 text-accent-ink underline"
          onClick={() => {
            unlockTones();
            setPreferences({ isSoundOn: !isSoundOn });
          }}
        >
          {isSoundOn ? 'on' : 'off'}
        </button>
      </span>
      <span>
        Notifications:{' '}
        {permission === 'default' && (
          <button type="button" className="min-h-6 text-accent-ink underline" onClick={() => void allow()}>
            allow
          </button>
        )}
        {permission === 'granted' && (
          <span className="inline-flex items-center gap-1">
            on <Check aria-hidden="true" className="size-3" />
          </span>
        )}
        {permission === 'denied' && 'blocked in the browser'}
        {permission === 'unsupported' && 'not in this browser'}
      </span>
    </>
  );
}
