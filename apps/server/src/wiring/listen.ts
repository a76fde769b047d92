/** Every listener, in the order in which they open. */
import type { Server } from 'node:net';
import { countedReceiver } from '../edges/metrics/counted-transport.ts';
import { loggedMsrpReceiver } from '../edges/msrp-transports/logged-msrp.ts';
import { loggedReceiver } from '../edges/sip-transports/logged-transport.ts';
import { listenFailure } from '../edges/startup/start-failure.ts';
import { listen } from '../edges/stream-transports/listen.ts';
import { isWildcard } from '../edges/system/loopback.ts';
import type { SipTransportReceiver } from '../protocols/sip/transport/sip-transport.ts';
import type { Foundation } from './foundation.ts';
import type { PortName } from './ports.ts';
import type { SipStack } from './sip-stack.ts';
import type { Web } from './web.ts';

/** Opens everything. Rejects with the sentence that names the variable. */
export async function listenEverywhere(
  foundation: Foundation,
  { sip, admission, web }: { readonly sip: SipStack; readonly admission: SipTransportReceiver; readonly web: Web },
): Promise<void> {
  const { environment, logger, messageLog, metrics, ports } = foundation;
  const { host, publicAddress } = environment;
  const { transports, msrpTransports, msrp } = sip;
  if (isWildcard(publicAddress)) {
    logger.warn({ publicAddress }, 'peers are told an address that is none: set CORDBOARD_PUBLIC_ADDRESS');
  }
  async function open(name: PortName, variable: string, bind: (port: number) => Promise<number>) {
    const port = environment[name];
    ports[name] = await bind(port).catch((error: unknown) => {
      throw listenFailure(error, variable, host, port);
    });
  }
  const receiver = countedReceiver(loggedReceiver(admission, messageLog), metrics);
  await open('httpPort', 'CORDBOARD_HTTP_PORT', async (port) => {
    await web.rest.listen({ host, port });
    return portOf(web.rest.server, port);
  });
  await open('httpsPort', 'CORDBOARD_HTTPS_PORT', (port) => listen(web.secureServer, host, port, logger));
  await open('sipPort', 'CORDBOARD_SIP_PORT', (port) => transports.start({ host, port, publicAddress }, receiver));
  await open('sipsPort', 'CORDBOARD_SIPS_PORT', (port) => transports.startTls({ host, port }));
  await open('msrpPort', 'CORDBOARD_MSRP_PORT', (port) =>
    msrpTransports.start({ host, port, publicAddress }, loggedMsrpReceiver(msrp, messageLog)),
  );
  await open('msrpsPort', 'CORDBOARD_MSRPS_PORT', (port) => msrpTransports.startTls({ host, port }));
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}
