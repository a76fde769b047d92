/** One tab of this browser owns sounds and notifications; the lock passes on when it closes. */
let isLeader = typeof navigator === 'undefined' || navigator.locks === undefined;
let isAsked = false;

/** Queues this tab for the lock and keeps it until the tab ends. */
export function askForLeadership(): void {
  if (isAsked || isLeader) return;
  isAsked = true;
  void navigator.locks.request('cordboard-leader', () => {
    isLeader = true;
    return new Promise<never>(() => {});
  });
}

export function isLeaderTab(): boolean {
  return isLeader;
}
