import type { MsrpConnection } from '../../../src/protocols/msrp/msrp-transport.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { AccountCustomer } from './account-customer.ts';
import { Invitations } from './invitations.ts';
import { MsrpClient } from './msrp-client.ts';
import { readWire } from './udp-customer.ts';

/** The client of a customer with an account that is registered and can be called: it rings, and takes sessions or MSRP. */
export class CalledCustomer extends AccountCustomer {
  readonly invited: Invitations = new Invitations(this, `${this.name}-device`);
  readonly msrp: MsrpClient = new MsrpClient('msrp://client.example:4711/called1;tcp', (bytes) => {
    if (this.connection !== undefined) this.centre.msrp.write(this.connection, bytes);
  });
  connection: MsrpConnection | undefined;

  /** One that is registered; `+sip.message` among the parameters says that it takes sessions. */
  static async registered(
    centre: ContactCentre,
    options: { readonly parameters?: string; readonly headers?: readonly string[]; transport?: Flow['transport'] } = {},
  ): Promise<CalledCustomer> {
    const { transport = 'UDP', ...contact } = options;
    const customer = new CalledCustomer(centre, 'alice', { transport });
    await customer.registerContact(contact);
    return customer;
  }

  override receive(bytes: Buffer, flow: Flow): void {
    if (!this.isDeaf && !this.invited.receive(readWire(bytes), flow)) super.receive(bytes, flow);
  }

  /** From now on accepts MSRP alone. */
  takesMsrp(): void {
    this.invited.answerTo = () => `${this.msrp.offer()}m=message 0 sip null\r\n`;
  }

  /** From now on accepts session mode alone. */
  takesSessions(): void {
    this.invited.answerTo = (offer) => offer.replace(/m=message \d+ TCP/, 'm=message 0 TCP');
  }

  /** Opens the MSRP connection and names the session. */
  async connect(position = 0): Promise<void> {
    this.msrp.takeAnswer(this.invited.at(position).invite.body);
    this.connection = this.centre.msrp.open({
      receive: (bytes: Buffer) => this.msrp.receive(bytes),
      connectionLost: () => {
        this.msrp.connectionLost();
        this.connection = undefined;
      },
    });
    this.msrp.hello();
    await this.centre.settle();
  }

  async cutConnection(): Promise<void> {
    if (this.connection !== undefined) this.centre.msrp.cut(this.connection);
    await this.centre.settle();
  }
}
