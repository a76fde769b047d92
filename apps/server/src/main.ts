import { formatReadyNotice } from './edges/startup/ready-notice.ts';
import { StartFailure } from './edges/startup/start-failure.ts';

const NODE_NEEDED = [22, 14] as const;
const STOP_TIMEOUT_MS = 9_000;

refuseOldNode();
process.stdout.on('error', () => {
  // Nobody reads any more; that is no reason to end.
});

try {
  const { readEnvironment } = await import('./edges/startup/read-environment.ts');
  const { withConfigFile } = await import('./edges/startup/config-file-variables.ts');
  const { createJsonLogger } = await import('./edges/logging/json-logger.ts');
  const { createApp } = await import('./app.ts');
  const environment = readEnvironment(withConfigFile(process.env));
  const logger = createJsonLogger({ level: environment.logLevel });
  process.on('uncaughtException', (error) => {
    logger.error({ error }, 'uncaught exception, the server ends');
    process.exit(1);
  });
  const app = await createApp(environment, { logger });
  endOnSignal(async () => app.stop());
  process.on('SIGHUP', () => void app.reload());
  process.stdout.write(formatReadyNotice(await app.start()));
} catch (error) {
  endWith(error instanceof StartFailure ? error.message : `Cordboard cannot start: ${String(error)}`);
}

function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1]);
  if (!isNewEnough) endWith(`Cordboard needs Node.js ${NODE_NEEDED.join('.')} or newer, this is ${process.version}.`);
}

/** Ends cleanly on the first signal; further ones change nothing. */
function endOnSignal(stop: () => Promise<void>): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    // What was acknowledged is stored already, so ending hard loses nothing.
    setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => endWith(`Cordboard did not end cleanly: ${String(error)}`),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function endWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
