/** What every part stands on. */
import type { Logger } from '../base/logger.ts';
import { sourceOfAddress } from '../base/source-of-address.ts';
import type { Configuration } from '../domain/configuration/configuration.ts';
import { MessageLog } from '../edges/logging/message-log.ts';
import { Metrics } from '../edges/metrics/metrics.ts';
import { TrustedProxies } from '../edges/rest/trusted-proxies.ts';
import type { Environment } from '../edges/startup/read-environment.ts';
import type { SystemClock } from '../edges/system/system-clock.ts';
import type { Certificates } from '../edges/tls/certificates.ts';
import { openCertificates } from '../edges/tls/open-certificates.ts';
import { ConnectionRate } from '../services/admission/rates/connection-rate.ts';
import type { RecordStore } from '../services/recorder/ports.ts';
import { type Ports, wantedPorts } from './ports.ts';

/** What has been opened and read before anything is built. */
export interface Opened {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly clock: SystemClock;
  readonly store: RecordStore;
  readonly configuration: Configuration;
}

export interface Foundation extends Opened {
  readonly metrics: Metrics;
  readonly messageLog: MessageLog;
  readonly certificates: Certificates;
  readonly proxies: TrustedProxies;
  /** Of new connections, to whatever port. */
  readonly connectionRate: ConnectionRate;
  /** As bound; as asked for until then. */
  readonly ports: Ports;
}

export async function layFoundation(opened: Opened): Promise<Foundation> {
  const { environment, clock, logger } = opened;
  const metrics = new Metrics();
  metrics.observeProcess();
  const trusted = new Set(trustedAddresses(opened).map(sourceOfAddress));
  return {
    ...opened,
    metrics,
    messageLog: new MessageLog({
      isOn: environment.logLevel === 'trace',
      now: () => clock.now(),
      write: (text) => process.stdout.write(text),
    }),
    certificates: await openCertificates(environment, clock, logger),
    proxies: new TrustedProxies(environment.trustedProxies),
    connectionRate: new ConnectionRate({
      clock,
      perSource: environment.connectionRatePerSource,
      inAll: environment.connectionRate,
      isTrusted: (address) => trusted.has(sourceOfAddress(address)),
      counters: metrics,
    }),
    ports: wantedPorts(environment),
  };
}

/** Peers that are not counted, and that are where their datagrams say. */
export function trustedAddresses({
  environment,
  configuration,
}: Pick<Opened, 'environment' | 'configuration'>): readonly string[] {
  const peers = [...configuration.file.trustedPeers, ...configuration.trunks()];
  return [...environment.sipTrustedAddresses, ...peers.flatMap(({ addresses }) => addresses)];
}
