import { buildDesktopIfStale } from './desktop-build.ts';
import { endWithShell } from './end-with-shell.ts';

endWithShell();
const build = await buildDesktopIfStale();
if (build.wasInterrupted) process.exit(0);
if (build.exitCode !== 0) {
  console.error('The desktop could not be built, so Cordboard does not start.');
  process.exit(1);
}
// In this very process, so that a signal to it reaches the server.
await import('../apps/server/src/main.ts');
