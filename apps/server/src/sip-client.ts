/** A SIP client on the command line: `npm run sip -- --help`. */
import { HELP, readArguments } from './edges/sip-client/read-arguments.ts';
import { EXIT, runClient } from './edges/sip-client/run-client.ts';

process.exit(await run());

async function run(): Promise<number> {
  const read = readArguments(process.argv.slice(2));
  if (!read.ok) {
    process.stderr.write(`${read.failure.trimEnd()}\n`);
    return EXIT.usage;
  }
  if (read.value.kind === 'help') {
    process.stdout.write(HELP);
    return EXIT.taken;
  }
  const write = (text: string) => process.stdout.write(text);
  return runClient(read.value.run, { input: process.stdin, write });
}
