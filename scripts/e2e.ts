import { ensurePackages } from './debian-packages.ts';
import { buildDesktopIfStale } from './desktop-build.ts';
import { runProgram } from './run-program.ts';

await ensurePackages(['chromium']);
const build = await buildDesktopIfStale();
if (build.exitCode !== 0 || build.wasInterrupted) process.exit(1);
const tests = await runProgram('playwright', ['test', ...process.argv.slice(2)]);
process.exit(tests.exitCode);
