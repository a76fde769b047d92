import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The lock of the tab that leads: this tab waits for it until the test lets it have it. */
class Locks {
  #waiting: (() => unknown) | undefined;

  request(_name: string, got: () => unknown): Promise<void> {
    this.#waiting = got;
    return Promise.resolve();
  }

  pass(): void {
    this.#waiting?.();
  }
}

const playTone = vi.fn();
const shown: string[] = [];
let locks: Locks;
let hasFocus = false;

/** The modules of a tab that has just been opened. */
async function openTab() {
  const { askForLeadership } = await import('../../lib/leader-tab.ts');
  const { sound } = await import('./sound.ts');
  const { showNotification } = await import('./notification.ts');
  const { setPreferences } = await import('../../stores/session/preferences-store.ts');
  askForLeadership();
  return { sound, showNotification, setPreferences };
}

beforeEach(() => {
  locks = new Locks();
  hasFocus = false;
  shown.length = 0;
  playTone.mockClear();
  vi.resetModules();
  vi.doMock('../../lib/tones.ts', () => ({ playTone, unlockTones: () => {} }));
  vi.stubGlobal('navigator', { ...navigator, locks });
  vi.spyOn(document, 'hasFocus').mockImplementation(() => hasFocus);
  class FakeNotification {
    static permission: NotificationPermission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
  }
  vi.stubGlobal('Notification', FakeNotification);
});
afterEach(() => {
  vi.doUnmock('../../lib/tones.ts');
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
});

describe('sound and notifications', () => {
  it('[DT53] come from one tab alone: another is silent until the first is closed', async () => {
    const { sound, showNotification } = await openTab();
    sound('ring');
    showNotification('akim is ringing', 'VQ_Any', 'a1');
    expect(playTone).not.toHaveBeenCalled();
    expect(shown).toEqual([]);
    locks.pass();
    sound('ring');
    showNotification('akim is ringing', 'VQ_Any', 'a1');
    expect(playTone).toHaveBeenCalledExactlyOnceWith('ring');
    expect(shown).toEqual(['akim is ringing']);
  });

  it('[DT53] can both be off', async () => {
    const { sound, showNotification, setPreferences } = await openTab();
    locks.pass();
    setPreferences({ isSoundOn: false });
    sound('ring');
    expect(playTone).not.toHaveBeenCalled();
    setPreferences({ isSoundOn: true });
    sound('late');
    expect(playTone).toHaveBeenCalledExactlyOnceWith('late');
    for (const permission of ['denied', 'default'] as const) {
      Object.assign(Notification, { permission });
      showNotification('akim is ringing', 'VQ_Any', 'a1');
    }
    expect(shown).toEqual([]);
  });

  it('[DT53] no notification for who looks at the desk', async () => {
    const { showNotification } = await openTab();
    locks.pass();
    hasFocus = true;
    showNotification('akim is ringing', 'VQ_Any', 'a1');
    expect(shown).toEqual([]);
  });
});
