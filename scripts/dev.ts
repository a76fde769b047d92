import { endWithShell } from './end-with-shell.ts';
import { startProgram } from './run-program.ts';

endWithShell();

const programs = [
  startProgram('node', ['--watch', '--watch-preserve-output', 'apps/server/src/main.ts']),
  startProgram('vite', [], { folder: 'apps/desktop' }),
];

/** When one ends or we are told to end, all end. */
function endAll(): void {
  for (const program of programs) program.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, endAll);
for (const program of programs) {
  program.on('error', endAll);
  program.on('exit', endAll);
}
