import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './repository.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface ProgramOptions {
  /** Relative to the repository. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly exitCode: number;
  /** We were told to end while it ran, and passed that on. */
  readonly wasInterrupted: boolean;
}

/** Starts a program of this repository or of the system in the foreground. */
export function startProgram(
  command: string,
  parameters: readonly string[],
  options: ProgramOptions = {},
): ChildProcess {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return spawn(command, parameters, {
    cwd: join(root, options.folder ?? '.'),
    env: { ...process.env, ...options.environment, PATH: path },
    stdio: 'inherit',
  });
}

/** Runs a program to its end; a signal to us ends it too. */
export function runProgram(
  command: string,
  parameters: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = startProgram(command, parameters, options);
    let wasInterrupted = false;
    const passOn = (signal: NodeJS.Signals) => {
      wasInterrupted = true;
      child.kill(signal);
    };
    const finish = (exitCode: number) => {
      for (const signal of SIGNALS) process.off(signal, passOn);
      resolve({ exitCode, wasInterrupted });
    };
    for (const signal of SIGNALS) process.on(signal, passOn);
    child.on('error', (error) => {
      console.error(`${command} cannot be started: ${error.message}`);
      finish(1);
    });
    child.on('exit', (code) => finish(code ?? 1));
  });
}
