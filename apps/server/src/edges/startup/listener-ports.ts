/** The ports on which the server is reached. */
export interface ListenerPorts {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sipPort: number;
  readonly sipsPort: number;
  readonly msrpPort: number;
  readonly msrpsPort: number;
}
