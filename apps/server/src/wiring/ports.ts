import type { Environment } from '../edges/startup/read-environment.ts';

export type PortName = 'httpPort' | 'httpsPort' | 'sipPort' | 'sipsPort' | 'msrpPort' | 'msrpsPort';
export type Ports = Record<PortName, number>;

/** The ports that the environment asks for; 0 becomes a free one when it is bound. */
export function wantedPorts(environment: Environment): Ports {
  const { httpPort, httpsPort, sipPort, sipsPort, msrpPort, msrpsPort } = environment;
  return { httpPort, httpsPort, sipPort, sipsPort, msrpPort, msrpsPort };
}
