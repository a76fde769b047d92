import { buildDesktopIfStale } from './desktop-build.ts';

const PARENT_CHECK_MS = 500;

const build = await buildDesktopIfStale();
if (build.wasInterrupted) process.exit(0);
if (build.exitCode !== 0) {
  console.error('The desktop could not be built, so Cordboard does not start.');
  process.exit(1);
}
if (process.env.npm_lifecycle_event === 'start') endWithShell();
// In this very process, so that a signal to it reaches the server.
await import('../apps/server/src/main.ts');

/** npm passes a signal to the shell between npm and us, which ends without telling us. */
function endWithShell(): void {
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  timer.unref();
}
