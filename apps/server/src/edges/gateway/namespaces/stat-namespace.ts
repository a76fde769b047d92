import { type Refusal, refuse } from '@cordboard/shared/errors';
import { closeStatisticSchema, openStatisticSchema } from '@cordboard/shared/statistics/stat-channel';
import type { z } from 'zod';
import type { StatClient, StatService, StatShow } from '../../../services/stat-server/stat-service.ts';
import { BoundedSocket, type BoundedSocketOptions } from '../sockets/bounded-socket.ts';
import type { Admission } from '../sockets/handshake.ts';
import { ClientNamespace, type GatewayNamespace, type NamespaceSurroundings } from './client-namespace.ts';

/** One client of the stat server. */
class StatSocketClient extends BoundedSocket implements StatClient {
  constructor(options: BoundedSocketOptions) {
    super(options, options.limits.statisticRate);
  }

  show({ name, message }: StatShow): void {
    this.emit(name, message);
  }

  protected override sayFarewell(reason: string): void {
    const { code, message } = refuse('ConnectionEnded', reason);
    this.show({ name: 'refused', message: { errorCode: code, errorMessage: message } });
  }
}

/** Statistics for supervisors, agents and applications: checks what they ask for and hands it to the stat server. */
export class StatNamespace extends ClientNamespace<StatSocketClient> {
  readonly #service: StatService;

  constructor(namespace: GatewayNamespace, surroundings: NamespaceSurroundings, service: StatService) {
    super(namespace, surroundings);
    this.#service = service;
  }

  protected override createClient(options: BoundedSocketOptions): StatSocketClient {
    return new StatSocketClient(options);
  }

  protected override findRefusal({ role }: Admission): Refusal | undefined {
    return role === 'administrator' ? refuse('PermissionDenied') : undefined;
  }

  protected override clientConnected(): void {}

  protected override clientDisconnected(client: StatSocketClient): void {
    this.#service.leave(client);
  }

  protected override received(client: StatSocketClient, packetName: unknown, payload: unknown): void {
    if (packetName === 'open') {
      this.#checked(client, openStatisticSchema, payload, (request) => this.#service.open(client, request));
    } else if (packetName === 'close') {
      this.#checked(client, closeStatisticSchema, payload, (request) => this.#service.close(client, request));
    } else this.refusePacket(client, payload, refuse('UnknownRequest', 'Emit "open" or "close".'));
  }

  protected override refusePacket(client: StatSocketClient, payload: unknown, { code, message }: Refusal): void {
    const { referenceID } = (typeof payload === 'object' && payload !== null ? payload : {}) as {
      readonly referenceID?: unknown;
    };
    const known = Number.isSafeInteger(referenceID) ? { referenceID: Number(referenceID) } : {};
    client.show({ name: 'refused', message: { ...known, errorCode: code, errorMessage: message } });
  }

  #checked<Request>(
    client: StatSocketClient,
    schema: z.ZodType<Request>,
    payload: unknown,
    handle: (request: Request) => void,
  ): void {
    const parsed = schema.safeParse(payload);
    if (parsed.success) handle(parsed.data);
    else this.refusePacket(client, payload, describeIssue(parsed.error));
  }
}

function describeIssue(error: z.ZodError): Refusal {
  const [issue] = error.issues;
  const attribute = issue === undefined || issue.path.length === 0 ? 'It' : issue.path.join('.');
  return refuse('InvalidAttribute', `${attribute}: ${issue?.message ?? 'not allowed'}.`);
}
