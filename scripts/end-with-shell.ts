const CHECK_MS = 500;

/**
 * Ends this process when the shell between npm and it ends: npm passes a signal to that shell, which goes without telling
 * its child. Without npm nothing is watched, so that the server may outlive the terminal it was started in.
 */
export function endWithShell(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}
