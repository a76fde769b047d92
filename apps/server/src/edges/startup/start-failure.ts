/** Why the server cannot start, in one sentence for the person who started it. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** A StartFailure for a listener that could not be opened, naming the variable to change. */
export function listenFailure(error: unknown, portVariable: string, host: string, port: number): StartFailure {
  switch (errorCodeOf(error)) {
    case 'EADDRINUSE':
      return new StartFailure(`${portVariable} is ${port}, but another program uses that port on ${host}.`);
    case 'EACCES':
      return new StartFailure(`${portVariable} is ${port}, but this user may not listen on that port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartFailure(`CORDBOARD_HOST is ${host}, which is no address of this machine.`);
    default:
      return new StartFailure(`${portVariable} is ${port}, but listening on ${host} failed: ${String(error)}.`);
  }
}

function errorCodeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
