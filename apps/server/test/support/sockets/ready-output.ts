import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A server that has said that it is ready, with the ports that it said. */
export interface ReadyOutput {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sipPort: number;
  readonly sipsPort: number;
  readonly msrpPort: number;
  readonly msrpsPort: number;
  /** What it has printed so far. */
  output(): string;
}

/** Waits for the ready line of a server; rejects with what it printed when it ends before that. */
export async function whenReady(child: ChildProcessByStdio<null, Readable, Readable>): Promise<ReadyOutput> {
  let output = '';
  const ready = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const line = /^Cordboard is ready: http:\/\/\S+:(\d+)\/ and sip:\S+:(\d+)$/m.exec(output);
      if (line !== null) resolve(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
  return {
    httpPort: Number(ready[1]),
    sipPort: Number(ready[2]),
    httpsPort: Number(/https:\/\/\S+:(\d+)\/$/m.exec(output)?.[1]),
    sipsPort: Number(/^ {2}SIP .*:(\d+) over TLS$/m.exec(output)?.[1]),
    msrpPort: Number(/^ {2}MSRP .*:(\d+) over TCP/m.exec(output)?.[1]),
    msrpsPort: Number(/^ {2}MSRP .*:(\d+) over TLS/m.exec(output)?.[1]),
    output: () => output,
  };
}
