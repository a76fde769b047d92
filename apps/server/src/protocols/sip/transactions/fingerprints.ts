import { type Fingerprint, Fingerprinter } from '../../../base/fingerprint.ts';
import type { Random } from '../../../base/random.ts';
import { branchOf, magicCookie, portOf, type Via } from '../message/via.ts';

/** What matches a request to its server transaction. */
export interface KeyFields {
  readonly method: string;
  readonly requestUri: string;
  readonly via: Via;
  /** The topmost Via value as on the wire. */
  readonly viaText: string;
  readonly fromTag: string;
  readonly callId: string;
  readonly cseqNumber: number;
}

function hasMagicCookie(branch: string): boolean {
  return branch.startsWith(magicCookie) || branch.slice(0, magicCookie.length).toLowerCase() === 'z9hg4bk';
}

/** An ACK belongs to its INVITE. */
function transactionMethod(method: string): string {
  return method === 'ACK' ? 'INVITE' : method;
}

/** RFC 3261 17.2.3 for requests without the magic cookie, that is of RFC 2543. */
export function describeOldRequest(fields: KeyFields): string {
  const { requestUri, fromTag, callId, cseqNumber, viaText, method } = fields;
  // The To tag is left out: the ACK of a non-2xx carries ours, its INVITE none.
  return `2543 ${requestUri} ${fromTag} ${callId} ${cseqNumber} ${viaText} ${transactionMethod(method)}`;
}

/** Takes the fingerprints of requests, so that nothing of the message need be kept. */
export class Fingerprints {
  readonly #fingerprinter: Fingerprinter;

  constructor(random: Random) {
    this.#fingerprinter = new Fingerprinter(random);
  }

  /** RFC 3261 17.2.3: branch, sent-by and method; without the magic cookie the way of RFC 2543. */
  ofTransaction(fields: KeyFields): Fingerprint {
    const { via } = fields;
    const fingerprinter = this.#fingerprinter;
    const branch = branchOf(via) ?? '';
    // A branch that is nothing but the cookie identifies nothing (RFC 4475 3.2.1).
    if (branch.length > magicCookie.length && hasMagicCookie(branch)) {
      fingerprinter.addText(branch);
      fingerprinter.addText(via.host);
      fingerprinter.addNumber(portOf(via));
      fingerprinter.addText(transactionMethod(fields.method));
    } else fingerprinter.addText(describeOldRequest(fields));
    return fingerprinter.finish();
  }

  /** RFC 3261 8.2.2.2: requests that agree in this but not in their transaction are one request that came twice. */
  ofMerging({ callId, fromTag, cseqNumber, method }: Omit<KeyFields, 'requestUri' | 'via' | 'viaText'>): Fingerprint {
    const fingerprinter = this.#fingerprinter;
    fingerprinter.addText(callId);
    fingerprinter.addText(fromTag);
    fingerprinter.addNumber(cseqNumber);
    fingerprinter.addText(method);
    return fingerprinter.finish();
  }
}
