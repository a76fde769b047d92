import pino from 'pino';
import type { Logger } from '../../base/logger.ts';

/** Keys whose values never reach a log, wherever they stand. */
const SECRETS = ['password', 'passwordHash', 'digest', 'token', 'authorization', 'secret', 'credentials'];
const REDACTED_PATHS = SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

export interface JsonLoggerOptions {
  readonly level: string;
  /** Where lines go; standard error by default, so that standard output stays with the ready line and the message log. */
  readonly destination?: pino.DestinationStream;
}

/** One JSON object per line; line breaks inside values are escaped by JSON. */
export function createJsonLogger({ level, destination }: JsonLoggerOptions): Logger {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[hidden]' },
      serializers: { error: pino.stdSerializers.err },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
  return wrap(logger);
}

function wrap(logger: pino.Logger): Logger {
  return {
    trace: (fields, message) => logger.trace(fields, message),
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
